import { DAY_MS } from "@tributary/core";
import { describe, expect, it } from "vitest";
import { compileCondition, type LeafCondition } from "./index";

const now = 100 * DAY_MS;
const T = true;
const F = false;
const U = "unknown";

const ask = (actual: unknown, operator: string, value?: unknown): unknown => {
  const leaf = { fact: "f", operator, ...(value !== undefined && { value }) } as LeafCondition;
  const facts = actual === undefined ? {} : { f: actual };
  const condition = compileCondition(leaf);
  const explained = condition.explain(facts, { now }).result;
  expect(condition.test(facts, { now })).toBe(explained === true);
  expect(compileCondition({ not: leaf }).test(facts, { now })).toBe(explained === false);
  return explained;
};

const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

describe("operators", () => {
  it.each<[unknown, string, unknown, unknown]>([
    [1, "equal", 1, T],
    ["1", "equal", 1, F],
    [null, "equal", null, T],
    [Number.NaN, "equal", 1, F],
    [undefined, "equal", 1, U],
    [1, "notEqual", 1, F],
    [2, "notEqual", 1, T],
    [null, "notEqual", 1, T],
    [undefined, "notEqual", 1, U],
    [2, "in", [1, 2], T],
    [3, "in", [1, 2], F],
    [9, "in", nine, T],
    [10, "in", nine, F],
    ["9", "in", nine, F],
    [undefined, "in", nine, U],
    [1, "in", [], F],
    [1, "notIn", [], T],
    [3, "notIn", [1, 2], T],
    [9, "notIn", nine, F],
    [undefined, "notIn", [1], U],
    [undefined, "notIn", nine, U],
    [["a"], "contains", "a", T],
    [["a"], "contains", "b", F],
    ["abc", "contains", "a", U],
    [["a"], "doesNotContain", "b", T],
    ["abc", "doesNotContain", "b", U],
    [1, "lessThan", 2, T],
    [2, "lessThan", 2, F],
    ["1", "lessThan", 2, U],
    [null, "lessThan", 2, U],
    [Number.NaN, "lessThan", 2, U],
    [2, "lessThanInclusive", 2, T],
    [3, "lessThanInclusive", 2, F],
    [Number.NaN, "lessThanInclusive", 2, U],
    [3, "greaterThan", 2, T],
    [2, "greaterThan", 2, F],
    ["3", "greaterThan", 2, U],
    [Number.NaN, "greaterThan", 2, U],
    [2, "greaterThanInclusive", 2, T],
    [1, "greaterThanInclusive", 2, F],
    [true, "greaterThanInclusive", 0, U],
    [Number.NaN, "greaterThanInclusive", 2, U],
    [1, "between", [1, 3], T],
    [3, "between", [1, 3], T],
    [0.999, "between", [1, 3], F],
    [3.001, "between", [1, 3], F],
    ["2", "between", [1, 3], U],
    ["abc", "startsWith", "ab", T],
    ["abc", "startsWith", "b", F],
    [["ab"], "startsWith", "a", U],
    ["abc", "endsWith", "bc", T],
    ["abc", "endsWith", "b", F],
    ["abc", "containsText", "b", T],
    ["ABC", "containsText", "b", F],
    [5, "containsText", "5", U],
    [now - 1, "before", now, T],
    [now, "before", now, F],
    [now + 0.5, "before", now, U],
    [now + 1, "after", now, T],
    [now, "after", now, F],
    ["2026-01-01", "after", now, U],
    [now, "withinLast", "7d", T],
    [now - 7 * DAY_MS + 1, "withinLast", "7d", T],
    [now - 7 * DAY_MS, "withinLast", "7d", F],
    [now + 1, "withinLast", "7d", F],
    [now - 7 * DAY_MS, "olderThan", "7d", T],
    [now - 7 * DAY_MS + 1, "olderThan", "7d", F],
    [now + 1, "olderThan", "7d", F],
    [1e17, "olderThan", "7d", U],
    [null, "olderThan", "7d", U],
    [0, "exists", undefined, T],
    [null, "exists", true, T],
    [undefined, "exists", undefined, F],
    [0, "notExists", undefined, F],
    [undefined, "notExists", true, T],
  ])("%j %s %j is %j", (actual, operator, value, expected) => {
    expect(ask(actual, operator, value)).toBe(expected);
  });
});

