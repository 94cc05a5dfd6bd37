import { describe, expect, it } from "vitest";
import {
  checkCondition,
  compileCondition,
  compileRules,
  type HostOperator,
  type HostOperators,
  type Outcome,
} from "./index";

const modulo: HostOperator = {
  operand: "number",
  reads: ["number"],
  compare: (actual, expected) => (actual as number) % (expected as number) === 0,
};
const ask = (operators: HostOperators, operator: string, value: unknown, f: unknown): Outcome =>
  compileCondition({ fact: "f", operator, value: value as number }, { operators }).explain({ f }, { now: 7 }).result;

describe("operators of the host", () => {
  it("are asked like built-in ones, decorated too", () => {
    expect(ask({ divisibleBy: modulo }, "divisibleBy", 3, 9)).toBe(true);
    expect(ask({ divisibleBy: modulo }, "not:divisibleBy", 3, 9)).toBe(false);
    expect(ask({ divisibleBy: modulo }, "someFact:divisibleBy", 3, [1, 9])).toBe(true);
    const rule = { conditions: { fact: "f", operator: "divisibleBy", value: 3 }, event: { type: "x" } };
    expect(compileRules([rule], { operators: { divisibleBy: modulo } }).run({ f: 3 }, { now: 0 }).matched).toHaveLength(
      1,
    );
  });

  it("are never asked about a type they did not declare", () => {
    for (const f of ["9", null, Number.NaN, [9], undefined])
      expect(ask({ divisibleBy: modulo }, "divisibleBy", 3, f)).toBe("unknown");
    const wrong = { fact: "f", operator: "divisibleBy", value: "3" };
    expect(checkCondition(wrong, { operators: { divisibleBy: modulo } }).ok).toBe(false);
  });

  it("get the moment and their operand prepared, and lists as lists", () => {
    const seen: unknown[] = [];
    const spy = (operand: HostOperator["operand"]): HostOperators => ({
      spy: { operand, compare: (...given) => Boolean(seen.push(given)) },
    });
    const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    ask(spy("window"), "spy", "1s", 1);
    ask(spy("instant"), "spy", "1970-01-01T00:00:01Z", 1);
    ask(spy("list"), "spy", nine, 1);
    ask(spy("none"), "spy", true, 1);
    expect(seen).toEqual([
      [1, 1_000, 7],
      [1, 1_000, 7],
      [1, nine, 7],
      [1, undefined, 7],
    ]);
  });

  it("may have no answer, and must not have any but true, false and undefined", () => {
    const says = (answer: unknown): HostOperators => ({ says: { operand: "none", compare: () => answer as boolean } });
    expect(ask(says(undefined), "says", true, 1)).toBe("unknown");
    expect(() => ask(says(1), "says", true, 1)).toThrow(TypeError);
  });

  it("are named in hints", () => {
    const checked = checkCondition(
      { fact: "f", operator: "divisibleby", value: 3 },
      { operators: { divisibleBy: modulo } },
    );
    expect(checked.ok ? "" : checked.error[0]?.hint).toBe("divisibleBy");
  });

  it.each<[string, HostOperators]>([
    ["a built-in name", { equal: modulo }],
    ["a decorator's name", { not: modulo }],
    ["a name with a colon", { "a:b": modulo }],
    ["an empty name", { "": modulo }],
    ["an unknown operand", { x: { ...modulo, operand: "regex" as "text" } }],
    ["an operand that is a condition", { x: { ...modulo, operand: "element" as "text" } }],
    ["an unknown type", { x: { ...modulo, reads: ["text" as "string"] } }],
    ["no types", { x: { ...modulo, reads: [] } }],
    ["no function", { x: { ...modulo, compare: true as unknown as HostOperator["compare"] } }],
  ])("are refused with %s", (_, operators) => {
    expect(() => checkCondition({ fact: "f", operator: "equal", value: 1 }, { operators })).toThrow(/operator/);
  });
});
