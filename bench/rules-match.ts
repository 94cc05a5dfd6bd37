/**
 * Which of 100 rules hold for each of 10,000 persons: the matched rules only, no explanations.
 *
 * json-rules-engine builds a full result for every rule in the same call, so its like-for-like row is in
 * `rules-explain`. json-logic-engine compiled generates code (it needs `unsafe-eval`), its default and ours do not.
 * fast-json-rules-engine is a peer to add: no package of that name could be installed when this was written.
 */
import { compileRules, type Rule } from "@tributary/rules/condition";
import { contest, type Engine } from "./rules/contest";
import { grow } from "./rules/grow";
import { jsonLogicEngine, jsonRulesEngine, type Matcher, zenEngine } from "./rules/peers";
import { makePersons, makeRules, makeSharingRules } from "./rules/world";

const now = 0;
const ROUNDS = 9;

const tributary = (rules: readonly Rule[]): Matcher => {
  const compiled = compileRules(rules);
  return (facts) => compiled.run(facts, { now }).matched.map(({ rule }) => rule);
};

const rules = makeRules(100);
const persons = makePersons(10_000);
const peers: readonly Engine[] = [
  { name: "json-logic-engine 5.0.7 compiled", matcher: jsonLogicEngine(rules, "compiled"), share: 1 },
  { name: "json-logic-engine 5.0.7 default", matcher: jsonLogicEngine(rules, "default"), share: 0.3 },
  { name: "@gorules/zen-engine 0.54.0", matcher: zenEngine(rules, { trace: false }), share: 0.05 },
  { name: "json-rules-engine 7.3.1", matcher: jsonRulesEngine(rules), share: 0.01 },
];
const ours: Engine = { name: "tributary", matcher: tributary(rules), share: 1 };

await contest("rules-match", { rules, persons }, { ours, peers }, ROUNDS);
await grow("rules-match", tributary, persons.slice(0, 1_000), ROUNDS);
await grow("rules-match sharing leaves", tributary, persons.slice(0, 1_000), ROUNDS, makeSharingRules);
