import type { TagDefinition } from "../../tags/index";
import { lastWord } from "./last-word";

/** What a carmaker's marketers call people. Thresholds are our choice, and a starting point. */
export const automotiveTags: readonly TagDefinition[] = [
  {
    tag: "highIntent",
    label: { zh: "高意向", en: "High intent" },
    when: { fact: "intent", operator: "greaterThanInclusive", value: 0.8 },
  },
  {
    tag: "recentVisitor",
    label: { zh: "近期到店", en: "Visited recently" },
    when: { fact: "lastStoreVisitAt", operator: "withinLast", value: "7d" },
  },
  {
    tag: "testDriveWaiting",
    label: { zh: "待试驾", en: "Test drive booked" },
    when: {
      all: [
        { fact: "testDriveBookedAt", operator: "withinLast", value: "30d" },
        lastWord("testDriveBookedAt", "lastTestDriveAt"),
      ],
    },
  },
  {
    tag: "priceSensitive",
    label: { zh: "价格敏感", en: "Price-sensitive" },
    when: { fact: "priceActions30d", operator: "greaterThanInclusive", value: 3 },
  },
  { tag: "favouriteSeries", label: { zh: "关注车系", en: "Favourite series" }, fact: "favouriteSeries", minCount: 2 },
  {
    tag: "favouriteTopic",
    label: { zh: "关注话题", en: "Favourite topic" },
    fact: "favouriteTopic",
    minCount: 3,
    minShare: 0.4,
  },
  { tag: "owner", label: { zh: "车主", en: "Owner" }, when: { fact: "deliveredAt", operator: "exists" } },
  { tag: "ownedSeries", label: { zh: "保有车系", en: "Owned series" }, fact: "ownedSeries" },
  {
    tag: "repurchase",
    label: { zh: "增换购意向", en: "May buy again" },
    when: {
      all: [
        { fact: "deliveredAt", operator: "exists" },
        { any: [lastWord("lastLeadAt", "deliveredAt"), lastWord("tradeInAt", "deliveredAt")] },
      ],
    },
  },
  {
    tag: "dormant",
    label: { zh: "沉睡", en: "Dormant" },
    when: { fact: "lastActivityAt", operator: "olderThan", value: "90d" },
  },
  { tag: "member", label: { zh: "会员", en: "Member" }, when: { fact: "memberSince", operator: "exists" } },
  { tag: "memberLevel", label: { zh: "会员等级", en: "Member level" }, fact: "memberLevel" },
  { tag: "city", label: { zh: "城市", en: "City" }, fact: "city" },
  {
    tag: "wecomContact",
    label: { zh: "企微好友", en: "WeCom contact" },
    when: lastWord("contactAddedAt", "contactRemovedAt"),
  },
  {
    tag: "couponHolder",
    label: { zh: "持有未用券", en: "Holds a coupon" },
    when: { fact: "couponsClaimed", operator: "greaterThan", value: { fact: "couponsRedeemed" } },
  },
  {
    tag: "sharer",
    label: { zh: "分享达人", en: "Keen sharer" },
    when: { fact: "shares90d", operator: "greaterThanInclusive", value: 5 },
  },
  {
    tag: "bigSpender",
    label: { zh: "高价值客户", en: "High value" },
    when: { fact: "rfmSegment", operator: "in", value: ["Champions", "Loyal Customers", "Can't Lose Them"] },
  },
  {
    tag: "leaving",
    label: { zh: "流失风险", en: "About to leave" },
    when: { fact: "rfmSegment", operator: "in", value: ["At Risk", "About To Sleep", "Need Attention"] },
  },
  {
    tag: "complaining",
    label: { zh: "投诉未解决", en: "Open complaint" },
    when: lastWord("complaintAt", "complaintResolvedAt"),
  },
  {
    tag: "hardToReach",
    label: { zh: "难以接通", en: "Hard to reach" },
    when: { fact: "missedCalls30d", operator: "greaterThanInclusive", value: 3 },
  },
];
