import { DAY_MS } from "@tributary/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Condition,
  compileCondition,
  type Explanation,
  type Facts,
  type LeafExplanation,
  type NodeExplanation,
  type Outcome,
} from "./index";

const runs = { numRuns: Number(process.env.TRIBUTARY_RUNS ?? 300) };
const now = 100 * DAY_MS;

/** Leaves that come out true, false and unknown. */
const T: Condition = { fact: "one", operator: "equal", value: 1 };
const F: Condition = { fact: "one", operator: "equal", value: 2 };
const U: Condition = { fact: "nothing", operator: "equal", value: 1 };

const outcome = (condition: Condition, facts: Facts = { one: 1 }): Outcome => {
  const compiled = compileCondition(condition);
  const { result } = compiled.explain(facts, { now });
  expect(compiled.test(facts, { now })).toBe(result === true);
  return result;
};

describe("three values", () => {
  it.each<[string, readonly Condition[], Outcome, Outcome]>([
    ["all T", [T, T], true, true],
    ["T and U, no F", [T, U], "unknown", true],
    ["T and F, no U", [T, F], false, true],
    ["T, F and U", [T, F, U], false, true],
    ["all U", [U, U], "unknown", "unknown"],
    ["F and U, no T", [F, U], false, "unknown"],
    ["all F", [F, F], false, false],
    ["five of them", [T, T, T, T, U], "unknown", true],
    ["six of them", [F, F, F, F, U, U], false, "unknown"],
    ["one T", [T], true, true],
    ["one U", [U], "unknown", "unknown"],
  ])("of %s", (_, children, all, any) => {
    for (const order of [children, [...children].reverse()]) {
      expect(outcome({ all: order })).toBe(all);
      expect(outcome({ any: order })).toBe(any);
    }
  });

  it("swap under not, and stay unknown", () => {
    expect([outcome({ not: T }), outcome({ not: F }), outcome({ not: U })]).toEqual([false, true, "unknown"]);
  });
});

const names = ["a", "b", "c", "d"];
const number = fc.integer({ min: 0, max: 3 });
const anything = fc.oneof(
  number,
  fc.constantFrom<unknown>(null, Number.NaN, "1", true, [], [1, 2], ["x", 3], { k: 1 }, { k: "1" }, now - DAY_MS),
);
const facts = fc.dictionary(fc.constantFrom(...names), anything, { noNullPrototype: true });

const fact = fc.constantFrom(...names);
const path = fc.constantFrom({}, {}, {}, { path: "$.k" }, { path: "$[*]" });
const ordering = fc.constantFrom("lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive");
const same = fc.constantFrom("equal", "notEqual", "contains", "doesNotContain");
const list = fc.array(fc.oneof(number, fc.constantFrom("1", null, true)), { maxLength: 12 });
const quantifier = fc.constantFrom("", "", "someFact:", "everyFact:", "not:", "not:someFact:");
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(fact, path, quantifier, ordering, number)
    .map(([f, p, q, o, value]) => ({ fact: f, ...p, operator: q + o, value })),
  fc
    .tuple(fact, path, quantifier, same, number)
    .map(([f, p, q, o, value]) => ({ fact: f, ...p, operator: q + o, value })),
  fc
    .tuple(fact, quantifier, fc.constantFrom("in", "notIn"), list)
    .map(([f, q, operator, value]) => ({ fact: f, operator: q + operator, value })),
  fc.tuple(fact, ordering, fact).map(([f, operator, other]) => ({ fact: f, operator, value: { fact: other } })),
  fc
    .tuple(fact, fc.constantFrom("withinLast", "olderThan"))
    .map(([f, operator]) => ({ fact: f, operator, value: "1d" })),
  fc.tuple(fact, number).map(([f, n]) => ({ fact: f, operator: "between", value: [n, n + 1] })),
);
const presence: fc.Arbitrary<Condition> = fc
  .tuple(fact, fc.constantFrom("exists", "notExists", "not:exists"))
  .map(([f, operator]) => ({ fact: f, operator }));

