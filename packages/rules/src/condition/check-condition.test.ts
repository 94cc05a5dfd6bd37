import { DefinitionError } from "@tributary/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Condition, checkCondition, compileCondition, type FactSchema } from "./index";
import { OPERATORS } from "./operator";

const schema: FactSchema = {
  visits: { type: "number" },
  city: { type: "string", values: ["上海", "北京"] },
  level: { type: "number", values: [1, 2, 3] },
  member: { type: "boolean" },
  lastVisit: { type: "date" },
  tags: { type: "list", of: { type: "string" } },
  ages: { type: "list", of: { type: "number" } },
  model: { type: "object", fields: { series: { type: "string" }, trims: { type: "list", of: { type: "number" } } } },
  daily: { type: "object", of: { type: "number" } },
  blob: { type: "any" },
};

const said = (input: unknown, conditions?: Record<string, Condition>): readonly string[] => {
  const checked = checkCondition(input, { schema, ...(conditions && { conditions }) });
  return checked.ok
    ? []
    : checked.error.map(({ code, pointer, hint }) => [code, pointer, hint].filter(Boolean).join(" "));
};

const leaf = (fact: string, operator: string, value?: unknown, more: object = {}): object => ({
  fact,
  operator,
  ...(value !== undefined && { value }),
  ...more,
});

