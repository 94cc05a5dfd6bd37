import type { LifecycleDefinition } from "../../lifecycle/index";
import { lastWord } from "./last-word";

/** 了解 → 意向 → 留资沟通 → 战败 → 购买 → 车主 → 增换购: who bought is past a loss, whoever leads again leaves it. */
export const automotiveLifecycle: LifecycleDefinition = {
  stages: [
    { stage: "aware", label: { zh: "了解", en: "Aware" } },
    {
      stage: "interested",
      label: { zh: "意向", en: "Interested" },
      entry: {
        any: [
          { fact: "intent", operator: "greaterThanInclusive", value: 0.3 },
          { fact: "configurations", operator: "greaterThan", value: 0 },
        ],
      },
    },
    {
      stage: "lead",
      label: { zh: "留资沟通", en: "In contact" },
      entry: {
        any: [
          { fact: "leads", operator: "greaterThan", value: 0 },
          { fact: "testDriveBookedAt", operator: "exists" },
          { fact: "testDrives", operator: "greaterThan", value: 0 },
          { fact: "lastQuoteAt", operator: "exists" },
        ],
      },
    },
    {
      stage: "lost",
      label: { zh: "战败", en: "Lost" },
      entry: lastWord("lostAt", "lastLeadAt"),
      lost: { reason: "lostReason" },
    },
    {
      stage: "purchased",
      label: { zh: "购买", en: "Ordered" },
      entry: lastWord("orderedAt", "orderCancelledAt", "lostAt"),
    },
    { stage: "owner", label: { zh: "车主", en: "Owner" }, entry: { fact: "deliveredAt", operator: "exists" } },
    {
      stage: "repurchase",
      label: { zh: "增换购", en: "Buying again" },
      entry: {
        all: [
          { fact: "deliveredAt", operator: "exists" },
          { any: [lastWord("lastLeadAt", "deliveredAt", "lostAt"), lastWord("tradeInAt", "deliveredAt", "lostAt")] },
        ],
      },
    },
  ],
  regressions: [
    { regression: "cooled", label: { zh: "意向冷却", en: "Interest cooled" }, from: "interested", to: "aware" },
    { regression: "revived", label: { zh: "战败激活", en: "Lost lead revived" }, from: "lost", to: "lead" },
    { regression: "cancelled", label: { zh: "退订回流", en: "Order cancelled" }, from: "purchased", to: "lead" },
    { regression: "lostOrder", label: { zh: "退订战败", en: "Lost after the order" }, from: "purchased", to: "lost" },
    { regression: "stayed", label: { zh: "增换购结束", en: "Bought no further car" }, from: "repurchase", to: "owner" },
  ],
};