const treeOf = (leaves: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> =>
  fc.letrec<{ node: Condition }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4, depthSize: "small", withCrossShrink: true },
      leaves,
      fc.array(tie("node"), { minLength: 1, maxLength: 6 }).map((all) => ({ all })),
      fc.array(tie("node"), { minLength: 1, maxLength: 6 }).map((any) => ({ any })),
      tie("node").map((not) => ({ not })),
    ),
  })).node;
const plain = treeOf(leaf);
const tree = treeOf(fc.oneof({ weight: 5, arbitrary: leaf }, { weight: 1, arbitrary: presence }));

describe("laws", () => {
  it("test is true exactly when the explanation is", () => {
    fc.assert(
      fc.property(tree, facts, (condition, given) => {
        const compiled = compileCondition(condition);
        const negated = compileCondition({ not: condition });
        const { result, root } = compiled.explain(given, { now });
        expect(compiled.test(given, { now })).toBe(result === true);
        expect(negated.test(given, { now })).toBe(result === false);
        expect(result).toBe(root.result);
      }),
      runs,
    );
  });

  it("De Morgan holds, and not undoes not", () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 5 }), facts, (children, given) => {
        const nots = children.map((not) => ({ not }));
        expect(outcome({ not: { all: children } }, given)).toBe(outcome({ any: nots }, given));
        expect(outcome({ not: { any: children } }, given)).toBe(outcome({ all: nots }, given));
        expect(outcome({ not: { not: { all: children } } }, given)).toBe(outcome({ all: children }, given));
      }),
      runs,
    );
  });

  it("what is known with facts missing stays so whatever they turn out to be", () => {
    fc.assert(
      fc.property(plain, facts, facts, (condition, some, more) => {
        const before = outcome(condition, some);
        if (before !== "unknown") expect(outcome(condition, { ...more, ...some })).toBe(before);
      }),
      runs,
    );
  });

  it("what is known with facts beyond their bound stays so, under exists and notExists too", () => {
    fc.assert(
      fc.property(tree, facts, facts, (condition, some, more) => {
        const beyond = names.filter((name) => some[name] === undefined);
        const before = outcome(condition, { ...some, $bound: beyond });
        if (before !== "unknown") expect(outcome(condition, { ...more, ...some })).toBe(before);
        if (before !== "unknown") expect(outcome(condition, some)).toBe(before);
      }),
      runs,
    );
  });

  it("order of children, other facts and a second call change nothing", () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 6 }), facts, (children, given) => {
        const compiled = compileCondition({ all: children });
        const once = compiled.explain(given, { now });
        expect(outcome({ all: [...children].reverse() }, given)).toBe(once.result);
        expect(compiled.explain({ other: 1, ...given }, { now })).toEqual(once);
        expect(compiled.explain(given, { now })).toEqual(once);
      }),
      runs,
    );
  });

  it("nothing that came in is changed", () => {
    fc.assert(
      fc.property(tree, facts, (condition, given) => {
        const before = JSON.stringify([condition, given]);
        compileCondition(condition).explain(given, { now });
        expect(JSON.stringify([condition, given])).toBe(before);
      }),
      runs,
    );
  });
});

const leavesOf = (node: NodeExplanation): readonly LeafExplanation[] =>
  node.kind === "leaf" ? [node] : node.children.flatMap(leavesOf);

/** Whether some way of turning these leaves, all others as they are, changes the result as `minimal` promises. */
function reachable(explanation: Explanation, turns: readonly LeafExplanation[]): boolean {
  const want = explanation.result !== true;
  const settle = (node: NodeExplanation, values: ReadonlyMap<LeafExplanation, boolean>): Outcome => {
    if (node.kind === "leaf") return values.get(node) ?? node.result;
    const results = node.children.map((child) => settle(child, values));
    if (node.kind === "not") return results[0] === "unknown" ? "unknown" : !results[0];
    const decisive = node.kind === "any";
    if (results.includes(decisive)) return decisive;
    return results.includes("unknown") ? "unknown" : !decisive;
  };
  for (let bits = 0; bits < 1 << turns.length; bits++) {
    const values = new Map(turns.map((turn, i) => [turn, ((bits >> i) & 1) === 1]));
    if (settle(explanation.root, values) === want) return true;
  }
  return false;
}