describe("checkCondition on any leaf", () => {
  const names = [...OPERATORS.keys()];
  const decorated = fc
    .tuple(
      fc.array(fc.constantFrom("someFact", "everyFact", "someValue", "everyValue", "swap", "not"), { maxLength: 3 }),
      fc.constantFrom(...names),
    )
    .map(([decorators, name]) => [...decorators, name].join(":"));
  const operand = fc.constantFrom<unknown>(
    ...[
      0,
      "a",
      null,
      [1, 2],
      [[1, 2]],
      [{}],
      [null],
      "7d",
      true,
      {},
      { fact: "ages" },
      { fact: "blob" },
      { fact: "visits" },
    ],
    undefined,
  );
  const schemas = fc.constantFrom(undefined, schema);

  it("answers, and compiles what it accepts", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(schema)),
        decorated,
        operand,
        schemas,
        (fact, operator, value, known) => {
          const condition = leaf(fact, operator, value) as Condition;
          const options = known ? { schema: known } : {};
          if (!checkCondition(condition, options).ok) return;
          const compiled = compileCondition(condition, options);
          for (const facts of [{}, { [fact]: [1, "a"], ages: [1, "a"] }, { [fact]: 1, ages: 2, blob: 3 }])
            expect(compiled.test(facts, { now: 0 })).toBe(compiled.explain(facts, { now: 0 }).result === true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each(["someValue:equal", "everyValue:not:equal", "someValue:someValue:equal"])(
    "accepts %s of a fact",
    (operator) => {
      expect(checkCondition(leaf("x", operator, { fact: "y" })).ok).toBe(true);
    },
  );

  it("asks every element of the other fact", () => {
    const some = compileCondition({ fact: "x", operator: "someValue:equal", value: { fact: "y" } });
    const every = compileCondition({ fact: "x", operator: "everyValue:not:equal", value: { fact: "y" } });
    const answers = (x: unknown, y: unknown): unknown =>
      [some, every].map((one) => one.explain({ x, y }, { now: 0 }).result);
    expect(answers(1, [2, 1])).toEqual([true, false]);
    expect(answers(1, [2])).toEqual([false, true]);
    expect(answers(1, 1)).toEqual(["unknown", "unknown"]);
    expect(answers(1, undefined)).toEqual(["unknown", "unknown"]);
  });
});

describe("checkCondition on shape", () => {
  it.each<[string, unknown, readonly string[]]>([
    ["a list", [], ["bad-condition"]],
    ["null", null, ["bad-condition"]],
    ["nothing", {}, ["no-root"]],
    ["two roots", { all: [], any: [] }, ["several-roots"]],
    ["all and fact", { all: [], fact: "visits" }, ["several-roots"]],
    ["an empty all", { all: [] }, ["empty-group /all"]],
    ["an empty any", { any: [] }, ["empty-group /any"]],
    ["all of no list", { all: {} }, ["bad-condition /all"]],
    ["not of a list", { not: [] }, ["bad-condition /not"]],
    ["a mistyped key", { ...leaf("visits", "equal", 1), vlaue: 1 }, ["unknown-key /vlaue value"]],
    ["a key with a slash", { ...leaf("visits", "equal", 1), "a/b~": 1 }, ["unknown-key /a~1b~0"]],
    ["a bad priority", { ...leaf("visits", "equal", 1), priority: 0 }, ["bad-priority /priority"]],
    ["a bad label", { ...leaf("visits", "equal", 1), label: { zh: "到店" } }, ["bad-label /label"]],
    ["a bad name", { all: [leaf("visits", "equal", 1)], name: 1 }, ["bad-name /name"]],
    ["no fact name", leaf("", "equal", 1), ["bad-fact /fact"]],
    ["no operator", { fact: "visits", value: 1 }, ["bad-operator /operator"]],
    ["no value", leaf("visits", "equal"), ["no-value"]],
    ["bad params", leaf("visits", "equal", 1, { params: 1 }), ["bad-params /params"]],
    ["a path that is no text", leaf("model", "exists", true, { path: 1 }), ["bad-path /path"]],
    ["a reference that is no text", { condition: 1 }, ["bad-condition /condition"]],
    ["an unknown condition", { condition: "hott" }, ["unknown-condition /condition hot"]],
  ])("refuses %s", (_, input, expected) => {
    expect(said(input, { hot: { fact: "visits", operator: "greaterThan", value: 1 } })).toEqual(expected);
  });
});

describe("checkCondition on operators and types", () => {
  it.each<[object, readonly string[]]>([
    [leaf("visits", "greaterThen", 1), ["unknown-operator /operator greaterThan"]],
    [leaf("visits", "toString", 1), ["unknown-operator /operator"]],
    [leaf("ages", "somefact:equal", 1), ["unknown-decorator /operator someFact"]],
    [leaf("visits", "someFact:exists"), ["bad-decorator /operator"]],
    [leaf("lastVisit", "swap:withinLast", "7d"), ["bad-decorator /operator"]],
    [leaf("visits", `${"not:".repeat(9)}equal`, 1), ["bad-decorator /operator"]],
    [leaf("visit", "equal", 1), ["unknown-fact /fact visits"]],
    [leaf("visits", "greaterThan", "2"), ["bad-value /value"]],
    [leaf("visits", "equal", "2"), ["wrong-type /value"]],
    [leaf("member", "equal", 1), ["wrong-type /value"]],
    [leaf("visits", "equal", null), []],
    [leaf("visits", "in", 5), ["bad-value /value"]],
    [leaf("visits", "in", "123"), ["bad-value /value"]],
    [leaf("visits", "in", [1, "2", [3]]), ["bad-value /value/2"]],
    [leaf("visits", "in", [1, "2", "3"]), ["wrong-type /value/1", "wrong-type /value/2"]],
    [leaf("city", "in", ["上海", "北亰"]), ["unknown-value /value/1 北京"]],
    [leaf("level", "equal", 4), ["unknown-value /value"]],
    [leaf("level", "greaterThan", 0.5), []],
    [leaf("city", "lessThan", 3), ["wrong-type /operator"]],
    [leaf("tags", "equal", "a"), ["wrong-type /operator"]],
    [leaf("model", "in", ["a"]), ["wrong-type /operator"]],
    [leaf("visits", "equal", [1]), ["bad-value /value"]],
    [leaf("visits", "equal", { a: 1 }), ["bad-value /value"]],
    [leaf("tags", "contains", "a"), []],
    [leaf("tags", "contains", 1), ["wrong-type /value"]],
    [leaf("city", "contains", "上"), ["wrong-type /operator"]],
    [leaf("city", "containsText", ""), ["bad-value /value"]],
    [leaf("visits", "startsWith", "1"), ["wrong-type /operator"]],
    [leaf("visits", "withinLast", "7d"), ["wrong-type /operator"]],
    [leaf("lastVisit", "withinLast", "7d"), []],
    [leaf("lastVisit", "withinLast", 7), ["bad-duration /value"]],
    [leaf("lastVisit", "withinLast", "a week"), ["bad-duration /value"]],
    [leaf("lastVisit", "withinLast", { fact: "visits" }), ["bad-duration /value"]],
    [leaf("lastVisit", "before", "2026-01-01"), ["bad-value /value"]],
    [leaf("lastVisit", "before", 1.5), ["bad-value /value"]],
    [leaf("lastVisit", "between", [1, 2]), []],
    [leaf("visits", "between", [2, 1]), ["bad-value /value"]],
    [leaf("visits", "between", [1]), ["bad-value /value"]],
    [leaf("visits", "exists"), []],
    [leaf("visits", "exists", true), []],
    [leaf("visits", "exists", false), ["bad-value /value"]],
    [leaf("ages", "someFact:greaterThan", 3), []],
    [leaf("tags", "someFact:greaterThan", 3), ["wrong-type /operator"]],
    [leaf("visits", "someFact:greaterThan", 3), ["wrong-type /operator"]],
    [leaf("visits", "someValue:greaterThan", 3), ["bad-value /value"]],
    [leaf("visits", "someValue:greaterThan", [1, "2"]), ["bad-value /value/1"]],
    [leaf("tags", "swap:in", "a"), []],
    [leaf("city", "swap:in", "a"), ["bad-value /operator"]],
    [leaf("visits", "swap:lessThan", "a"), ["wrong-type /value"]],
    [leaf("visits", "equal", { fact: "level" }), []],
    [leaf("visits", "equal", { fact: "city" }), ["wrong-type /value"]],
    [leaf("visits", "greaterThan", { fact: "city" }), ["bad-value /value"]],
    [leaf("visits", "greaterThan", { fact: "visit" }), ["unknown-fact /value/fact visits"]],
    [leaf("visits", "greaterThan", { fact: "level", pth: "a" }), ["unknown-key /value/pth path"]],
    [leaf("visits", "in", { fact: "blob", path: "$.a[*].b" }), []],
    [leaf("visits", "equal", 1, { path: "$.x" }), ["unknown-path /path"]],
    [leaf("model", "equal", "a", { path: "$.serie" }), ["unknown-path /path series"]],
    [leaf("model", "equal", "a", { path: "$.series" }), []],
    [leaf("model", "greaterThan", 1, { path: "$.trims[0]" }), []],
    [leaf("model", "greaterThan", 1, { path: "$.trims.length" }), []],
    [leaf("model", "contains", 1, { path: "$.trims[*]" }), []],
    [leaf("model", "contains", "1", { path: "$.trims[*]" }), ["wrong-type /value"]],
    [leaf("daily", "greaterThan", 1, { path: '$["2026-01-01"]' }), []],
    [leaf("daily", "someFact:greaterThan", 1, { path: "$[*]" }), []],
    [leaf("model", "equal", "a", { path: "$..series" }), ["unsupported-path /path"]],
    [leaf("model", "equal", "a", { path: "__proto__" }), ["hostile-path /path"]],
  ])("checks %j", (input, expected) => {
    expect(said(input)).toEqual(expected);
  });

  it("names months as what has no fixed length", () => {
    for (const value of ["3 months", "1 year", "2个月", "1年", "6mo", "1y"]) {
      const checked = checkCondition({ fact: "lastVisit", operator: "olderThan", value });
      expect(checked.ok ? "" : checked.error[0]?.message).toContain("no fixed length");
    }
  });

  it("says everything at once, also around what it cannot read", () => {
    const input = {
      all: [
        { fact: "visits", operator: "greaterThan", value: Number.NaN },
        { fact: "visit", operator: "withinLast", value: "3 months", path: "$..a" },
        { any: [] },
        { condition: "nobody" },
        { fact: "city", operator: "equals", value: "上海", label: 1 },
      ],
    };
    expect(said(input)).toEqual([
      "not-json /all/0/value",
      "unsupported-path /all/1/path",
      "bad-duration /all/1/value",
      "empty-group /all/2/any",
      "bad-label /all/4/label",
      "unknown-operator /all/4/operator equal",
      "unknown-condition /all/3/condition",
    ]);
  });

  it("compiles exactly what it accepts, and throws the same issues", () => {
    const input = { all: [] };
    expect(() => compileCondition(input)).toThrow(DefinitionError);
    try {
      compileCondition(input);
    } catch (error) {
      const checked = checkCondition(input);
      expect((error as DefinitionError).issues).toEqual(checked.ok ? [] : checked.error);
    }
  });

  it("refuses one fact asked with two different params, which one reading cannot serve", () => {
    const ask = (days: number): object => leaf("visits", "equal", 1, { params: { days } });
    expect(said({ all: [ask(1), ask(1)] })).toEqual([]);
    expect(said({ all: [ask(1), ask(2)] })).toEqual(["conflicting-params /all/1/params"]);
    expect(said({ all: [ask(1), leaf("visits", "equal", 2)] })).toEqual(["conflicting-params /all/1/params"]);
  });

  it("follows a definition no longer once it is compiled", () => {
    const list = [1, 2];
    const condition = compileCondition({ fact: "visits", operator: "in", value: list });
    list.push(3);
    expect(condition.test({ visits: 3 }, { now: 0 })).toBe(false);
  });
});

describe("a count that saturates at max", () => {
  const K = 5;
  const counted: FactSchema = {
    n: { type: "number", max: K },
    m: { type: "number" },
    l: { type: "list", of: { type: "number", max: K } },
  };
  const decidable = (operator: string, value: unknown, fact = "n"): boolean =>
    checkCondition(leaf(fact, operator, value), { schema: counted }).ok;

  it("is compared only with what it can decide", () => {
    const threshold = fc.oneof(fc.integer({ min: -1, max: 8 }), fc.constantFrom(4.5, 5.5));
    const thresholds = (operator: string): fc.Arbitrary<unknown> =>
      operator === "between"
        ? fc.tuple(threshold, threshold).map(([a, b]) => [Math.min(a, b), Math.max(a, b)])
        : operator === "in" || operator === "notIn"
          ? fc.array(threshold, { maxLength: 3 })
          : threshold;
    const operators = [
      "equal",
      "notEqual",
      "in",
      "notIn",
      "between",
      "lessThan",
      "lessThanInclusive",
      "greaterThan",
      "greaterThanInclusive",
    ];
    const swappable = operators.filter((name) => !["in", "notIn", "between"].includes(name));
    const named = fc.oneof(
      fc.constantFrom(...operators),
      fc.constantFrom(...swappable).map((name) => `swap:${name}`),
    );
    const asked = named.chain((operator) => fc.tuple(fc.constant(operator), thresholds(operator)));
    fc.assert(
      fc.property(asked, ([operator, value]) => {
        const condition = compileCondition(leaf("n", operator, value) as Condition);
        const answers = (n: number): boolean => condition.test({ n }, { now: 0 });
        const exact = [K, K + 0.25, K + 0.5, 6, 7, 8, 9, 100].every((n) => answers(n) === answers(K));
        if (decidable(operator, value)) expect(exact).toBe(true);
        else if (!/\.5/.test(JSON.stringify(value)))
          expect([6, 7, 8, 9, 100].every((n) => answers(n) === answers(K))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it.each<[string, unknown, boolean]>([
    ["greaterThanInclusive", 5, true],
    ["greaterThanInclusive", 6, false],
    ["greaterThan", 4, true],
    ["greaterThan", 5, false],
    ["lessThan", 5, true],
    ["lessThan", 6, false],
    ["lessThanInclusive", 4, true],
    ["lessThanInclusive", 5, false],
    ["equal", 4, true],
    ["equal", 5, false],
    ["notEqual", 5, false],
    ["in", [1, 4], true],
    ["in", [1, 5], false],
    ["notIn", [5], false],
    ["between", [1, 4], true],
    ["between", [1, 5], false],
    ["swap:lessThan", 4, true],
    ["swap:lessThan", 5, false],
    ["swap:greaterThanInclusive", 5, false],
    ["not:greaterThanInclusive", 6, false],
    ["someValue:greaterThanInclusive", [1, 6], false],
    ["equal", null, true],
    ["greaterThan", { fact: "m" }, false],
  ])("%s %j: %s", (operator, value, expected) => {
    expect(decidable(operator, value)).toBe(expected);
  });

  it("counts through paths, elements and references too", () => {
    expect(decidable("someFact:greaterThan", 5, "l")).toBe(false);
    expect(decidable("contains", 5, "l")).toBe(false);
    expect(decidable("greaterThan", { fact: "n" }, "m")).toBe(false);
    expect(decidable("exists", true)).toBe(true);
    const checked = checkCondition(leaf("n", "greaterThan", 5), { schema: counted });
    expect(checked.ok ? [] : checked.error).toEqual([
      {
        code: "above-bound",
        pointer: "/value",
        message: '"n" stops counting at 5, so greaterThan 5 cannot be decided',
      },
    ]);
  });
});

describe("a threshold on what can never be more", () => {
  const upTo: FactSchema = { n: { type: "number", most: 5 }, m: { type: "number" } };
  const accepts = (operator: string, value: unknown): boolean =>
    checkCondition(leaf("n", operator, value), { schema: upTo }).ok;

  it.each<[string, unknown, boolean]>([
    ["greaterThanInclusive", 5, true],
    ["greaterThanInclusive", 6, false],
    ["greaterThan", 4, true],
    ["greaterThan", 5, false],
    ["lessThan", 5, true],
    ["lessThan", 6, false],
    ["lessThanInclusive", 4, true],
    ["lessThanInclusive", 5, false],
    ["equal", 5, true],
    ["equal", 6, false],
    ["in", [1, 5], true],
    ["in", [1, 6], false],
    ["between", [1, 5], true],
    ["between", [1, 6], false],
    ["swap:lessThan", 5, false],
    ["greaterThan", { fact: "m" }, true],
  ])("%s %j: %s", (operator, value, expected) => {
    expect(accepts(operator, value)).toBe(expected);
  });

  it("is refused exactly where no value, or every value, satisfies it", () => {
    const operators = ["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"];
    fc.assert(
      fc.property(fc.constantFrom(...operators), fc.integer({ min: 1, max: 8 }), (operator, value) => {
        const condition = compileCondition(leaf("n", operator, value) as Condition);
        const answers = [0, 1, 2, 3, 4, 5].map((n) => condition.test({ n }, { now: 0 }));
        const alike = answers.every((one) => one === answers[0]);
        expect(accepts(operator, value)).toBe(!alike);
      }),
    );
  });
});
