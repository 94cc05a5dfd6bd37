import type { Label } from "@tributary/core";
import type { Condition } from "../../condition/index";
import type { TagDefinition } from "../../tags/index";
import { lastWord } from "./last-word";

const atLeast = (fact: string, value: number): Condition => ({ fact, operator: "greaterThanInclusive", value });

/** 消费力: by what was spent, in fifths of those who bought, the highest first. */
const spendingPower = (levels: readonly (readonly [string, Label, number])[]): readonly TagDefinition[] =>
  levels.map(([tag, label, bin]) => ({ tag, group: "spendingPower", label, when: atLeast("rfmMonetary", bin) }));

/** 价值点: what a person does more of, reading and watching or comparing and calculating. */
const valuePoint = (tag: string, label: Label, does: string, other: string): TagDefinition => ({
  tag,
  group: "valuePoint",
  label,
  when: { all: [atLeast(does, 3), { fact: does, operator: "greaterThan", value: { fact: other } }] },
});

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
  {
    tag: "rippleAudience",
    label: { zh: "涟漪受众", en: "Ripple audience" },
    when: { any: [atLeast("referrals", 1), atLeast("shares90d", 3)] },
  },
  {
    tag: "devotedFan",
    group: "journey",
    label: { zh: "狂热死忠粉", en: "Devoted fan" },
    when: { all: [atLeast("activities90d", 20), { any: [atLeast("referrals", 1), atLeast("shares90d", 3)] }] },
  },
  {
    tag: "activeFollower",
    group: "journey",
    label: { zh: "活跃路人粉", en: "Active follower" },
    when: atLeast("activities90d", 5),
  },
  {
    tag: "newcomer",
    group: "journey",
    label: { zh: "入门新人", en: "Newcomer" },
    validity: { from: "firstSeenAt", lasts: "30d" },
    when: atLeast("activities90d", 1),
  },
  ...spendingPower([
    ["highSpender", { zh: "高消费力", en: "High spending power" }, 5],
    ["middleSpender", { zh: "中消费力", en: "Middle spending power" }, 3],
    ["lowSpender", { zh: "低消费力", en: "Low spending power" }, 1],
  ]),
  valuePoint("rational", { zh: "理性", en: "Led by reason" }, "rationalActions", "emotionalActions"),
  valuePoint("emotional", { zh: "感性", en: "Led by feeling" }, "emotionalActions", "rationalActions"),
];
