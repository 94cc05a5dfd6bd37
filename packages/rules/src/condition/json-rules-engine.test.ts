import fc from "fast-check";
import { Engine, type TopLevelCondition } from "json-rules-engine";
import { describe, expect, it } from "vitest";
import { type Condition, compileRules, type Rule } from "./index";

/**
 * json-rules-engine is the other engine that speaks this language. Where every fact that is used is there and of the
 * right type, and no list is empty, strict reading and its reading are the same.
 */
const runs = Number(process.env.TRIBUTARY_RUNS ?? 2_000);

interface Person {
  readonly visits: number;
  readonly spend: number;
  readonly city: string;
  readonly member: boolean;
  readonly tags: readonly string[];
  readonly ages: readonly number[];
  readonly model: {
    readonly series: string;
    readonly price: { readonly minor: number };
    readonly trims: readonly number[];
  };
}

const number = fc.oneof(fc.integer({ min: -2, max: 5 }), fc.constantFrom(0.5, 2.5, 1e9));
const city = fc.constantFrom("上海", "北京", "a", "1", "");
const tag = fc.constantFrom("owner", "vip", "1");
const person: fc.Arbitrary<Person> = fc.record({
  visits: number,
  spend: number,
  city,
  member: fc.boolean(),
  tags: fc.array(tag, { minLength: 1, maxLength: 3 }),
  ages: fc.array(number, { minLength: 1, maxLength: 3 }),
  model: fc.record({
    series: city,
    price: fc.record({ minor: number }),
    trims: fc.array(number, { minLength: 1, maxLength: 3 }),
  }),
});

interface Place {
  readonly fact: string;
  readonly path?: string;
}
const numbers: readonly Place[] = [
  { fact: "visits" },
  { fact: "spend" },
  { fact: "model", path: "$.price.minor" },
  { fact: "model", path: "$.trims[0]" },
  { fact: "model", path: "$.trims.length" },
  { fact: "model", path: "price.minor" },
];
const texts: readonly Place[] = [{ fact: "city" }, { fact: "model", path: '$["series"]' }];
const lists: readonly Place[] = [
  { fact: "ages" },
  { fact: "model", path: "$.trims[*]" },
  { fact: "model", path: "$.trims" },
];
const numberAt = fc.constantFrom(...numbers);
const textAt = fc.constantFrom(...texts);
const listAt = fc.constantFrom(...lists);

const ordering = fc.constantFrom("lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive");
const equality = fc.constantFrom("equal", "notEqual");
const relation = fc.oneof(ordering, equality);
const membership = fc.constantFrom("in", "notIn");
const holding = fc.constantFrom("contains", "doesNotContain");
const not = fc.constantFrom("", "", "not:");
const of = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
  fc.array(arbitrary, { minLength: 1, maxLength: 12 });

const leafOf = (
  place: fc.Arbitrary<Place>,
  operator: fc.Arbitrary<string>,
  value: fc.Arbitrary<unknown>,
): fc.Arbitrary<Condition> =>
  fc
    .tuple(place, not, operator, value)
    .map(([at, negated, name, expected]) => ({ ...at, operator: negated + name, value: expected }) as Condition);
const decorated = (decorator: fc.Arbitrary<string>, operator: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(decorator, operator).map(([outer, inner]) => `${outer}:${inner}`);

const leaf = fc.oneof(
  leafOf(numberAt, relation, number),
  leafOf(numberAt, relation, numberAt),
  leafOf(numberAt, membership, of(number)),
  leafOf(textAt, equality, city),
  leafOf(textAt, membership, of(city)),
  leafOf(fc.constant({ fact: "member" }), equality, fc.boolean()),
  leafOf(fc.constant({ fact: "tags" }), holding, tag),
  leafOf(listAt, holding, number),
  leafOf(listAt, holding, numberAt),
  leafOf(numberAt, membership, listAt),
  leafOf(
    listAt,
    decorated(fc.constantFrom("someFact", "everyFact", "someFact:not", "everyFact:not"), relation),
    number,
  ),
  leafOf(listAt, decorated(fc.constantFrom("someFact", "everyFact"), membership), of(number)),
  leafOf(numberAt, decorated(fc.constantFrom("someValue", "everyValue"), relation), of(number)),
  leafOf(listAt, decorated(fc.constantFrom("someFact:someValue", "everyFact:someValue"), relation), of(number)),
  leafOf(numberAt, decorated(fc.constant("swap"), relation), number),
  leafOf(fc.constant({ fact: "tags" }), fc.constantFrom("swap:in", "swap:notIn"), tag),
);

const { group } = fc.letrec<{ node: Condition; group: Condition }>((tie) => ({
  group: fc.oneof(
    fc.array(tie("node"), { minLength: 1, maxLength: 5 }).map((all) => ({ all })),
    fc.array(tie("node"), { minLength: 1, maxLength: 5 }).map((any) => ({ any })),
    tie("node").map((inner) => ({ not: inner })),
    fc.constant({ condition: "shared" }),
  ),
  node: fc.oneof({ maxDepth: 3, depthSize: "small" }, leaf, tie("group")),
}));

const shared: Condition = {
  any: [
    { fact: "visits", operator: "greaterThan", value: 2 },
    { fact: "member", operator: "equal", value: true },
  ],
};
const rules: fc.Arbitrary<readonly Rule[]> = fc
  .array(fc.tuple(group, fc.integer({ min: 1, max: 2 })), { minLength: 1, maxLength: 4 })
  .map((made) =>
    made.map(([conditions, priority], i) => ({ name: `r${i}`, conditions, priority, event: { type: `e${i}` } })),
  );

const matchedBy = async (defined: readonly Rule[], facts: Person): Promise<readonly string[]> => {
  const engine = new Engine();
  engine.setCondition("shared", shared as unknown as TopLevelCondition);
  for (const rule of defined) engine.addRule(JSON.parse(JSON.stringify(rule)));
  const { results } = await engine.run(JSON.parse(JSON.stringify(facts)));
  return results.map(({ name }) => name).sort();
};

describe("json-rules-engine", () => {
  it(`matches the same rules, in ${runs} random cases`, { timeout: 300_000 + runs * 20 }, async () => {
    let matched = 0;
    let total = 0;
    await fc.assert(
      fc.asyncProperty(rules, person, async (defined, facts) => {
        const compiled = compileRules(defined, { conditions: { shared } });
        const ours = compiled.run({ ...facts }, { now: 0 }).matched.map(({ rule }) => rule);
        expect([...ours].sort()).toEqual(await matchedBy(defined, facts));
        const explained = compiled.explain({ ...facts }, { now: 0 });
        expect(explained.every(({ result }) => result !== "unknown")).toBe(true);
        matched += ours.length;
        total += defined.length;
      }),
      { numRuns: runs },
    );
    expect(matched / total).toBeGreaterThan(0.2);
    expect(matched / total).toBeLessThan(0.8);
  });
});
