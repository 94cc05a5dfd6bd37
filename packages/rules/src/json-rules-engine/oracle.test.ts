import fc from "fast-check";
import { Engine, type RuleProperties, type TopLevelCondition } from "json-rules-engine";
import { describe, expect, it } from "vitest";
import { type Condition, compileRules, type Facts, type JreResult, type Rule, toJreResult } from "../condition/index";
import { createEngine } from "./index";

/** Batches of up to 20 rules, each asked of one person. */
const runs = Number(process.env.TRIBUTARY_RUNS ?? 300);

const scalar = fc.constantFrom<unknown>(0, 1, 2, -1, 2.5, 10, "", "a", "9", "10", "12abc", "上海", true, false, null);
const odd = fc.constantFrom<unknown>(Number.NaN, undefined, new Date(5), Number.POSITIVE_INFINITY);
const list = fc.array(fc.oneof({ weight: 5, arbitrary: scalar }, { weight: 1, arbitrary: odd }), { maxLength: 4 });
const inner = fc.record(
  {
    x: scalar,
    l: fc.oneof(list, fc.array(fc.record({ x: scalar }, { requiredKeys: [] }), { maxLength: 3 })),
    s: scalar,
  },
  { requiredKeys: [] },
);
const names = ["a", "b", "c", "d", "o", "l"];
const facts: fc.Arbitrary<Facts> = fc
  .record(
    {
      a: fc.oneof(scalar, odd),
      b: scalar,
      c: fc.oneof(scalar, list),
      d: odd,
      o: fc.oneof(inner, inner, inner, scalar, list),
      l: fc.oneof(list, list, inner),
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .chain((some) =>
    fc
      .constantFrom(true, true, false)
      .map((all) => (all ? { a: 1, b: "9", c: [1, "a"], d: null, o: { x: 1 }, l: [2], ...some } : some)),
  );

const path = fc.constantFrom(
  ...[
    "$.x",
    "x",
    "$.l[0]",
    "$.l[*]",
    "$.l[*].x",
    "$.l.length",
    "$.s.length",
    "$.s[0]",
    "$['x']",
    "$",
    "$.l.0.x",
    "$[*]",
    "$.x.y",
  ],
);
const place = fc.record(
  { fact: fc.constantFrom(...names), path, params: fc.constant({ p: 1 }) },
  { requiredKeys: ["fact"] },
);
const operator = fc
  .tuple(
    fc.array(fc.constantFrom("not", "swap", "someFact", "everyFact", "someValue", "everyValue"), { maxLength: 2 }),
    fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom("equal", "notEqual", "in", "notIn", "contains", "doesNotContain") },
      {
        weight: 40,
        arbitrary: fc.constantFrom("lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"),
      },
      { weight: 1, arbitrary: fc.constantFrom("nosuch", "a:equal", "") },
    ),
  )
  .map(([decorators, name]) => [...decorators, name].join(":"));
const jsonList = fc.array(scalar, { maxLength: 4 });
const constant = fc.oneof(scalar, scalar, jsonList, jsonList, fc.constant({ k: 1 }));
/** Mostly a list where a list is needed, so that few rules end in an error. */
const fitting = (name: string): fc.Arbitrary<unknown> =>
  /in$|In$|Value/.test(name) ? fc.oneof({ weight: 12, arbitrary: jsonList }, constant) : constant;
const priority = fc.constantFrom<unknown>(1, 2, 3, "2", 0, "x");
const notes = fc.record({ priority, name: fc.constant("n"), note: fc.constant("kept") }, { requiredKeys: [] });

const leaf = fc
  .tuple(place, operator, notes)
  .chain(([at, name, extra]) =>
    fc
      .oneof({ weight: 4, arbitrary: fitting(name) }, { weight: 1, arbitrary: place })
      .map((value) => ({ ...at, operator: name, value, ...extra })),
  );
const { group } = fc.letrec<{ node: unknown; group: unknown }>((tie) => ({
  node: fc.oneof({ maxDepth: 3, depthSize: "small" }, leaf, leaf, tie("group")),
  group: fc
    .tuple(
      fc.oneof(
        fc.array(tie("node"), { maxLength: 4 }).map((all) => ({ all })),
        fc.array(tie("node"), { maxLength: 4 }).map((any) => ({ any })),
        tie("node").map((not) => ({ not })),
        fc.constantFrom({ condition: "one" }, { condition: "two" }, { condition: "one" }, { condition: "nosuch" }),
      ),
      notes,
    )
    .map(([made, extra]) => ({ ...extra, ...made })),
}));

const named = {
  one: {
    any: [{ fact: "a", operator: "equal", value: 1 }, { all: [{ fact: "b", operator: "notEqual", value: "9" }] }],
  },
  two: { condition: "one" },
};
const rules: fc.Arbitrary<readonly Rule[]> = fc
  .array(
    fc.tuple(
      group,
      fc.record({ priority: fc.constantFrom<unknown>(1, 2, 3, "2", 0) }, { requiredKeys: [] }),
      fc.constantFrom({}, { params: { p: 1 } }, { params: 0 }),
    ),
    { minLength: 1, maxLength: 20 },
  )
  .map((made) =>
    made.map(([conditions, extra, params], i) => ({
      name: `r${i}`,
      conditions,
      event: { type: `e${i}`, ...params },
      ...extra,
    })),
  ) as fc.Arbitrary<readonly Rule[]>;