describe("minimal", () => {
  const subsets = (leaves: readonly LeafExplanation[], size: number): readonly (readonly LeafExplanation[])[] =>
    size === 0
      ? [[]]
      : leaves.flatMap((one, i) => subsets(leaves.slice(i + 1), size - 1).map((others) => [one, ...others]));

  it("would change the result, and nothing smaller would", () => {
    fc.assert(
      fc.property(tree, facts, (condition, given) => {
        const explanation = compileCondition(condition).explain(given, { now });
        const { minimal, root } = explanation;
        const leaves = leavesOf(root);
        fc.pre(leaves.length <= 14 && minimal.length <= 4);
        expect(reachable(explanation, minimal)).toBe(true);
        if (minimal.length > 0)
          expect(subsets(leaves, minimal.length - 1).some((fewer) => reachable(explanation, fewer))).toBe(false);
        expect(new Set(minimal).size).toBe(minimal.length);
      }),
      runs,
    );
  });

  it("is the first of several children that would do as well", () => {
    const named = (name: string, value: number): Condition => ({ fact: "one", operator: "equal", value, name });
    const first = (condition: Condition): unknown =>
      compileCondition(condition)
        .explain({ one: 1 }, { now })
        .minimal.map(({ name }) => name);
    expect(first({ any: [named("a", 2), named("b", 3), named("c", 4)] })).toEqual(["a"]);
    expect(first({ all: [named("a", 1), named("b", 1)] })).toEqual(["a"]);
    expect(first({ any: [{ all: [named("a", 2), named("b", 3)] }, named("c", 4), named("d", 5)] })).toEqual(["c"]);
  });

  it("names what stands between a person and a tag", () => {
    const condition = compileCondition({
      all: [
        {
          any: [{ all: [F, U] }, { fact: "city", operator: "equal", value: "上海", label: { zh: "城市", en: "city" } }],
        },
        T,
        { not: { fact: "one", operator: "equal", value: 1, name: "not one" } },
      ],
    });
    const { result, minimal } = condition.explain({ one: 1, city: "北京" }, { now });
    expect(result).toBe(false);
    expect(minimal).toEqual([
      {
        kind: "leaf",
        result: false,
        fact: "city",
        operator: "equal",
        expected: "上海",
        actual: "北京",
        reason: "false",
        label: { zh: "城市", en: "city" },
      },
      { kind: "leaf", result: true, fact: "one", operator: "equal", expected: 1, actual: 1, name: "not one" },
    ]);
  });
});

