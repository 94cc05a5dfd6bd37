import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Condition, compileCondition, compileRules, type Facts, type Rule } from "./index";

const runs = { numRuns: Number(process.env.TRIBUTARY_RUNS ?? 300) };

const value = fc.constantFrom<string | number | boolean | null>(0, 1, 2, 3, 4, "a", "b", true, null);
const list = fc.array(value, { maxLength: 11 });
const bound = fc.integer({ min: -1, max: 5 });
const fact = fc.constantFrom("x", "y");
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ fact, operator: fc.constantFrom("equal", "notEqual", "not:equal"), value }),
  fc.record({ fact, operator: fc.constantFrom("in", "notIn"), value: list }),
  fc.record({
    fact,
    operator: fc.constantFrom("lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"),
    value: bound,
  }),
  fc.record({ fact, operator: fc.constant("exists") }),
);
const { node } = fc.letrec<{ node: Condition }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    leaf,
    fc.array(tie("node"), { minLength: 1, maxLength: 4 }).map((all): Condition => ({ all })),
    fc.array(tie("node"), { minLength: 1, maxLength: 3 }).map((any): Condition => ({ any })),
    tie("node").map((not): Condition => ({ not })),
    fc.constant<Condition>({ condition: "named" }),
  ),
}));
const person: fc.Arbitrary<Facts> = fc.record(
  { x: fc.oneof(value, fc.constantFrom(Number.NaN, undefined, -0, 1.5, 99)), y: value },
  { requiredKeys: [] },
);
const conditions: Record<string, Condition> = {
  named: {
    all: [
      { fact: "x", operator: "in", value: [1, "a"] },
      { fact: "y", operator: "lessThan", value: 3 },
    ],
  },
};
const rulesOf = (made: readonly Condition[]): readonly Rule[] =>
  made.map((each, i) => ({ name: `r${i}`, conditions: each, event: { type: "x" } }));
const matched = (rules: readonly Rule[], facts: Facts): readonly string[] =>
  compileRules(rules, { conditions })
    .run(facts, { now: 0 })
    .matched.map(({ rule }) => rule);
const alone = (rules: readonly Rule[], facts: Facts): readonly string[] =>
  rules
    .filter((rule) => compileCondition(rule.conditions, { conditions }).test(facts, { now: 0 }))
    .map(({ name }) => name as string);

describe("an index over rules", () => {
  it("changes no answer and no order", () => {
    fc.assert(
      fc.property(
        fc.array(node, { maxLength: 70 }),
        fc.array(person, { minLength: 1, maxLength: 4 }),
        (made, persons) => {
          const rules = rulesOf(made);
          for (const facts of persons) expect(matched(rules, facts)).toEqual(alone(rules, facts));
        },
      ),
      runs,
    );
  });

  it("tells thresholds apart where there are more than it has ranges for", () => {
    const rules = rulesOf(
      Array.from({ length: 1_000 }, (_, value) => ({ fact: "x", operator: "greaterThan", value }) as Condition),
    );
    for (const x of [-1, 0, 0.5, 500, 998.5, 999, 2_000]) expect(matched(rules, { x })).toEqual(alone(rules, { x }));
  });

  it("asks only the rules that a value leaves over", () => {
    let asked = 0;
    const operators = { seen: { operand: "none" as const, compare: () => Boolean(++asked) } };
    const rules = rulesOf(
      Array.from(
        { length: 100 },
        (_, value): Condition => ({
          all: [
            { fact: "y", operator: "seen", value: true as unknown as string },
            { fact: "x", operator: "equal", value },
          ],
        }),
      ),
    );
    const compiled = compileRules(rules, { operators });
    expect(compiled.run({ x: 7, y: 1 }, { now: 0 }).matched.map(({ rule }) => rule)).toEqual(["r7"]);
    expect(asked).toBe(1);
  });
});
