import { type EpochMs, isEpochMs, type Label, requireNow } from "@tributary/core";
import { type Explanation, type Facts, factOf, isBound } from "../condition/index";
import type { GradeSet } from "./define-grades";

/** A lead's grade: how soon an order is expected, by when to follow up, and why. */
export interface LeadGrade {
  readonly grade: string;
  readonly label: Label;
  /** When the next follow-up is due, in the past where it is overdue; absent where the grade asks for none. */
  readonly due?: EpochMs;
  /** How the grade's condition came out. */
  readonly because: Explanation;
}

/**
 * Grades a lead: the first grade of the set whose condition holds.
 *
 * The follow-up is due its `followUpWithin` after the first known date of `dueFrom`, such as the last follow-up, so it
 * does not move while nobody follows up, and an overdue grade stays overdue. Where no such date is known, or an earlier
 * one of the list is beyond its bound, it is due at once, at `now`.
 *
 * @returns the grade, or `undefined` where no grade's condition holds: the person is not a lead
 * @throws RangeError when `now` is no instant
 * @example
 * const grades = defineGrades({
 *   dueFrom: ["lastFollowUpAt", "lastLeadAt"],
 *   grades: [
 *     {
 *       grade: "H", label: { zh: "H级", en: "H" }, followUpWithin: "24h",
 *       when: { fact: "intent", operator: "greaterThanInclusive", value: 0.8 },
 *     },
 *   ],
 * });
 * const given = gradeLead(grades, { intent: 0.9, lastLeadAt: 0 }, { now: 3 * DAY_MS });
 * [given?.grade, given?.due]; // => ["H", 86400000]
 * gradeLead(grades, { intent: 0.2 }, { now: 0 }); // => undefined
 */
export function gradeLead(gradeSet: GradeSet, facts: Facts, options: { readonly now: EpochMs }): LeadGrade | undefined {
  const now = requireNow(options.now);
  const given = gradeSet.grades.find(({ when }) => when.test(facts, options));
  if (!given) return undefined;
  const { grade, label, when, followUpMs, dueFrom } = given;
  const because = when.explain(facts, options);
  return { grade, label, ...(followUpMs !== undefined && { due: dueAfter(followUpMs, dueFrom, facts, now) }), because };
}

function dueAfter(followUpMs: number, dueFrom: readonly string[], facts: Facts, now: EpochMs): EpochMs {
  for (const fact of dueFrom) {
    const since = factOf(facts, fact);
    if (isEpochMs(since)) return since + followUpMs;
    if (isBound(facts, fact)) break;
  }
  return now;
}
