import { DefinitionError } from "@tributary/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Condition, checkRules, compileCondition, compileRules, type Rule } from "./index";

const runs = { numRuns: Number(process.env.TRIBUTARY_RUNS ?? 300) };

const above = (value: number): Condition => ({ fact: "n", operator: "greaterThan", value });
const rule = (name: string, conditions: Condition, priority?: number): Rule => ({
  name,
  conditions,
  event: { type: "tag", params: { tag: name } },
  ...(priority !== undefined && { priority }),
});
const said = (input: unknown): readonly string[] => {
  const checked = checkRules(input);
  return checked.ok ? [] : checked.error.map(({ code, pointer }) => `${code} ${pointer}`);
};

describe("compileRules", () => {
  const rules = compileRules([
    rule("a", above(0)),
    rule("b", above(1), 5),
    rule("c", above(2)),
    rule("d", above(0), 5),
  ]);
  const named = (n: number, firstMatch = false): readonly string[] =>
    rules.run({ n }, { now: 0, firstMatch }).matched.map(({ rule: name }) => name);

  it("answers by priority, then in the order of definition", () => {
    expect(named(3)).toEqual(["b", "d", "a", "c"]);
    expect(named(1)).toEqual(["d", "a"]);
    expect(named(0)).toEqual([]);
  });

  it("stops at the first match when asked", () => {
    expect(named(3, true)).toEqual(["b"]);
    expect(named(1, true)).toEqual(["d"]);
    expect(named(0, true)).toEqual([]);
  });

  it("gives the events of what matched", () => {
    const { matched, events } = rules.run({ n: 1 }, { now: 0 });
    expect(matched[0]).toEqual({ rule: "d", priority: 5, event: { type: "tag", params: { tag: "d" } } });
    expect(events).toEqual([
      { type: "tag", params: { tag: "d" } },
      { type: "tag", params: { tag: "a" } },
    ]);
  });

  it("names a rule without a name by its place", () => {
    const { matched } = compileRules([{ conditions: above(0), event: { type: "x" } }]).run({ n: 1 }, { now: 0 });
    expect(matched[0]?.rule).toBe("/0");
  });

  it("cannot be changed through its input or its results", () => {
    const params = { tag: "a" };
    const compiled = compileRules([{ conditions: above(0), event: { type: "tag", params } }]);
    params.tag = "changed";
    const [event] = compiled.run({ n: 1 }, { now: 0 }).events;
    expect(event).toEqual({ type: "tag", params: { tag: "a" } });
    expect(() => Object.assign(event?.params as object, { tag: "changed" })).toThrow(TypeError);
  });

  it("explains every rule in the same order", () => {
    const explained = rules.explain({ n: 1 }, { now: 0 });
    expect(explained.map((one) => [one.rule, one.result, one.minimal.length])).toEqual([
      ["b", false, 1],
      ["d", true, 1],
      ["a", true, 1],
      ["c", false, 1],
    ]);
  });

  it("lists what all rules read, each once", () => {
    expect(rules.requiredFacts).toEqual([{ fact: "n" }]);
  });

  it("refuses a bad moment and bad facts", () => {
    expect(() => rules.run({ n: 1 }, { now: Number.NaN })).toThrow(RangeError);
    expect(() => rules.explain({ n: 1 }, { now: 0.5 })).toThrow(RangeError);
    expect(() => rules.run(null as unknown as object as Record<string, unknown>, { now: 0 })).toThrow(TypeError);
  });

  it("agrees with each condition compiled alone, whatever the rules share", () => {
    const shared: Condition = { any: [above(1), { fact: "m", operator: "equal", value: 1 }] };
    const condition = fc.oneof(
      fc.integer({ min: 0, max: 3 }).map(above),
      fc.constant<Condition>({ condition: "shared" }),
      fc.constant<Condition>({ not: { condition: "shared" } }),
      fc.integer({ min: 0, max: 3 }).map((value): Condition => ({ all: [{ condition: "shared" }, above(value)] })),
    );
    const input = fc.record({ n: fc.integer({ min: 0, max: 4 }), m: fc.constantFrom(0, 1, "1") }, { requiredKeys: [] });
    const options = { conditions: { shared } };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(condition, fc.integer({ min: 1, max: 3 })), { maxLength: 8 }),
        input,
        (made, facts) => {
          const defined = made.map(([conditions, priority], i) => rule(`r${i}`, conditions, priority));
          const compiled = compileRules(defined, options);
          const alone = defined.filter(({ conditions }) =>
            compileCondition(conditions, options).test(facts, { now: 0 }),
          );
          const expected = [3, 2, 1]
            .flatMap((p) => alone.filter(({ priority }) => priority === p))
            .map(({ name }) => name);
          const { matched } = compiled.run(facts, { now: 0 });
          expect(matched.map(({ rule: name }) => name)).toEqual(expected);
          const explained = compiled.explain(facts, { now: 0 });
          expect(explained.filter(({ result }) => result === true).map(({ rule: name }) => name)).toEqual(expected);
          expect(compiled.run(facts, { now: 0, firstMatch: true }).matched).toEqual(matched.slice(0, 1));
        },
      ),
      runs,
    );
  });
});

describe("checkRules", () => {
  it.each<[string, unknown, readonly string[]]>([
    ["no list", {}, ["bad-rules "]],
    ["a rule that is no object", [1], ["bad-rule /0"]],
    ["no conditions", [{ event: { type: "x" } }], ["bad-condition /0/conditions"]],
    ["no event", [{ conditions: above(0) }], ["bad-event /0/event"]],
    [
      "an event without type",
      [{ conditions: above(0), event: { params: 1 } }],
      ["bad-event /0/event/type", "bad-event /0/event/params"],
    ],
    ["an unknown key", [{ conditions: above(0), event: { type: "x" }, condition: 1 }], ["unknown-key /0/condition"]],
    ["a priority below 1", [{ ...rule("a", above(0)), priority: -1 }], ["bad-priority /0/priority"]],
    ["an empty name", [rule("", above(0))], ["bad-name /0/name"]],
    ["a name twice", [rule("a", above(0)), rule("a", above(1))], ["duplicate-name /1/name"]],
    [
      "mistakes in several rules",
      [rule("a", { all: [] }), rule("b", { any: [] })],
      ["empty-group /0/conditions/all", "empty-group /1/conditions/any"],
    ],
  ])("refuses %s", (_, input, expected) => {
    expect(said(input)).toEqual(expected);
  });

  it("accepts no rules at all", () => {
    expect(compileRules([]).run({}, { now: 0 })).toEqual({ matched: [], events: [] });
  });

  it("throws all issues when compiling", () => {
    expect(() => compileRules([rule("a", { all: [] }), rule("a", { any: [] })])).toThrow(DefinitionError);
  });
});
