import { DAY_MS } from "@tributary/core";
import { describe, expect, it } from "vitest";
import {
  type Condition,
  checkRules,
  compileCondition,
  compileRules,
  type Rule,
  toJreResult,
  UndefinedFactError,
} from "../index";

const semantics = "json-rules-engine";
const rule = (conditions: unknown, extra: object = {}): Rule =>
  ({ name: "r", conditions, event: { type: "e" }, ...extra }) as Rule;
const adult = { fact: "age", operator: "greaterThan", value: 17 };
const missing = { fact: "nobody", operator: "equal", value: 1 };
const run = (conditions: unknown, facts = {}, options = {}): boolean =>
  compileRules([rule(conditions)], { semantics, ...options }).run(facts, { now: 10 * DAY_MS }).matched.length > 0;

describe("json-rules-engine's semantics", () => {
  it.each<[unknown, object, boolean]>([
    [{ all: [] }, {}, true],
    [{ any: [] }, {}, true],
    [{ all: [adult] }, { age: "18" }, true],
    [{ all: [{ ...adult, value: "10" }] }, { age: "9" }, true],
    [{ all: [adult] }, { age: null }, false],
    [{ all: [{ fact: "l", operator: "not:someFact:equal", value: 1 }] }, { l: 5 }, true],
    [{ all: [{ fact: "age", path: "$.x", operator: "equal", value: 5 }] }, { age: 5 }, true],
    [{ all: [{ fact: "at", operator: "withinLast", value: "2d" }] }, { at: 9 * DAY_MS }, true],
  ])("answers %j over %j with %s", (conditions, facts, expected) => expect(run(conditions, facts)).toBe(expected));

  it("throws for what is missing or unknown only once it is reached", () => {
    expect(() => run({ any: [missing] })).toThrow(UndefinedFactError);
    expect(() => run({ any: [adult, missing] }, { age: 20 })).toThrow("Undefined fact: nobody");
    expect(run({ any: [{ ...adult, priority: 2 }, missing] }, { age: 20 })).toBe(true);
    expect(run({ any: [adult, { not: missing }] }, { age: 20 }, { allowUndefinedFacts: true })).toBe(true);
    expect(() => run({ all: [{ ...adult, operator: "above" }] }, { age: 20 })).toThrow("Unknown operator: above");
    expect(() => run({ condition: "n" })).toThrow("No condition n exists");
    expect(run({ not: { condition: "n" } }, {}, { allowUndefinedConditions: true })).toBe(true);
    try {
      run({ all: [missing] });
    } catch (error) {
      expect(error).toMatchObject({ code: "UNDEFINED_FACT" });
    }
  });

  it("refuses when it is loaded what json-rules-engine refuses, in its words and all at once", () => {
    const checked = checkRules(
      [
        rule({ fact: "a" }),
        rule({ all: {} }),
        rule({ not: [] }),
        rule({ all: [{ fact: "a" }] }),
        rule({ all: [] }, { priority: -1 }),
        rule({ all: [] }, { event: {} }),
        rule({ all: [{ ...adult, path: "$..x" }] }),
        rule({ all: [{ ...adult, path: "[0]" }] }),
      ],
      { semantics },
    );
    expect(checked.ok ? [] : checked.error.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual([
      '/0/conditions "conditions" root must contain a single instance of "all", "any", "not", or "condition"',
      '/1/conditions/all "all" must be an array',
      '/2/conditions/not "not" cannot be an array',
      '/3/conditions/all/0 Condition: constructor "operator" property required',
      "/4/priority Priority must be greater than zero",
      '/5/event Rule: setEvent() requires event object with "type" property',
      "/6/conditions/all/0/path a search with .. is not supported, at position 1",
      "/7/conditions/all/0/path json-rules-engine finds nothing there; write $[0]",
    ]);
  });

  it("refuses a condition that refers to itself, which json-rules-engine would never finish", () => {
    const conditions = { a: { condition: "a" } };
    expect(() => compileRules([rule({ condition: "a" })], { semantics, conditions })).toThrow("refers to itself");
  });

  it("does not take a function for a fact", () => {
    expect(() => run({ all: [adult] }, { age: () => 20 })).toThrow(TypeError);
  });

  it("refuses options it would not look at", () => {
    const all: Condition = { all: [adult] };
    expect(() => compileCondition(all, { semantics, schema: {} })).toThrow(RangeError);
    expect(() => compileCondition(all, { allowUndefinedFacts: true })).toThrow(RangeError);
    expect(() => compileCondition(all, { semantics: "loose" as "strict" })).toThrow(RangeError);
  });

  it("explains what was skipped as such", () => {
    const { root } = compileCondition({ any: [{ ...adult, priority: 2 }, missing] } as Condition, {
      semantics,
    }).explain({ age: 20 }, { now: 0 });
    expect(root).toMatchObject({ result: true, children: [{ result: true }, { result: "unknown", skipped: true }] });
  });

  it("lists what it reads", () => {
    const made = compileRules([rule({ all: [adult, { ...adult, path: "$.x", value: { fact: "limit" } }] })], {
      semantics,
    });
    expect(made.requiredFacts).toEqual([{ fact: "age" }, { fact: "age", path: "$.x" }, { fact: "limit" }]);
  });
});

describe("toJreResult", () => {
  it("gives strict rules the nearest shape, the unknown as false", () => {
    const rules = compileRules([rule({ all: [adult, { not: missing }] }), { ...rule({ all: [adult] }), name: "s" }]);
    const { results, failureResults, failureEvents } = toJreResult(rules.explain({ age: 20 }, { now: 0 }));
    expect(results.map(({ name }) => name)).toEqual(["s"]);
    expect(failureEvents).toEqual([{ type: "e" }]);
    expect(failureResults[0]?.toJSON(false)).toEqual({
      name: "r",
      priority: 1,
      result: false,
      event: { type: "e" },
      conditions: {
        priority: 1,
        all: [
          { ...adult, factResult: 20, valueResult: 17, result: true },
          { priority: 1, not: { ...missing, valueResult: 1, result: false } },
        ],
      },
    });
  });
});
