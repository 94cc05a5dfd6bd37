import { DAY_MS } from "@tributary/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Condition,
  checkCondition,
  compileCondition,
  type FactSchema,
  type LeafExplanation,
  type Outcome,
  type WindowMeasure,
} from "./index";

const runs = { numRuns: Number(process.env.TRIBUTARY_RUNS ?? 300) };
const now = 100 * DAY_MS;

const over = (measure: WindowMeasure["measure"], property?: string): WindowMeasure => ({
  measure,
  within: "7d",
  at: "at",
  ...(property !== undefined && { property }),
});
const leaf = (window: WindowMeasure, operator: string, value: number): Condition => ({
  fact: "visits",
  window,
  operator,
  value,
});
const ask = (condition: Condition, visits: unknown): { result: Outcome; reason: LeafExplanation["reason"] } => {
  const compiled = compileCondition(condition);
  const { result, root } = compiled.explain({ visits }, { now });
  expect(compiled.test({ visits }, { now })).toBe(result === true);
  return { result, reason: (root as LeafExplanation).reason };
};

describe("a window over events", () => {
  it("is open at its far end, closed at now, and leaves the future out", () => {
    const visits = [now - 7 * DAY_MS, now - 7 * DAY_MS + 1, now, now + 1].map((at) => ({ at }));
    expect(ask(leaf(over("count"), "equal", 2), visits).result).toBe(true);
  });

  it.each<[WindowMeasure, number]>([
    [over("count"), 3],
    [over("sum", "spent"), 8],
    [over("min", "spent"), 2],
    [over("max", "$.spent"), 4],
    [over("distinct", "spent"), 2],
  ])("measures %j", (window, expected) => {
    const visits = [2, 2, 4].map((spent, i) => ({ at: now - i, spent }));
    expect(ask(leaf(window, "equal", expected), [...visits, { at: 0, spent: 99 }]).result).toBe(true);
  });

  it("agrees with filtering and measuring by hand", () => {
    const event = fc.record({
      at: fc.integer({ min: now - 8 * DAY_MS, max: now + DAY_MS }),
      spent: fc.integer({ min: -3, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 8 }), fc.integer({ min: -5, max: 8 }), (visits, value) => {
        const inside = visits.filter(({ at }) => at <= now && at > now - 7 * DAY_MS).map(({ spent }) => spent);
        const sum = inside.reduce((a, b) => a + b, 0);
        expect(ask(leaf(over("count"), "greaterThan", value), visits).result).toBe(inside.length > value);
        expect(ask(leaf(over("sum", "spent"), "lessThan", value), visits).result).toBe(sum < value);
        expect(ask(leaf(over("distinct", "spent"), "equal", value), visits).result).toBe(
          new Set(inside).size === value,
        );
        const greatest = inside.length === 0 ? "unknown" : Math.max(...inside) >= value;
        expect(ask(leaf(over("max", "spent"), "greaterThanInclusive", value), visits).result).toBe(greatest);
      }),
      runs,
    );
  });

  it.each<[string, unknown, WindowMeasure, "missing" | "type"]>([
    ["no list", undefined, over("count"), "missing"],
    ["what is no list", 5, over("count"), "type"],
    ["an event without an instant", [{ at: now }, {}], over("count"), "type"],
    ["an event with a text for one", [{ at: "2026-01-01" }], over("count"), "type"],
    ["a text to add", [{ at: now, spent: "1" }], over("sum", "spent"), "type"],
    ["nothing to count apart", [{ at: now }], over("distinct", "spent"), "type"],
    ["the least of nothing", [], over("min", "spent"), "missing"],
  ])("is not known of %s", (_, visits, window, reason) => {
    expect(ask(leaf(window, "lessThan", 5), visits)).toEqual({ result: "unknown", reason });
    expect(ask({ not: leaf(window, "lessThan", 5) }, visits).result).toBe("unknown");
  });

  it("is measured once a call however many leaves ask for it", () => {
    let reads = 0;
    const visits = [
      {
        get at() {
          reads++;
          return now;
        },
      },
    ];
    const three = { all: [1, 2, 3].map((value) => leaf(over("count"), "lessThanInclusive", value)) };
    const compiled = compileCondition(three);
    expect(compiled.test({ visits }, { now })).toBe(true);
    expect(reads).toBe(1);
    expect(compiled.requiredFacts).toEqual([{ fact: "visits" }]);
  });

  it("can be compared with another window", () => {
    const rising: Condition = {
      fact: "visits",
      window: { measure: "count", within: "1d", at: "at" },
      operator: "greaterThan",
      value: { fact: "visits", window: { measure: "count", within: "7d", at: "when" } },
    };
    expect(compileCondition(rising).test({ visits: [{ at: now, when: 0 }] }, { now })).toBe(true);
  });

  const schema: FactSchema = {
    visits: {
      type: "list",
      of: { type: "object", fields: { at: { type: "date" }, city: { type: "string" }, spent: { type: "number" } } },
    },
    city: { type: "string" },
  };
  const window = over("sum", "spent");
  it.each<[unknown, readonly string[]]>([
    [leaf(window, "greaterThan", 3), []],
    [leaf(over("distinct", "city"), "greaterThan", 3), []],
    [{ ...leaf(window, "equal", 3), value: "3" }, ["wrong-type /value"]],
    [{ ...leaf(window, "exists", 3), value: true }, ["bad-window /operator"]],
    [{ ...leaf(window, "equal", 3), fact: "city" }, ["wrong-type /window"]],
    [{ ...leaf(window, "equal", 3), window: 7 }, ["bad-window /window"]],
    [leaf({ ...window, measure: "mean" as "sum" }, "equal", 3), ["bad-window /window/measure"]],
    [leaf({ ...window, within: "1 month" }, "equal", 3), ["bad-duration /window/within"]],
    [leaf({ ...window, at: "city" }, "equal", 3), ["wrong-type /window/at"]],
    [leaf({ ...window, at: "att" }, "equal", 3), ["unknown-path /window/at"]],
    [leaf(over("sum"), "equal", 3), ["bad-path /window/property"]],
    [leaf(over("sum", "city"), "equal", 3), ["wrong-type /window/property"]],
    [leaf(over("count", "spent"), "equal", 3), ["bad-window /window/property"]],
    [leaf({ ...window, widthin: "7d" } as WindowMeasure, "equal", 3), ["unknown-key /window/widthin"]],
  ])("checks %j", (input, expected) => {
    const checked = checkCondition(input, { schema });
    expect(checked.ok ? [] : checked.error.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(expected);
  });
});