describe("decorators", () => {
  it.each<[unknown, string, unknown, unknown]>([
    [[1, 5], "someFact:greaterThan", 4, T],
    [[1, 2], "someFact:greaterThan", 4, F],
    [[1, "x"], "someFact:greaterThan", 4, U],
    [["x", 5], "someFact:greaterThan", 4, T],
    [[], "someFact:greaterThan", 4, F],
    [5, "someFact:greaterThan", 4, U],
    [[5, 6], "everyFact:greaterThan", 4, T],
    [[5, 1], "everyFact:greaterThan", 4, F],
    [[5, "x"], "everyFact:greaterThan", 4, U],
    [["x", 1], "everyFact:greaterThan", 4, F],
    [[], "everyFact:greaterThan", 4, T],
    ["x", "everyFact:greaterThan", 4, U],
    [[1, undefined], "everyFact:equal", 1, U],
    [5, "someValue:greaterThan", [9, 4], T],
    [3, "someValue:greaterThan", [9, 4], F],
    [5, "someValue:greaterThan", [], F],
    [10, "everyValue:greaterThan", [9, 4], T],
    [5, "everyValue:greaterThan", [9, 4], F],
    [5, "everyValue:greaterThan", [], T],
    [now - 3 * DAY_MS, "someValue:withinLast", ["1d", "7d"], T],
    [now - 3 * DAY_MS, "everyValue:withinLast", ["1d", "7d"], F],
    [["a"], "swap:in", "a", T],
    [["owner of a car"], "swap:in", "owner of a car", T],
    ["abc", "swap:startsWith", "abcd", T],
    [3, "swap:lessThan", 2, T],
    [2, "swap:lessThan", 2, F],
    ["3", "swap:lessThan", 2, U],
    [3, "not:greaterThan", 2, F],
    ["3", "not:greaterThan", 2, U],
    [undefined, "not:greaterThan", 2, U],
    [[1, 2], "not:someFact:greaterThan", 4, T],
    [5, "not:someFact:greaterThan", 4, U],
    [[1, 5], "someFact:not:greaterThan", 4, T],
    [[5, 5], "someFact:not:greaterThan", 4, F],
    [[1, 2], "everyFact:someValue:equal", [2, 1], T],
    [[1, 3], "everyFact:someValue:equal", [2, 1], F],
    [undefined, "not:exists", undefined, T],
    [1, "not:exists", undefined, F],
    [undefined, "not:not:exists", undefined, F],
  ])("%j %s %j is %j", (actual, operator, value, expected) => {
    expect(ask(actual, operator, value)).toBe(expected);
  });
});

describe("a fact as the value", () => {
  const condition = compileCondition({
    fact: "priceMinor",
    operator: "lessThanInclusive",
    value: { fact: "budget", path: "$.maxMinor" },
  });

  it("compares two facts", () => {
    expect(condition.test({ priceMinor: 5, budget: { maxMinor: 5 } }, { now })).toBe(true);
    expect(condition.test({ priceMinor: 6, budget: { maxMinor: 5 } }, { now })).toBe(false);
  });

  it("is unknown while either is missing or of the wrong type", () => {
    for (const facts of [{ priceMinor: 5 }, { budget: { maxMinor: 5 } }, { priceMinor: 5, budget: { maxMinor: "5" } }])
      expect(condition.explain(facts, { now }).result).toBe("unknown");
  });

  it("explains both values and nothing else of the other fact", () => {
    const { root } = condition.explain({ priceMinor: 6, budget: { maxMinor: 5, secret: 1 } }, { now });
    expect(root).toEqual({
      kind: "leaf",
      result: false,
      fact: "priceMinor",
      operator: "lessThanInclusive",
      expectedFact: { fact: "budget", path: "$.maxMinor" },
      expected: 5,
      actual: 6,
      reason: "false",
    });
  });
});
