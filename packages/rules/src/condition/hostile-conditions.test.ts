import { describe, expect, it } from "vitest";
import {
  CONDITION_LIMITS,
  type Condition,
  type ConditionOptions,
  checkCondition,
  checkRules,
  compileCondition,
  compileRules,
} from "./index";

const leaf: Condition = { fact: "n", operator: "equal", value: 1 };
const nested = (depth: number): Condition => {
  let condition: Condition = leaf;
  for (let i = 1; i < depth; i++) condition = { not: condition };
  return condition;
};
const codes = (checked: ReturnType<typeof checkCondition> | ReturnType<typeof checkRules>): readonly string[] =>
  checked.ok ? [] : [...new Set(checked.error.map(({ code }) => code))];

/** What a condition is refused for; how long that takes is measured by `npm run bench bad-definitions`. */
const refusedFor = (input: unknown, options: ConditionOptions = {}): readonly string[] =>
  codes(checkCondition(input, options));

describe("a hostile condition", () => {
  it("is refused by its depth, the deepest allowed one is not", () => {
    expect(codes(checkCondition(nested(CONDITION_LIMITS.maxDepth)))).toEqual([]);
    expect(compileCondition(nested(CONDITION_LIMITS.maxDepth)).test({ n: 2 }, { now: 0 })).toBe(true);
    expect(codes(checkCondition(nested(CONDITION_LIMITS.maxDepth + 1)))).toEqual(["too-deep"]);
    expect(refusedFor(nested(2_000))).toEqual(["too-deep"]);
    expect(refusedFor(nested(100_000))).toEqual(["too-deep"]);
  });

  it("of 100,000 levels in a text is refused once parsed", () => {
    const text = `${'{"not":'.repeat(100_000)}${JSON.stringify(leaf)}${"}".repeat(100_000)}`;
    expect(refusedFor(JSON.parse(text))).toEqual(["too-deep"]);
    const lists = JSON.parse(`{"all":${"[".repeat(100_000)}${"]".repeat(100_000)}}`);
    expect(refusedFor(lists)).toEqual(["too-deep"]);
  });

  it("that contains itself is refused", () => {
    const all: Condition[] = [leaf];
    all.push({ all });
    expect(refusedFor({ all })).toEqual(expect.arrayContaining(["too-deep"]));
    const not: { not?: unknown } = {};
    not.not = not;
    expect(refusedFor(not)).toEqual(["too-deep"]);
  });

  it("of a million siblings is refused", () => {
    expect(refusedFor({ all: new Array(1_000_000).fill(leaf) })).toEqual(["too-large"]);
    expect(refusedFor({ fact: "n", operator: "in", value: new Array(1_000_000).fill(1) })).toEqual(["too-large"]);
  });

  it("of more nodes or list elements than allowed is refused", () => {
    expect(refusedFor({ all: new Array(CONDITION_LIMITS.maxNodes).fill(leaf) })).toEqual(["too-large"]);
    const wide: Condition = { any: new Array(4_000).fill(leaf) };
    expect(refusedFor({ all: [wide, wide, wide] })).toEqual(["too-large"]);
    expect(refusedFor({ all: new Array(90_000).fill({ ...leaf, value: 2 }) })).toEqual(["too-large"]);
    expect(codes(checkCondition({ all: new Array(CONDITION_LIMITS.maxNodes - 1).fill(leaf) }))).toEqual([]);
    const list = new Array(CONDITION_LIMITS.maxListLength).fill(1);
    expect(refusedFor({ fact: "n", operator: "in", value: list })).toEqual([]);
    expect(refusedFor({ fact: "n", operator: "notIn", value: [...list, 1] })).toEqual(["too-long"]);
  });

  it("of long texts is refused", () => {
    expect(refusedFor({ fact: "n", operator: "equal", value: "x".repeat(1_025) })).toEqual(["too-long"]);
    expect(refusedFor({ fact: "n".repeat(257), operator: "equal", value: 1 })).toEqual(["bad-fact"]);
    expect(refusedFor({ fact: "n", operator: "x:".repeat(500), value: 1 })).toEqual(["unknown-operator"]);
  });

  it("with 10,000 mistakes is refused with the first hundred", () => {
    const bad = { fact: "visit", operator: "equals", value: 1 };
    const schema = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`visits${i}`, { type: "number" as const }]),
    );
    const input = { all: new Array(9_000).fill(bad) };
    expect(refusedFor(input, { schema })).toEqual(["unknown-fact", "unknown-operator"]);
    const checked = checkCondition(input, { schema });
    expect(checked.ok ? 0 : checked.error.length).toBe(CONDITION_LIMITS.maxIssues);
  });

  it("that doubles through references is refused, not expanded", () => {
    const conditions: Record<string, Condition> = { c0: leaf };
    for (let i = 1; i < 40; i++)
      conditions[`c${i}`] = { all: [{ condition: `c${i - 1}` }, { condition: `c${i - 1}` }] };
    expect(refusedFor({ condition: "c39" }, { conditions })).toEqual(["too-large"]);
    expect(refusedFor({ condition: "c5" }, { conditions })).toEqual(["too-large"]);
  });

  it("whose references form a long chain or a cycle is refused without a stack overflow", () => {
    const chain: Record<string, Condition> = {};
    for (let i = 0; i < 9_000; i++) chain[`c${i}`] = { condition: `c${i + 1}` };
    chain.c9000 = leaf;
    expect(codes(checkCondition({ condition: "c0" }, { conditions: chain }))).toEqual(["too-deep"]);
    chain.c9000 = { condition: "c0" };
    expect(codes(checkCondition({ condition: "c0" }, { conditions: chain }))).toContain("cycle");
    expect(refusedFor({ condition: "a" }, { conditions: { a: { condition: "a" } } })).toEqual(["cycle"]);
    expect(
      refusedFor(
        { condition: "a" },
        { conditions: { a: { not: { condition: "b" } }, b: { any: [leaf, { condition: "a" }] } } },
      ),
    ).toEqual(["cycle"]);
  });

  it("with hostile keys or instances of a class is refused where they stand", () => {
    const checked = checkCondition(
      JSON.parse('{"all":[{"fact":"n","operator":"equal","value":1,"__proto__":{"x":1}}]}'),
    );
    expect(checked.ok ? [] : checked.error.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "hostile-key /all/0/__proto__",
    ]);
    expect(refusedFor({ all: [leaf, new Date(0)] })).toEqual(["not-json"]);
    expect(refusedFor({ all: [leaf, () => leaf] })).toEqual(["not-json"]);
    expect(refusedFor(Object.create(leaf))).toEqual(["not-json"]);
    expect(refusedFor({ all: new Array(40).fill(new Date(0)) })).toEqual(["not-json"]);
  });

  it("that contains itself in a value, params or an event is refused without being copied", () => {
    class Loop {
      readonly self = this;
    }
    const loop = new Loop();
    const params = { loop };
    for (const value of [loop, [loop], [[loop]], { fact: "n", params }]) {
      expect(refusedFor({ fact: "n", operator: "in", value })).toContain("not-json");
      expect(refusedFor({ fact: "n", operator: "lessThan", value })).toContain("not-json");
    }
    expect(refusedFor({ fact: "n", operator: "equal", value: 1, params })).toEqual(["not-json"]);
    const checked = checkRules([{ conditions: leaf, event: { type: "x", params } }]);
    expect(checked.ok ? [] : checked.error.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "not-json /0/event/params/loop",
    ]);
  });

  it("with a thousand wrong values in one list is refused with the first hundred", () => {
    const checked = checkCondition({ fact: "n", operator: "in", value: new Array(1_000).fill([]) });
    expect(checked.ok ? 0 : checked.error.length).toBe(CONDITION_LIMITS.maxIssues);
  });

  it("is refused beyond the hundredth mistake as before it", () => {
    const empty = new Array(CONDITION_LIMITS.maxIssues).fill({ all: [] });
    for (const value of [null, 5, { a: 1 }])
      for (const operator of ["in", "between", "withinLast", "someValue:in", "swap:lessThan"])
        expect(refusedFor({ all: [...empty, { fact: "n", operator, value }] })).toEqual(["empty-group"]);
  });

  it("in a set of rules is refused by the nodes of all of them", () => {
    const big: Condition = { all: new Array(9_000).fill(leaf) };
    const rules = Array.from({ length: 30 }, () => ({ conditions: { condition: "big" }, event: { type: "x" } }));
    expect(codes(checkRules(rules.slice(0, 20), { conditions: { big } }))).toEqual([]);
    expect(codes(checkRules(rules, { conditions: { big } }))).toEqual(["too-large"]);
  });
});

