/**
 * Why each of 100 rules holds or does not, for each of 10,000 persons: the full tree of every rule with both values, a
 * reason at every leaf, and the fewest leaves that would change the result.
 *
 * json-rules-engine builds its trees on every run (no reasons, no minimal change, and leaves it skipped are empty).
 * zen-engine runs with `trace`, which gives inputs and outputs of a node, not a tree.
 */
import { compileRules, type Rule } from "@tributary/rules/condition";
import { contest, type Engine } from "./rules/contest";
import { grow } from "./rules/grow";
import { jsonRulesEngine, type Matcher, zenEngine } from "./rules/peers";
import { makePersons, makeRules } from "./rules/world";

const now = 0;
const ROUNDS = 5;

const tributary = (rules: readonly Rule[]): Matcher => {
  const compiled = compileRules(rules);
  return (facts) =>
    compiled
      .explain(facts, { now })
      .filter(({ result }) => result === true)
      .map(({ rule }) => rule);
};

const rules = makeRules(100);
const persons = makePersons(10_000);
const ours: Engine = { name: "tributary", matcher: tributary(rules), share: 0.3 };
const peers: readonly Engine[] = [
  { name: "@gorules/zen-engine 0.54.0 with trace", matcher: zenEngine(rules, { trace: true }), share: 0.02 },
  { name: "json-rules-engine 7.3.1", matcher: jsonRulesEngine(rules), share: 0.01 },
];

await contest("rules-explain", { rules, persons }, { ours, peers }, ROUNDS);
await grow("rules-explain", tributary, persons.slice(0, 100), ROUNDS);
