import { DAY_MS } from "@tributary/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Condition,
  checkCondition,
  compileCondition,
  type FactSchema,
  type Facts,
  type LeafExplanation,
  type Outcome,
} from "./index";

const runs = { numRuns: Number(process.env.TRIBUTARY_RUNS ?? 300) };
const now = 10 * DAY_MS;

const orders = (value: Condition, operator = "elementMatches"): Condition => ({ fact: "orders", operator, value });
const outcome = (condition: Condition, facts: Facts): Outcome =>
  compileCondition(condition).explain(facts, { now }).result;
const big: Condition = { fact: "amount", operator: "greaterThan", value: 10 };
const paid: Condition = { fact: "state", operator: "equal", value: "paid" };

describe("elementMatches", () => {
  it("asks one and the same element for everything", () => {
    const both = orders({ all: [big, paid] });
    expect(outcome(both, { orders: [{ amount: 20, state: "paid" }] })).toBe(true);
    const split = [
      { amount: 20, state: "open" },
      { amount: 1, state: "paid" },
    ];
    expect(outcome(both, { orders: split })).toBe(false);
  });

  it.each<[string, unknown, Outcome]>([
    ["no list", undefined, "unknown"],
    ["what is no list", 5, "unknown"],
    ["an empty list", [], false],
    ["an element without the key", [{ amount: 1 }, {}], "unknown"],
    ["an element without the key beside one that matches", [{}, { amount: 11 }], true],
    ["an element that is no object", [1, "a", null, [{ amount: 11 }]], "unknown"],
  ])("of %s", (_, list, expected) => {
    const facts = list === undefined ? {} : { orders: list };
    expect(outcome(orders(big), facts)).toBe(expected);
    const opposite = expected === "unknown" ? expected : !expected;
    expect(outcome({ not: orders(big) }, facts)).toBe(opposite);
    expect(outcome(orders(big, "not:elementMatches"), facts)).toBe(opposite);
    expect(compileCondition(orders(big)).test(facts, { now })).toBe(expected === true);
  });

  it("is any over the elements, each asked alone", () => {
    const number = fc.constantFrom<unknown>(1, 2, 3, "2", null, undefined);
    const element = fc.oneof(fc.record({ a: number, b: number }, { requiredKeys: [] }), fc.constant(7));
    const leaf = fc
      .tuple(
        fc.constantFrom("a", "b"),
        fc.constantFrom("equal", "lessThan", "exists", "notEqual"),
        fc.constantFrom(1, 2),
      )
      .map(
        ([fact, operator, value]): Condition =>
          operator === "exists" ? { fact, operator } : { fact, operator, value },
      );
    const inner = fc.oneof(
      leaf,
      fc.tuple(leaf, leaf).map((all): Condition => ({ all })),
      fc.tuple(leaf, leaf).map(([a, b]): Condition => ({ any: [a, { not: b }] })),
    );
    fc.assert(
      fc.property(inner, fc.array(element, { maxLength: 4 }), (condition, list) => {
        const alone = list.map((each) => (typeof each === "object" ? outcome(condition, each) : "unknown"));
        const expected = alone.includes(true) ? true : alone.includes("unknown") ? "unknown" : false;
        const compiled = compileCondition(orders(condition));
        expect(compiled.explain({ orders: list }, { now }).result).toBe(expected);
        expect(compiled.test({ orders: list }, { now })).toBe(expected === true);
        expect(compileCondition({ not: orders(condition) }).test({ orders: list }, { now })).toBe(expected === false);
      }),
      runs,
    );
  });

  it("explains the element that matches, or all that do not, with their reasons", () => {
    const compiled = compileCondition(orders({ all: [big, paid] }));
    const leaf = (list: unknown): LeafExplanation =>
      compiled.explain({ orders: list }, { now }).root as LeafExplanation;
    const matched = leaf([
      { amount: 1, state: "paid" },
      { amount: 11, state: "paid" },
    ]);
    expect(matched.elements?.map(({ index, result }) => [index, result])).toEqual([[1, true]]);
    expect(matched.elements?.[0]?.root).toMatchObject({ kind: "all", children: [{ actual: 11 }, { actual: "paid" }] });
    const none = leaf([{ amount: 1, state: "paid" }, { amount: 11 }]);
    expect(none).toMatchObject({ result: "unknown", reason: "missing" });
    expect(none.elements?.map(({ index, result }) => [index, result])).toEqual([
      [0, false],
      [1, "unknown"],
    ]);
    expect(leaf([3])).toMatchObject({ result: "unknown", reason: "type", elements: [{ index: 0, result: "unknown" }] });
    expect(leaf(3)).toMatchObject({ result: "unknown", reason: "type", elements: [] });
    expect(leaf(new Array(100).fill({ amount: 1, state: "paid" })).elements).toHaveLength(20);
  });

  it("knows now, windows and elements inside an element", () => {
    const recent = orders({
      fact: "lines",
      operator: "elementMatches",
      value: { fact: "at", operator: "withinLast", value: "1d" },
    });
    expect(outcome(recent, { orders: [{ lines: [{ at: now - 5 }] }] })).toBe(true);
    expect(outcome(recent, { orders: [{ lines: [{ at: now - DAY_MS }] }] })).toBe(false);
  });

  const schema: FactSchema = {
    orders: { type: "list", of: { type: "object", fields: { amount: { type: "number" }, state: { type: "string" } } } },
    ages: { type: "list", of: { type: "number" } },
    visits: { type: "number" },
  };
  it.each<[unknown, readonly string[]]>([
    [orders({ all: [big, paid] }), []],
    [orders({ fact: "amont", operator: "equal", value: 1 }), ["unknown-fact /value/fact"]],
    [orders({ fact: "visits", operator: "equal", value: 1 }), ["unknown-fact /value/fact"]],
    [orders({ fact: "amount", operator: "equal", value: "1" }), ["wrong-type /value/value"]],
    [{ ...(orders(big) as object), fact: "ages" }, ["wrong-type /value"]],
    [{ ...(orders(big) as object), fact: "visits" }, ["wrong-type /operator"]],
    [orders(big, "someFact:elementMatches"), ["bad-decorator /operator"]],
    [orders({ condition: "named" }), ["bad-condition /value/condition"]],
    [orders({ all: [] }), ["empty-group /value/all"]],
    [{ fact: "orders", operator: "elementMatches", value: 5 }, ["bad-condition /value"]],
    [{ fact: "orders", operator: "elementMatches" }, ["no-value "]],
  ])("checks %j", (input, expected) => {
    const checked = checkCondition(input, { schema, conditions: { named: { fact: "visits", operator: "exists" } } });
    expect(checked.ok ? [] : checked.error.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(expected);
  });

  it("counts for the depth and the nodes of the condition around it", () => {
    let deep: Condition = big;
    for (let i = 0; i < 40; i++) deep = orders(deep);
    const refusal = (condition: Condition): readonly string[] => {
      const checked = checkCondition(condition);
      return checked.ok ? [] : checked.error.map(({ code }) => code);
    };
    expect(refusal(deep)).toEqual([]);
    for (let i = 0; i < 40; i++) deep = orders(deep);
    expect(refusal(deep)).toContain("too-deep");
    const wide = orders({ all: new Array(9_000).fill(big) });
    expect(refusal({ all: [wide, wide] })).toEqual(["too-large"]);
  });
});
