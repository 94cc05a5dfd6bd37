/**
 * Why each of 100 rules holds or does not, for each of 10,000 persons: the full tree of every rule with both values, a
 * reason at every leaf, and the fewest leaves that would change the result.
 *
 * json-rules-engine builds its trees on every run (no reasons, no minimal change, and leaves it skipped are empty).
 * zen-engine runs with `trace`, which gives inputs and outputs of a node, not a tree.
 */
import { compileRules, type Rule } from "@tributary/rules/condition";
import { print, race } from "./measure";
import { grow } from "./rules/grow";
import { countMatches, jsonRulesEngine, type Matcher, mustAgree, zenEngine } from "./rules/peers";
import { makePersons, makeRules, reference } from "./rules/world";

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
const ours = { name: "tributary", matcher: tributary(rules), share: 0.3 };
const peers: readonly { readonly name: string; readonly matcher: Matcher; readonly share: number }[] = [
  { name: "@gorules/zen-engine 0.54.0 with trace", matcher: zenEngine(rules, { trace: true }), share: 0.02 },
  { name: "json-rules-engine 7.3.1", matcher: jsonRulesEngine(rules), share: 0.01 },
];

const sample = persons.slice(0, 300);
const expected = reference(rules, sample);
for (const { name, matcher } of [ours, ...peers]) await mustAgree(name, matcher, sample, expected);

const times = await race(
  [ours, ...peers].map(({ name, matcher, share }) => {
    const part = persons.slice(0, persons.length * share);
    return { name, share, run: () => countMatches(matcher, part) };
  }),
  ROUNDS,
);
const mine = times.get(ours.name) as number;
for (const { name } of peers) {
  const theirs = times.get(name) as number;
  print({
    bench: "rules-explain",
    size: rules.length * persons.length,
    ours: mine,
    peer: name,
    theirs,
    ratio: theirs / mine,
    unit: "ms CPU",
  });
}
await grow("rules-explain", tributary, persons.slice(0, 100), ROUNDS);
