import type { SegmentDefinition } from "../../segments/index";

/** Whom a carmaker's marketers address together. Thresholds are our choice, and a starting point. */
export const automotiveSegments: readonly SegmentDefinition[] = [
  {
    segment: "hotLeads",
    label: { zh: "高热线索", en: "Hot leads" },
    when: {
      all: [
        { fact: "intent", operator: "greaterThanInclusive", value: 0.8 },
        { not: { fact: "tags", operator: "contains", value: "owner" } },
      ],
    },
  },
  {
    segment: "warmWithoutLead",
    label: { zh: "有意向未留资", en: "Interested, no contact left" },
    when: {
      all: [
        { fact: "intent", operator: "greaterThanInclusive", value: 0.3 },
        { fact: "leads", operator: "equal", value: 0 },
        { not: { fact: "tags", operator: "contains", value: "owner" } },
      ],
    },
  },
  {
    segment: "priceSensitiveLeads",
    label: { zh: "价格敏感线索", en: "Price-sensitive leads" },
    when: {
      all: [
        { fact: "tags", operator: "contains", value: "priceSensitive" },
        { fact: "leads", operator: "greaterThan", value: 0 },
      ],
    },
  },
  {
    segment: "visitedWithoutTestDrive",
    label: { zh: "到店未试驾", en: "Visited, no test drive" },
    when: {
      all: [
        { fact: "lastStoreVisitAt", operator: "withinLast", value: "30d" },
        { fact: "testDrives", operator: "equal", value: 0 },
      ],
    },
  },
  {
    segment: "serviceDue",
    label: { zh: "保养到期车主", en: "Owners due for service" },
    when: {
      all: [
        { fact: "deliveredAt", operator: "olderThan", value: "180d" },
        {
          any: [
            { fact: "lastServiceAt", operator: "notExists" },
            { fact: "lastServiceAt", operator: "olderThan", value: "180d" },
          ],
        },
      ],
    },
  },
  {
    segment: "repurchaseOwners",
    label: { zh: "增换购车主", en: "Owners who may buy again" },
    when: { fact: "tags", operator: "contains", value: "repurchase" },
  },
  {
    segment: "dormantOwners",
    label: { zh: "沉睡车主", en: "Dormant owners" },
    when: {
      all: [
        { fact: "tags", operator: "contains", value: "owner" },
        { fact: "tags", operator: "contains", value: "dormant" },
      ],
    },
  },
  {
    segment: "couponHolders",
    label: { zh: "未用券客户", en: "Holders of unused coupons" },
    when: { fact: "tags", operator: "contains", value: "couponHolder" },
  },
  {
    segment: "newMembers",
    label: { zh: "新会员", en: "New members" },
    when: { fact: "memberSince", operator: "withinLast", value: "30d" },
  },
];
