import { DAY_MS, type Event } from "@tributary/core";
import { describe, expect, it } from "vitest";
import { checkFacts, defineFacts } from "./define-facts";
import { foldAll } from "./fold-tracks";
import type { Formula } from "./formula";
import { nextChange } from "./next-change";
import { readFact, readFacts } from "./read-facts";

const event = (type: string, at: number, amount = 0): Event => ({
  id: `${type}-${at}`,
  type,
  at,
  ids: [],
  properties: { amount },
  source: "test",
});

const given = {
  spent: { kind: "sum", events: "ordered", property: "amount" },
  orders: { kind: "count", events: "ordered" },
  visits1d: { kind: "count", events: "visited", within: "1d", keep: 2 },
  firstOrderAt: { kind: "first", events: "ordered", read: "at" },
  lastOrderAt: { kind: "last", events: "ordered", read: "at" },
  city: { kind: "trait", property: "city", type: "string" },
  mood: { kind: "last", events: "met", property: "mood" },
  favourite: { kind: "top", events: "ordered", property: "amount" },
} as const;

const work = (formula: Formula, events: readonly Event[], now = 9): unknown => {
  const facts = defineFacts({ ...given, result: { kind: "formula", formula } });
  const { value, unknown } = readFact(facts, foldAll(facts, undefined, events), "result", { now });
  return unknown ?? value;
};
const refusals = (formula: unknown, more: object = {}): unknown => {
  const checked = checkFacts({ ...given, result: { kind: "formula", formula }, ...more });
  return checked.ok ? [] : checked.error.map(({ code, pointer, hint = "" }) => `${code} ${pointer} ${hint}`.trim());
};

const orders = [event("ordered", 1, 10), event("ordered", 4, 15)];