describe("a hostile condition about elements, windows and patterns", () => {
  const element = (inner: unknown): unknown => ({ fact: "l", operator: "elementMatches", value: inner });

  it("is refused by its depth, however it nests", () => {
    let deep: unknown = leaf;
    for (let i = 0; i < 2_000; i++) deep = i % 2 === 0 ? element(deep) : { not: deep };
    expect(refusedFor(deep)).toEqual(["too-deep"]);
    const cyclic: { value?: unknown } = element(leaf) as object;
    cyclic.value = cyclic;
    expect(refusedFor(cyclic)).toContain("too-deep");
  });

  it("is refused with all its mistakes at once", () => {
    const checked = checkCondition({
      all: [
        element({
          all: [
            { fact: "", operator: "equal", value: 1 },
            { fact: "a", operator: "eqal", value: 1 },
          ],
        }),
        { fact: "l", operator: "equal", value: 1, window: { measure: "count", within: "7 moons", at: "__proto__" } },
        { fact: "t", operator: "matches", value: "(a*)*$" },
        { fact: "t", operator: "matches", value: ["a"] },
        { fact: "at", operator: "before", value: "tomorrow" },
      ],
    });
    expect(checked.ok ? [] : checked.error.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      "bad-fact /all/0/value/all/0/fact",
      "unknown-operator /all/0/value/all/1/operator",
      "bad-duration /all/1/window/within",
      "hostile-path /all/1/window/at",
      "bad-pattern /all/2/value",
      "bad-pattern /all/3/value",
      "bad-value /all/4/value",
    ]);
  });

  it.each([
    "(a+)+$",
    "(a|a)*$",
    "(.*a){20}",
    "a*a*a*b",
    "(?=a)b",
    "(a)\\1",
    "a{1,99999}",
    `${"a?".repeat(30)}${"a".repeat(30)}`,
  ])("with the pattern %s is refused", (value) =>
    expect(refusedFor({ fact: "t", operator: "matches", value })).toEqual(["bad-pattern"]),
  );

  it("is refused as fast under json-rules-engine's semantics", () => {
    const options: ConditionOptions = { semantics: "json-rules-engine" };
    expect(refusedFor(nested(2_000), options)).toEqual(["too-deep"]);
    expect(refusedFor({ all: new Array(1_000_000).fill(leaf) }, options)).toEqual(["too-large"]);
    expect(refusedFor({ all: new Array(9_999).fill({ ...leaf, path: "$..x" }) }, options)).toEqual([
      "unsupported-path",
    ]);
    const conditions: Record<string, Condition> = { c0: { all: [leaf] } };
    for (let i = 1; i < 40; i++)
      conditions[`c${i}`] = { all: [{ condition: `c${i - 1}` }, { condition: `c${i - 1}` }] };
    expect(refusedFor({ condition: "c39" }, { ...options, conditions })).toEqual(["too-large"]);
    expect(
      refusedFor(JSON.parse('{"all":[{"fact":"n","operator":"equal","value":1,"__proto__":{}}]}'), options),
    ).toEqual(["hostile-key"]);
  });
});

