import type { Condition } from "../../condition/index";

/**
 * The instant is known, and none of the others is known to be later: the last word among them.
 *
 * @example
 * lastWord("orderedAt", "orderCancelledAt");
 * // => { all: [{ fact: "orderedAt", operator: "exists" }, { not: { all: [{ fact: "orderCancelledAt", operator: "exists" }, { fact: "orderCancelledAt", operator: "after", value: { fact: "orderedAt" } }] } }] }
 */
export const lastWord = (fact: string, ...others: readonly string[]): Condition => ({
  all: [
    { fact, operator: "exists" },
    ...others.map(
      (other): Condition => ({
        not: {
          all: [
            { fact: other, operator: "exists" },
            { fact: other, operator: "after", value: { fact } },
          ],
        },
      }),
    ),
  ],
});
