import { describe, expect, it } from "vitest";
import { compileCondition, compileRules, type Facts, type Outcome } from "./index";

const now = 0;
const beyond: Facts = { visits: 2, $bound: ["lastOrderAt", "perDay"] };

const explained = (operator: string, facts: Facts, more: object = {}): readonly [Outcome, unknown, boolean] => {
  const condition = compileCondition({ fact: "lastOrderAt", operator, ...more });
  const { result, root } = condition.explain(facts, { now });
  return [result, root.kind === "leaf" ? root.reason : undefined, condition.test(facts, { now })];
};

describe("a fact beyond its bound", () => {
  it("is neither there nor not there", () => {
    expect(explained("notExists", beyond)).toEqual(["unknown", "bound", false]);
    expect(explained("exists", beyond)).toEqual(["unknown", "bound", false]);
    expect(explained("not:exists", beyond)).toEqual(["unknown", "bound", false]);
    expect(compileCondition({ not: { fact: "lastOrderAt", operator: "exists" } }).test(beyond, { now })).toBe(false);
    expect(compileCondition({ not: { fact: "lastOrderAt", operator: "notExists" } }).test(beyond, { now })).toBe(false);
  });

  it("is told apart from one that never happened", () => {
    expect(explained("notExists", { visits: 2 })).toEqual([true, undefined, true]);
    expect(explained("notExists", { visits: 2, $bound: ["visits"] })).toEqual([true, undefined, true]);
    expect(explained("exists", { visits: 2 })).toEqual([false, "missing", false]);
  });

  it("is named as the reason by every operator, on either side and inside it", () => {
    expect(explained("olderThan", beyond, { value: "7d" })).toEqual(["unknown", "bound", false]);
    expect(explained("olderThan", {}, { value: "7d" })).toEqual(["unknown", "missing", false]);
    const compared = compileCondition({ fact: "visits", operator: "lessThan", value: { fact: "lastOrderAt" } });
    expect(compared.explain(beyond, { now }).root).toMatchObject({ result: "unknown", reason: "bound" });
    const inside = compileCondition({ fact: "perDay", path: '$["2026-01-01"]', operator: "notExists" });
    expect(inside.explain(beyond, { now }).root).toMatchObject({ result: "unknown", reason: "bound" });
    expect(inside.test({ perDay: {} }, { now })).toBe(true);
  });

  it("is believed where it has a value all the same, and where the list is none", () => {
    expect(explained("notExists", { ...beyond, lastOrderAt: 5 })).toEqual([false, "false", false]);
    for (const $bound of [null, "lastOrderAt", { lastOrderAt: true }, 7]) {
      expect(explained("notExists", { $bound })).toEqual([true, undefined, true]);
    }
  });

  it("is nothing the host must have at hand", () => {
    const never = { fact: "lastOrderAt", operator: "notExists" };
    expect(compileCondition(never).requiredFacts).toEqual([{ fact: "lastOrderAt" }]);
    const rules = compileRules([{ name: "never", conditions: never, event: { type: "tag" } }]);
    expect(rules.requiredFacts).toEqual([{ fact: "lastOrderAt" }]);
    expect([rules.run(beyond, { now }).matched, rules.run({}, { now }).matched.length]).toEqual([[], 1]);
  });
});