describe("prototypes", () => {
  const builtIns = [Object, Array, Function, String, Number, Boolean, Map, Set, Date, RegExp, Promise];
  const keys = (): unknown => builtIns.map(({ prototype }) => Reflect.ownKeys(prototype));

  it("are the same after hostile rules and hostile facts", () => {
    const before = keys();
    for (const name of ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"]) {
      const facts = JSON.parse(`{"${name}":{"polluted":1,"n":1},"n":1}`);
      const compiled = compileRules([
        { name, conditions: { fact: name, operator: "equal", value: 1 }, event: { type: name, params: { a: 1 } } },
      ]);
      compiled.run(facts, { now: 0 });
      compiled.explain(facts, { now: 0 });
      checkCondition(
        { fact: name, operator: name, value: 1, path: name },
        { conditions: { [name]: leaf }, schema: {} },
      );
      checkRules(
        JSON.parse(`[{"conditions":{"${name}":{}},"event":{"type":"x","params":{"${name}":{"polluted":1}}}}]`),
      );
    }
    expect(keys()).toEqual(before);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it.each(["__proto__", "toString", "constructor", "hasOwnProperty", "valueOf"])(
    "a fact named %s is missing, or the person's own",
    (fact) => {
      const exists = compileCondition({ fact, operator: "exists" });
      const equals = compileCondition({ fact, operator: "equal", value: 1 });
      expect(exists.test({}, { now: 0 })).toBe(false);
      expect(equals.explain({}, { now: 0 }).result).toBe("unknown");
      const own = JSON.parse(`{"${fact}":1}`);
      expect(exists.test(own, { now: 0 })).toBe(true);
      expect(equals.test(own, { now: 0 })).toBe(true);
      expect(checkCondition({ fact, operator: "exists" }, { schema: {} }).ok).toBe(false);
    },
  );

  it("a named condition with such a name is unknown, not inherited", () => {
    expect(codes(checkCondition({ condition: "toString" }, { conditions: {} }))).toEqual(["unknown-condition"]);
    expect(codes(checkCondition({ condition: "constructor" }))).toEqual(["unknown-condition"]);
  });
});
