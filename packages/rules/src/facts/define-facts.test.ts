import { DefinitionError, type Json, type JsonObject } from "@tributary/core";
import { describe, expect, expectTypeOf, it } from "vitest";
import { compileCondition } from "../condition/index";
import { checkFacts, defineFacts } from "./define-facts";
import { readFact, readFacts } from "./read-facts";

const refusals = (input: unknown): string[] => {
  const result = checkFacts(input);
  return result.ok
    ? []
    : result.error.map(({ code, pointer, hint }) => [code, pointer, hint].filter(Boolean).join(" "));
};
const count = (more: object = {}): object => ({ kind: "count", events: "storeVisited", ...more });

describe("checkFacts", () => {
  it.each<[string, unknown, string[]]>([
    ["what is no object", [], ["bad-value"]],
    ["a definition that is none", { a: 5 }, ["bad-value /a"]],
    ["a fact without a name", { "": count() }, ["bad-name /"]],
    ["a name that is taken by what cannot be read", { $bound: count() }, ["reserved-name /$bound"]],
    ["an unknown kind", { a: { kind: "coutn" } }, ["unknown-kind /a/kind count"]],
    ["a key of another kind", { a: count({ property: "x" }) }, ["unknown-key /a/property"]],
    ["a misspelt key", { a: count({ wihtin: "1d" }) }, ["unknown-key /a/wihtin within"]],
    ["no events", { a: { kind: "count" } }, ["bad-value /a/events"]],
    ["an empty list of events", { a: count({ events: [] }) }, ["bad-value /a/events"]],
    ["a month", { a: count({ within: "1month" }) }, ["bad-value /a/within"]],
    ["a bound above the most", { a: count({ keep: 1_025 }) }, ["bad-value /a/keep"]],
    ["a bound of nothing", { a: count({ keep: 0 }) }, ["bad-value /a/keep"]],
    [
      "a path into a prototype",
      { a: { kind: "sum", events: "x", property: "a.constructor" } },
      ["bad-value /a/property"],
    ],
    ["an empty path segment", { a: count({ where: { "a..b": 1 } }) }, ["bad-path /a/where/a..b"]],
    [
      "an unknown comparison",
      { a: count({ where: { x: { gtt: 1 } } }) },
      ["unknown-key /a/where/x/gtt gt", "bad-value /a/where/x"],
    ],
    ["a comparison of nothing", { a: count({ where: { x: {} } }) }, ["bad-value /a/where/x"]],
    ["an order of texts", { a: count({ where: { x: { gt: "1" } } }) }, ["bad-value /a/where/x/gt"]],
    ["a list as a value", { a: count({ where: { x: [1] } }) }, ["bad-value /a/where/x"]],
    [
      "more last than kept",
      { a: { kind: "top", events: "x", property: "p", last: 9, keep: 8 } },
      ["above-bound /a/last"],
    ],
    [
      "more last than kept by default",
      { a: { kind: "sum", events: "x", property: "p", last: 65 } },
      ["above-bound /a/last"],
    ],
    [
      "a preference that fades without a window, or in too long a one, or in too many steps, or steps without fading",
      {
        a: { kind: "top", events: "x", property: "p", halfLife: "1d" },
        b: { kind: "top", events: "x", property: "p", halfLife: "1d", within: "40d" },
        c: { kind: "top", events: "x", property: "p", halfLife: "1d", within: "39d", step: "30m" },
        d: { kind: "top", events: "x", property: "p", within: "39d", step: "1h" },
      },
      ["bad-value /a/within", "above-bound /b/within", "too-many-steps /c/step", "unknown-key /d/step"],
    ],
    ["an edge that reads nothing", { a: { kind: "last", events: "x" } }, ["bad-value /a/property"]],
    [
      "an edge that reads two things",
      { a: { kind: "last", events: "x", property: "p", read: "at" } },
      ["unknown-key /a/property"],
    ],
    ["a distinct of nothing", { a: { kind: "distinct", events: "x" } }, ["bad-value /a/property"]],
    [
      "a distinct of two things",
      { a: { kind: "distinct", events: "x", property: "p", by: "day" } },
      ["unknown-key /a/property"],
    ],
    [
      "a calendar for values",
      { a: { kind: "distinct", events: "x", property: "p", zone: "Asia/Shanghai" } },
      ["unknown-key /a/zone"],
    ],
    ["a sequence of one", { a: { kind: "sequence", steps: [{ events: "x" }] } }, ["bad-value /a/steps"]],
    [
      "a sequence longer than what is kept",
      { a: { kind: "sequence", steps: [{ events: "x" }, { events: "y" }, { events: "x" }], keep: 2 } },
      ["above-bound /a/steps"],
    ],
    [
      "every mistake in the steps of a sequence",
      {
        a: {
          kind: "sequence",
          steps: [
            { events: "x", keep: 3 },
            { events: "y", where: { p: { gtt: 1 } } },
          ],
          within: "1",
        },
      },
      [
        "bad-value /a/within",
        "unknown-key /a/steps/0/keep",
        "unknown-key /a/steps/1/where/p/gtt gt",
        "bad-value /a/steps/1/where/p",
      ],
    ],
    ["a dwell on nothing", { a: { kind: "dwell", events: "x", property: "p", equals: null } }, ["bad-value /a/equals"]],
    ["a fading without an end", { a: { kind: "decayed", events: "x", halfLife: "7d" } }, ["bad-value /a/within"]],
    [
      "a fading in too many steps",
      { a: { kind: "decayed", events: "x", halfLife: "7d", within: "1001h", step: "1h" } },
      ["too-many-steps /a/step"],
    ],
    ["bounds of a formula", { a: { kind: "formula", formula: 1, keep: 3 } }, ["unknown-key /a/keep"]],
    ["a filter on a trait", { a: { kind: "trait", property: "p", where: {} } }, ["unknown-key /a/where"]],
    ["a zone that is none", { a: { kind: "daily", events: "x", zone: "Asia/Shangai" } }, ["bad-value /a/zone"]],
    ["a label in one language", { a: count({ label: { en: "Visits" } }) }, ["bad-value /a/label/zh"]],
    [
      "a name that a top fact takes",
      { fav: { kind: "top", events: "x", property: "p" }, favShare: count() },
      ["duplicate-name /favShare"],
    ],
    [
      "every mistake at once",
      { a: count({ keep: 0 }), b: count({ within: "x" }) },
      ["bad-value /a/keep", "bad-value /b/within"],
    ],
    ["a hostile name", JSON.parse('{"__proto__":{"kind":"count","events":"x"}}'), ["hostile-key /__proto__"]],
  ])("refuses %s", (_, input, expected) => {
    expect(refusals(input)).toEqual(expected);
  });

  it("refuses a bomb quickly", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = { a: deep };
    const wide = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`f${i}`, count()]));
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    expect([deep, wide, cyclic].map((bomb) => checkFacts(bomb).ok)).toEqual([false, false, false]);
  });

  it("refuses a calendar that is none", () => {
    expect(checkFacts({}, { zone: "Mars/Olympus" }).ok).toBe(false);
  });
});