describe("a formula", () => {
  it.each<[Formula, unknown]>([
    [{ divide: ["spent", "orders"] }, 12.5],
    [{ add: ["spent", "orders", 0.5] }, 27.5],
    [{ subtract: ["orders", "spent"] }, -23],
    [{ multiply: ["orders", "orders", "orders"] }, 8],
    [{ min: ["spent", "orders", 7] }, 2],
    [{ max: ["spent", { multiply: ["orders", 20] }] }, 40],
    [{ round: [{ divide: ["orders", 3] }, 2] }, 0.67],
    [{ floor: [{ divide: ["spent", "orders"] }] }, 12],
    [{ subtract: ["lastOrderAt", "firstOrderAt"] }, 3],
    [{ add: ["lastOrderAt", DAY_MS] }, DAY_MS + 4],
    [{ multiply: [-1, 0] }, 0],
    ["favouriteCount", 1],
  ])("works out %j", (formula, expected) => expect(work(formula, orders)).toBe(expected));

  it("has no value without its operands, by zero, or beyond all numbers", () => {
    expect(work({ subtract: ["lastOrderAt", "firstOrderAt"] }, [])).toBe("never");
    expect(work({ divide: ["spent", "orders"] }, [])).toBe("zero-divisor");
    expect(work({ multiply: [1e308, "orders", 10] }, orders)).toBe("overflow");
    expect(work({ add: ["lastOrderAt", 1e300] }, orders)).toBe("overflow");
    expect(work({ add: ["lastOrderAt", 0.5] }, orders)).toBe("overflow");
  });

  it("does not know what a saturated operand leaves open", () => {
    const visits = [1, 2, 3].map((at) => event("visited", at));
    expect(work({ add: ["visits1d", 1] }, visits.slice(0, 1))).toBe(2);
    expect(work({ add: ["visits1d", 1] }, visits)).toBe("bound");
    expect(work({ add: ["visits1d", { subtract: ["lastOrderAt", "firstOrderAt"] }] }, visits)).toBe("never");
    const facts = defineFacts({ ...given, more: { kind: "formula", formula: { add: ["visits1d", 1] } } });
    expect(readFacts(facts, foldAll(facts, undefined, visits), { now: 9 }).$bound).toEqual(["more"]);
  });

  it("is of the type that its operands make", () => {
    const { schema } = defineFacts({
      ...given,
      due: { kind: "formula", formula: { add: [DAY_MS, "lastOrderAt"] } },
      later: { kind: "formula", formula: { max: ["due", "firstOrderAt"] } },
      span: { kind: "formula", formula: { subtract: ["later", "firstOrderAt"] } },
    });
    expect([schema.due.type, schema.later.type, schema.span.type]).toEqual(["date", "date", "number"]);
  });

  it.each<[string, unknown, readonly string[]]>([
    ["no formula", null, ["bad-value /result/formula"]],
    ["a text that names nothing", "", ["bad-value /result/formula"]],
    ["two operations at once", { add: [1, 2], min: [1, 2] }, ["bad-value /result/formula"]],
    ["an unknown operation", { ad: [1, 2] }, ["unknown-operation /result/formula/ad add"]],
    ["an operation of a prototype", { toString: [1, 2] }, ["unknown-operation /result/formula/toString"]],
    ["too few operands", { divide: [1] }, ["bad-value /result/formula/divide"]],
    ["decimals that are none", { round: ["spent", "orders"] }, ["bad-value /result/formula/round/1"]],
    ["an unknown fact", { add: [1, "spend"] }, ["unknown-fact /result/formula/add/1 spent"]],
    ["a fact of a prototype", { add: [1, "constructor"] }, ["unknown-fact /result/formula/add/1"]],
    ["a text as operand", { add: [1, "city"] }, ["wrong-type /result/formula/add/1"]],
    ["an operand of any type", { add: [1, "mood"] }, ["wrong-type /result/formula/add/1"]],
    ["the sum of two dates", { add: ["firstOrderAt", "lastOrderAt"] }, ["wrong-type /result/formula/add"]],
    ["a number less a date", { subtract: [1, "lastOrderAt"] }, ["wrong-type /result/formula/subtract"]],
    ["a date beside a number", { max: [1, "lastOrderAt"] }, ["wrong-type /result/formula/max"]],
    [
      "several mistakes at once",
      { add: ["a", { min: [1, "city"] }] },
      ["unknown-fact /result/formula/add/0", "wrong-type /result/formula/add/1/min/1"],
    ],
  ])("refuses %s", (_, formula, expected) => expect(refusals(formula)).toEqual(expected));

  it("refuses a circle, and says how it goes", () => {
    const more = { a: { kind: "formula", formula: "b" }, b: { kind: "formula", formula: { add: [1, "result"] } } };
    const checked = checkFacts({ ...given, result: { kind: "formula", formula: { add: [1, "a"] } }, ...more });
    expect(checked.ok ? [] : checked.error).toEqual([
      { code: "cycle", pointer: "/b/formula/add/1", message: "comes back to itself: result → a → b → result" },
    ]);
  });

  it("refuses what doubles with every step before it is worked out", () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`f${i + 1}`, { kind: "formula", formula: { add: [`f${i}`, `f${i}`] } }]),
    );
    const checked = checkFacts({ f0: { kind: "count", events: "x" }, ...doubling });
    expect(checked.ok ? [] : checked.error[0]).toMatchObject({ code: "too-large", pointer: "/f10/formula" });
  });

  it("changes when an operand does, and says so no later than after ten thousand of them", () => {
    const facts = defineFacts({
      hours: { kind: "since", events: "ordered", unit: "hours" },
      endless: { kind: "formula", formula: { min: [{ multiply: ["hours", 0] }, 0] } },
      doubled: { kind: "formula", formula: { multiply: ["hours", 2] } },
    });
    const tracks = foldAll(facts, undefined, [event("ordered", 0)]);
    const hour = 3_600_000;
    const above = (fact: string, value: number): unknown =>
      nextChange(facts, tracks, { fact, operator: "greaterThan", value }, { now: 0 });
    expect([above("doubled", 10), above("hours", 10), above("endless", 1)]).toEqual([
      6 * hour,
      11 * hour,
      10_000 * hour,
    ]);
  });
});
