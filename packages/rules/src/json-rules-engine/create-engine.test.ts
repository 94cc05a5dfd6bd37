import { DAY_MS } from "@tributary/core";
import { describe, expect, it } from "vitest";
import type { Rule } from "../condition/index";
import { createEngine } from "./index";

const rule = (condition: object): Rule =>
  ({ name: "r", conditions: { all: [condition] }, event: { type: "e" } }) as Rule;
const now = (): number => 10 * DAY_MS;

describe("createEngine", () => {
  it("knows our operators and the host's, and asks for facts when it needs them", async () => {
    const engine = createEngine(
      [
        rule({ fact: "at", operator: "withinLast", value: "2d" }),
        rule({ fact: "at", operator: "not:olderThan", value: "1d" }),
        rule({ fact: "at", operator: "evenDay", value: true }),
        rule({ fact: "gone", operator: "exists", value: true }),
      ],
      {
        now,
        allowUndefinedFacts: true,
        operators: { evenDay: { operand: "none", compare: (at) => (at as number) % (2 * DAY_MS) === 0 } },
      },
    );
    engine.addFact("at", async () => 9 * DAY_MS);
    const { results, failureResults } = await engine.run();
    expect([results.length, failureResults.length]).toEqual([1, 3]);
  });

  it("never lets a rule with a path that could run code reach the engine", () => {
    for (const path of ["$..x", "$[?(@.x)]", "$[(1)]", "$.constructor"])
      expect(() => createEngine([rule({ fact: "f", operator: "equal", value: 1, path })], { now })).toThrow("/path");
  });

  it("leaves the rules it was given as they were", async () => {
    const rules = [rule({ fact: "f", operator: "equal", value: 1, priority: "3" })];
    const before = JSON.stringify(rules);
    await createEngine(rules, { now }).run({ f: 1 });
    expect(JSON.stringify(rules)).toBe(before);
  });
});