interface Options {
  readonly allowUndefinedFacts: boolean;
  readonly allowUndefinedConditions: boolean;
}
const options: fc.Arbitrary<Options> = fc.record({
  allowUndefinedFacts: fc.constantFrom(true, true, false),
  allowUndefinedConditions: fc.boolean(),
});

type Answer = { readonly result: JreResult } | { readonly error: Error & { readonly code?: string } };

/** json-rules-engine untouched: its own operators, its own path reader. */
function bareEngine(defined: readonly Rule[], how: Options): Engine {
  const copy = <T>(value: unknown): T => JSON.parse(JSON.stringify(value)) as T;
  const engine = new Engine([], how);
  for (const [name, condition] of Object.entries(named)) engine.setCondition(name, copy<TopLevelCondition>(condition));
  for (const rule of defined) engine.addRule(copy<RuleProperties>(rule));
  return engine;
}

const theirs = async (engine: Engine, person: Facts): Promise<Answer> => {
  try {
    return { result: (await engine.run({ ...person })) as unknown as JreResult };
  } catch (error) {
    return { error: error as Error };
  }
};

const ours = (defined: readonly Rule[], person: Facts, how: Options): Answer => {
  const compiled = compileRules(defined, {
    semantics: "json-rules-engine",
    conditions: named as Record<string, Condition>,
    ...how,
  });
  let result: JreResult;
  try {
    result = toJreResult(compiled.explain(person, { now: 0 }));
  } catch (error) {
    expect(() => compiled.run(person, { now: 0 })).toThrow((error as Error).message);
    return { error: error as Error };
  }
  const { matched } = compiled.run(person, { now: 0 });
  expect(matched.map(({ rule }) => rule)).toEqual(result.results.map(({ name }) => name));
  return { result };
};

/** What is compared: everything, in the order of priority, and by name inside one priority. */
const seen = ({ results, failureResults, events, failureEvents }: JreResult): unknown => {
  const sorted = (list: JreResult["results"]): unknown =>
    [...list]
      .sort((a, b) => b.priority - a.priority || String(a.name).localeCompare(String(b.name)))
      .map((one) => [{ ...one }, one.toJSON(false), JSON.parse(one.toJSON() as string)]);
  const types = (list: JreResult["events"]): unknown => [...list].map((event) => JSON.stringify(event)).sort();
  const order = (list: JreResult["results"]): readonly number[] => list.map((one) => one.priority);
  return {
    results: sorted(results),
    failureResults: sorted(failureResults),
    orders: [order(results), order(failureResults)],
    events: [types(events), types(failureEvents)],
  };
};

const leavesOf = (node: Record<string, unknown>): readonly Record<string, unknown>[] => {
  const children = (node.all ?? node.any ?? (node.not && [node.not])) as readonly Record<string, unknown>[] | undefined;
  return children ? children.flatMap(leavesOf) : [node];
};

/** The errors of a rule's leaves, each asked alone: which of several comes first depends on the depth of promises. */
const errorsIn = (rule: Rule, person: Facts, how: Options): readonly string[] =>
  [rule.conditions, named.one as Condition].flatMap((root) =>
    leavesOf(root as unknown as Record<string, unknown>).flatMap((one) => {
      const answer = ours(
        [{ name: "r", conditions: { all: [one] } as unknown as Condition, event: { type: "x" } }],
        person,
        how,
      );
      return "error" in answer ? [said(answer.error)] : [];
    }),
  );
const said = ({ name, message, code }: Error & { readonly code?: string }): string =>
  [name, /indexOf|some|every/.test(message) ? "no list" : message, code].join();

/**
 * Compares one run of all rules, or where that ends in an error a run of each: of several errors json-rules-engine hands
 * over the first and rejects the others with nobody listening, so it is not asked where that would be.
 */
async function compare(
  defined: readonly Rule[],
  person: Facts,
  how: Options,
  make: typeof bareEngine,
): Promise<number> {
  const actual = ours(defined, person, how);
  if ("result" in actual) {
    const expected = await theirs(make(defined, how), person);
    expect(expected).toHaveProperty("result");
    if ("result" in expected) expect(seen(actual.result)).toEqual(seen(expected.result));
    return defined.length;
  }
  if (defined.length > 1) {
    let cases = 0;
    for (const rule of defined) cases += await compare([rule], person, how, make);
    return cases;
  }
  const possible = new Set(errorsIn(defined[0] as Rule, person, how));
  expect(possible).toContain(said(actual.error));
  if (possible.size > 1 && [...possible].some((one) => one.includes("No condition"))) return 0;
  const expected = await theirs(make(defined, how), person);
  expect(expected).toHaveProperty("error");
  if ("error" in expected) expect(possible).toContain(said(expected.error));
  return 1;
}

describe("json-rules-engine", () => {
  it(`agrees in every result, event and error, in ${runs} batches of random rules`, async () => {
    let cases = 0;
    await fc.assert(
      fc.asyncProperty(rules, facts, options, async (defined, person, how) => {
        cases += await compare(defined, person, how, bareEngine);
      }),
      { numRuns: runs },
    );
    if (runs > 1_000) console.info(`${cases} rules compared with json-rules-engine`);
    expect(cases).toBeGreaterThan(runs * 5);
  });

  it("agrees when it reads paths with our reader", async () => {
    const withOurs = (defined: readonly Rule[], how: Options): Engine =>
      createEngine(defined, { now: () => 0, conditions: named as Record<string, Condition>, ...how });
    await fc.assert(
      fc.asyncProperty(rules, facts, options, async (defined, person, how) => {
        await compare(defined, person, how, withOurs);
      }),
      { numRuns: Math.min(runs, 100) },
    );
  });
});
