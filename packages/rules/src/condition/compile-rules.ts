import { type EpochMs, requireNow } from "@tributary/core";
import { plansOf } from "./check-rules";
import { compileCompatibleRules } from "./compatible/compile-compatible";
import type { JreCondition } from "./compatible/jre-result";
import { isCompatible } from "./compatible/semantics";
import { compileTest, type Test } from "./compile-test";
import type { ConditionOptions, Facts, RequiredFact, Rule, RuleEvent } from "./condition";
import { explainPlan } from "./explain-plan";
import type { Explanation } from "./explanation";
import { readValues, requiredFactsOf } from "./read-values";
import { indexRules } from "./rule-index";

/** A rule whose conditions hold. `rule` is its name, or its JSON Pointer in the list where it has none. */
export interface MatchedRule {
  readonly rule: string;
  readonly priority: number;
  readonly event: RuleEvent;
}

/** What a set of rules says about a person at a moment, by priority and then in the order of definition. */
export interface RulesResult {
  readonly matched: readonly MatchedRule[];
  /** The events of the matched rules. */
  readonly events: readonly RuleEvent[];
}

/** Why a rule matched, or why not. */
export interface RuleExplanation extends MatchedRule, Explanation {
  /** Under json-rules-engine's semantics: name, answer and condition tree as it gives them, see `toJreResult`. */
  readonly jre?: { readonly name: unknown; readonly result: unknown; readonly conditions: JreCondition };
}

/** Rules ready to be run. They have no memory: two runs never share anything. */
export interface CompiledRules {
  /**
   * The rules that hold.
   *
   * @param options.firstMatch stop at the first one
   * @throws RangeError when `now` is not an instant, TypeError when `facts` is not an object
   */
  run(facts: Facts, options: { readonly now: EpochMs; readonly firstMatch?: boolean }): RulesResult;
  /** Every rule, matched or not, with its full explanation, in the order of `run`. */
  explain(facts: Facts, options: { readonly now: EpochMs }): readonly RuleExplanation[];
  /** Every fact that is read, in the order it is first named. */
  readonly requiredFacts: readonly RequiredFact[];
}

/**
 * Compiles rules once, for any number of persons. Each fact is read once per run, whatever the number of rules.
 *
 * @throws DefinitionError with every mistake in every rule at once, see `checkRules`
 * @example
 * const rules = compileRules([
 *   { name: "visitor", conditions: { fact: "visits", operator: "greaterThan", value: 0 }, event: { type: "tag" } },
 *   { name: "regular", conditions: { fact: "visits", operator: "greaterThan", value: 4 }, event: { type: "tag" }, priority: 2 },
 * ]);
 * rules.run({ visits: 5 }, { now: 0 }).matched.map(({ rule }) => rule); // => ["regular", "visitor"]
 * rules.run({ visits: 5 }, { now: 0, firstMatch: true }).matched.length; // => 1
 * rules.explain({ visits: 2 }, { now: 0 })[0].minimal[0].actual; // => 2
 */
export function compileRules(rules: readonly Rule[], options: ConditionOptions = {}): CompiledRules {
  if (isCompatible(options)) return compileCompatibleRules(rules, options);
  const { rules: plans, slots } = plansOf(rules, options);
  const known = new Map();
  const matches = plans.map(({ rule, priority, event }): MatchedRule => Object.freeze({ rule, priority, event }));
  const tests: readonly Test[] = plans.map(({ plan }) => compileTest(plan, true, known));
  const index = indexRules(plans.map(({ plan }) => plan));
  return {
    run: (facts, { now, firstMatch = false }) => {
      const values = readValues(slots, facts, requireNow(now));
      const matched: MatchedRule[] = [];
      index.candidates(values, (i) => {
        if (!(tests[i] as Test)(values, now)) return false;
        matched.push(matches[i] as MatchedRule);
        return firstMatch;
      });
      return { matched, events: matched.map(({ event }) => event) };
    },
    explain: (facts, { now }) => {
      const values = readValues(slots, facts, requireNow(now));
      const at = { facts, now };
      return plans.map(({ rule, priority, event, plan }) => {
        const { result, root, minimal } = explainPlan(plan, values, at);
        return { rule, priority, event, result, root, minimal };
      });
    },
    requiredFacts: requiredFactsOf(slots),
  };
}
