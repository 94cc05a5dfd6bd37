import { type EpochMs, requireNow } from "@tributary/core";
import { planOf } from "./check-condition";
import { compileCompatibleCondition } from "./compatible/compile-compatible";
import { isCompatible } from "./compatible/semantics";
import { compileTest } from "./compile-test";
import type { Condition, ConditionOptions, Facts, RequiredFact } from "./condition";
import { explainPlan } from "./explain-plan";
import type { Explanation } from "./explanation";
import { readValues, requiredFactsOf } from "./read-values";

/** A condition ready to be asked. It has no memory: the same facts and moment give the same answer. */
export interface CompiledCondition {
  /**
   * Whether the condition is surely true. A missing fact or a wrong type never makes it so.
   *
   * @throws RangeError when `now` is not an instant, TypeError when `facts` is not an object
   */
  test(facts: Facts, options: { readonly now: EpochMs }): boolean;
  /** How every node came out, and the fewest leaves that would change the result; `result` is true when `test` is. */
  explain(facts: Facts, options: { readonly now: EpochMs }): Explanation;
  /** Every fact that is read, in the order it is first named. */
  readonly requiredFacts: readonly RequiredFact[];
}

/**
 * Compiles a condition once, for any number of persons.
 *
 * The language is json-rules-engine's, read strictly in three values: a missing fact or a wrong type is *unknown*, under
 * `notEqual` and `not` too, and unknown never fires.
 *
 * @param options.schema the facts that exist; names, types, paths and thresholds are checked against it
 * @param options.semantics `"json-rules-engine"` for its reading, see {@link ConditionOptions}
 * @param options.conditions named conditions for `{ condition: name }`
 * @throws DefinitionError with every mistake at once, see `checkCondition`
 * @example
 * const hot = compileCondition({
 *   all: [
 *     { fact: "intent", operator: "greaterThanInclusive", value: 0.8 },
 *     { fact: "lastStoreVisit", operator: "withinLast", value: "7d" },
 *     { not: { fact: "tags", operator: "contains", value: "owner" } },
 *   ],
 * });
 * const now = 30 * DAY_MS;
 * hot.test({ intent: 0.9, lastStoreVisit: now - DAY_MS, tags: [] }, { now }); // => true
 * hot.test({ intent: 0.9, lastStoreVisit: now - DAY_MS }, { now }); // => false
 * hot.explain({ intent: 0.9, lastStoreVisit: now - DAY_MS }, { now }).result; // => "unknown"
 */
export function compileCondition(condition: Condition, options: ConditionOptions = {}): CompiledCondition {
  if (isCompatible(options)) return compileCompatibleCondition(condition, options);
  const { plan, slots } = planOf(condition, options);
  const isTrue = compileTest(plan, true);
  return {
    test: (facts, { now }) => isTrue(readValues(slots, facts, requireNow(now)), now),
    explain: (facts, { now }) => explainPlan(plan, readValues(slots, facts, requireNow(now)), { facts, now }),
    requiredFacts: requiredFactsOf(slots),
  };
}