describe("defineFacts", () => {
  it("throws what checkFacts refuses", () => {
    expect(() => defineFacts({ a: { kind: "count", events: [] } })).toThrow(DefinitionError);
  });

  it("keeps the names, and adds those of a top fact", () => {
    const set = defineFacts({ a: { kind: "count", events: "x" }, b: { kind: "top", events: "x", property: "p" } });
    expect(Object.keys(set.schema)).toEqual(["a", "b", "bCount", "bShare"]);
  });

  it("infers the names and the values that are read", () => {
    const source = { events: "x", property: "p" } as const;
    const facts = defineFacts({
      visits: { kind: "count", events: "x" },
      lastAt: { kind: "last", events: "x", read: "at" },
      tier: { kind: "trait", property: "tier", type: "string" },
      note: { kind: "last", ...source },
      favourite: { kind: "top", ...source, type: "string" },
      perDay: { kind: "daily", events: "x" },
      bought: { kind: "sequence", steps: [{ events: "x" }, { events: "y" }] },
      quotedSince: { kind: "dwell", ...source },
      perVisit: { kind: "formula", formula: { divide: [1, "visits"] } },
    });
    const read = readFacts(facts, undefined, { now: 0 });
    expectTypeOf(read.visits).toEqualTypeOf<number | undefined>();
    expectTypeOf(read.lastAt).toEqualTypeOf<number | undefined>();
    expectTypeOf(read.tier).toEqualTypeOf<string | undefined>();
    expectTypeOf(read.note).toEqualTypeOf<Json | undefined>();
    expectTypeOf(read.favourite).toEqualTypeOf<string | undefined>();
    expectTypeOf(read.favouriteShare).toEqualTypeOf<number | undefined>();
    expectTypeOf(read.perDay).toEqualTypeOf<JsonObject | undefined>();
    expectTypeOf(read.bought).toEqualTypeOf<boolean | undefined>();
    expectTypeOf(read.quotedSince).toEqualTypeOf<number | undefined>();
    expectTypeOf(read.perVisit).toEqualTypeOf<number | undefined>();
    // @ts-expect-error no fact has this name
    expect(() => readFact(facts, undefined, "vists", { now: 0 })).toThrow('is it "visits"?');
    // @ts-expect-error nor is one read under it
    expect(read.vists).toBeUndefined();
  });

  it("names the layout only: labels, windows and the order of definitions keep the version", () => {
    const version = (within: "1d" | "9d", more: object = {}): string =>
      defineFacts({ a: { kind: "count", events: ["x", "y"], within, ...more } }).version;
    expect(version("9d", { label: { zh: "访", en: "Visits" } })).toBe(version("1d"));
    expect(version("1d", { events: ["y", "x", "y"] })).toBe(version("1d"));
    const [a, b] = [
      { kind: "count", events: "x" },
      { kind: "count", events: "y" },
    ] as const;
    expect(defineFacts({ b, a }).version).toBe(defineFacts({ a, b }).version);
    for (const change of [{ keep: 65 }, { where: { p: 1 } }, { events: "x" }]) {
      expect(version("1d", change)).not.toBe(version("1d"));
    }
  });

  it("shares one track between facts of the same events and filter", () => {
    const where = { series: "星愿" };
    const { plan } = defineFacts({
      a: { kind: "count", events: "x", where, within: "1d", keep: 5 },
      b: { kind: "sum", events: ["x"], where, property: "amount", keep: 9 },
      c: { kind: "daily", events: "x", where },
      d: { kind: "count", events: "x" },
    });
    expect(plan.tracks.map(({ layout }) => [layout.keep, layout.totals])).toEqual([
      [64, ["amount"]],
      [64, []],
    ]);
  });

  it("says the most that a top or distinct fact can read, in a window or not", () => {
    const read = { events: "x", property: "p" } as const;
    const { schema } = defineFacts({
      top: { kind: "top", ...read, keep: 4 },
      top1d: { kind: "top", ...read, within: "1d", keep: 5 },
      topLast: { kind: "top", ...read, last: 3, keep: 6 },
      distinct: { kind: "distinct", ...read, keep: 4 },
      distinct1d: { kind: "distinct", ...read, within: "1d", keep: 5 },
      distinctLast: { kind: "distinct", ...read, last: 3 },
    });
    const most = (name: string): unknown => schema[name as keyof typeof schema]?.most;
    expect(["top", "top1d", "topLast"].map((name) => most(`${name}Count`))).toEqual([4, 5, 3]);
    expect(["top", "top1d", "topLast"].map((name) => most(`${name}Share`))).toEqual([1, 1, 1]);
    expect(["distinct", "distinct1d", "distinctLast"].map(most)).toEqual([4, 5, 3]);
    const above = (fact: string, value: number) => () =>
      compileCondition({ fact, operator: "greaterThanInclusive", value }, { schema });
    expect(above("topCount", 4)).not.toThrow();
    for (const refused of [
      above("topCount", 5),
      above("top1dCount", 6),
      above("distinct1d", 6),
      above("topShare", 1.1),
    ])
      expect(refused).toThrow(DefinitionError);
  });

  it("bounds a count by its own keep, whatever shares its track", () => {
    const count = { kind: "count", events: "x", within: "1d", keep: 4 } as const;
    const alone = defineFacts({ count }).schema.count;
    expect(alone).toEqual({ type: "number", max: 4 });
    for (const keep of [1, 64, 1_024])
      expect(defineFacts({ count, other: { kind: "count", events: "x", keep } }).schema.count).toEqual(alone);
  });

  it("says where a count saturates, so that a threshold it cannot decide is refused", () => {
    const { schema } = defineFacts({ visits: { kind: "count", events: "storeVisited", within: "30d", keep: 8 } });
    const atLeast = (value: number) => () =>
      compileCondition({ fact: "visits", operator: "greaterThanInclusive", value }, { schema });
    expect(atLeast(8)).not.toThrow();
    expect(atLeast(9)).toThrow(DefinitionError);
  });
});