describe("explain", () => {
  const reasonOf = (condition: Condition, given: Facts): unknown => {
    const { root } = compileCondition(condition).explain(given, { now });
    return root.kind === "leaf" ? [root.result, root.reason, "actual" in root] : undefined;
  };

  it.each<[string, Condition, Facts, unknown]>([
    ["holds", T, { one: 1 }, [true, undefined, true]],
    ["does not hold", F, { one: 1 }, [false, "false", true]],
    ["has no fact", T, {}, ["unknown", "missing", false]],
    ["has a fact set to undefined", T, { one: undefined }, ["unknown", "missing", false]],
    ["has a wrong type", { fact: "one", operator: "lessThan", value: 1 }, { one: "1" }, ["unknown", "type", true]],
    [
      "looks into a number",
      { fact: "one", path: "$.k", operator: "equal", value: 1 },
      { one: 1 },
      ["unknown", "type", false],
    ],
    [
      "looks into a number for the other side",
      { fact: "one", operator: "lessThan", value: { fact: "two", path: "$.k" } },
      { one: 1, two: 2 },
      ["unknown", "type", true],
    ],
    [
      "lacks the other side",
      { fact: "one", operator: "lessThan", value: { fact: "two", path: "$.k" } },
      { one: 1, two: {} },
      ["unknown", "missing", true],
    ],
    [
      "looks for a key",
      { fact: "one", path: "$.k", operator: "equal", value: 1 },
      { one: {} },
      ["unknown", "missing", false],
    ],
    [
      "has the other fact missing",
      { fact: "one", operator: "lessThan", value: { fact: "two" } },
      { one: 1 },
      ["unknown", "missing", true],
    ],
    ["asks for presence", { fact: "one", operator: "exists" }, {}, [false, "missing", false]],
    ["asks for absence", { fact: "one", operator: "notExists" }, { one: 0 }, [false, "false", true]],
  ])("says why a leaf that %s", (_, condition, given, expected) => {
    expect(reasonOf(condition, given)).toEqual(expected);
  });

  it("keeps the tree as it was written, with names and labels", () => {
    const label = { zh: "到店", en: "visited" };
    const { root } = compileCondition(
      { any: [{ condition: "visited", name: "store" }, { not: F }], label },
      { conditions: { visited: T } },
    ).explain({ one: 1 }, { now });
    expect(root).toMatchObject({
      kind: "any",
      label,
      result: true,
      children: [
        {
          kind: "condition",
          condition: "visited",
          name: "store",
          result: true,
          children: [{ kind: "leaf", fact: "one" }],
        },
        { kind: "not", result: true, children: [{ kind: "leaf", result: false }] },
      ],
    });
  });

  it("shows no fact but those of its leaves", () => {
    const given = {
      one: 1,
      get secret(): never {
        throw new Error("nobody may look here");
      },
    };
    expect(JSON.stringify(compileCondition(T).explain(given, { now }))).not.toContain("secret");
  });
});

describe("compileCondition", () => {
  it("refuses a moment that is none", () => {
    const condition = compileCondition(T);
    for (const bad of [Number.NaN, 1.5, Number.POSITIVE_INFINITY, "0" as unknown as number]) {
      expect(() => condition.test({}, { now: bad })).toThrow(RangeError);
      expect(() => condition.explain({}, { now: bad })).toThrow(RangeError);
    }
  });

  it("refuses facts that are no object", () => {
    for (const bad of [null, undefined, 5, "x"])
      expect(() => compileCondition(T).test(bad as unknown as Facts, { now })).toThrow(TypeError);
  });

  it("says what it needs, each fact and place once", () => {
    const { requiredFacts } = compileCondition({
      all: [
        { fact: "a", operator: "exists" },
        { fact: "a", operator: "lessThan", value: { fact: "b", path: "$.x" } },
        { fact: "b", path: "x", operator: "exists" },
        { fact: "c", operator: "exists", params: { days: 7 } },
      ],
    });
    expect(requiredFacts).toEqual([{ fact: "a" }, { fact: "b", path: "$.x" }, { fact: "c", params: { days: 7 } }]);
  });

  it("needs nothing of named conditions that are not used", () => {
    const conditions = { used: { condition: "inner" }, inner: T, unused: { fact: "secret", operator: "exists" } };
    expect(compileCondition({ condition: "used" }, { conditions }).requiredFacts).toEqual([{ fact: "one" }]);
  });

  it("reads each fact once, even from a getter that asks again", () => {
    let reads = 0;
    const condition = compileCondition({ all: [T, { not: F }, { fact: "two", operator: "equal", value: 2 }] });
    const inner = { one: 7, two: 7 };
    const given = {
      one: 1,
      get two(): number {
        reads++;
        condition.test(inner, { now });
        return 2;
      },
    };
    expect(condition.test(given, { now })).toBe(true);
    expect(reads).toBe(1);
  });
});
