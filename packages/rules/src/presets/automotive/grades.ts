import type { Condition } from "../../condition/index";
import type { GradeSetDefinition } from "../../grades/index";
import { lastWord } from "./last-word";

/** The adviser expects an order within so many days, and said so no longer ago. */
const expected = (days: number): Condition => ({
  all: [
    { fact: "expectedOrderDays", operator: "lessThanInclusive", value: days },
    { fact: "expectedOrderSaidAt", operator: "withinLast", value: `${days}d` },
  ],
});
const intentFrom = (value: number): Condition => ({ fact: "intent", operator: "greaterThanInclusive", value });

/**
 * Chinese dealers' grades: H order expected within 7 days, A 15, B 30, C up to three months, N new, O ordered, D
 * delivered, T order cancelled, 战败 lost. What an adviser expects comes first; the scores stand in where nobody said.
 *
 * Thresholds and follow-up times are our choice, since makers differ. Days 31 to 60, which the convention leaves open, go
 * to C. Of order, delivery, cancellation, loss and new lead, the last word counts: a lead that comes back is graded
 * anew, with its history.
 */
export const automotiveGrades: GradeSetDefinition = {
  dueFrom: ["lastFollowUpAt", "lastLeadAt", "lastActivityAt"],
  statedFacts: ["deliveredAt", "orderedAt", "orderCancelledAt", "lostAt", "lastLeadAt"],
  grades: [
    {
      grade: "D",
      label: { zh: "D级(已交车)", en: "D: delivered" },
      stated: true,
      when: lastWord("deliveredAt", "orderedAt", "lostAt", "lastLeadAt"),
    },
    {
      grade: "O",
      label: { zh: "O级(已订未交)", en: "O: ordered" },
      stated: true,
      when: lastWord("orderedAt", "deliveredAt", "orderCancelledAt", "lostAt"),
      followUpWithin: "7d",
    },
    {
      grade: "T",
      label: { zh: "T级(退订)", en: "T: cancelled" },
      stated: true,
      when: lastWord("orderCancelledAt", "deliveredAt", "lostAt", "lastLeadAt"),
      followUpWithin: "72h",
      dueFrom: ["orderCancelledAt"],
    },
    {
      grade: "lost",
      label: { zh: "战败", en: "Lost" },
      stated: true,
      when: lastWord("lostAt", "deliveredAt", "lastLeadAt"),
    },
    {
      grade: "H",
      label: { zh: "H级(7天内成交)", en: "H: within 7 days" },
      when: {
        any: [
          expected(7),
          {
            all: [
              intentFrom(0.8),
              {
                any: [
                  { fact: "lastTestDriveAt", operator: "withinLast", value: "7d" },
                  { fact: "lastQuoteAt", operator: "withinLast", value: "7d" },
                ],
              },
            ],
          },
        ],
      },
      followUpWithin: "24h",
    },
    {
      grade: "N",
      label: { zh: "N级(新线索)", en: "N: new" },
      when: lastWord("lastLeadAt", "lastFollowUpAt"),
      followUpWithin: "2h",
      dueFrom: ["lastLeadAt"],
    },
    {
      grade: "A",
      label: { zh: "A级(15天内成交)", en: "A: within 15 days" },
      when: { any: [expected(15), intentFrom(0.8)] },
      followUpWithin: "3d",
    },
    {
      grade: "B",
      label: { zh: "B级(30天内成交)", en: "B: within 30 days" },
      when: { any: [expected(30), intentFrom(0.3)] },
      followUpWithin: "7d",
    },
    {
      grade: "C",
      label: { zh: "C级(3个月内成交)", en: "C: within 3 months" },
      when: { any: [expected(90), intentFrom(0.04)] },
      followUpWithin: "14d",
    },
  ],
};
