import { DAY_MS, HOUR_MS } from "@tributary/core";
import * as fc from "fast-check";
import type { Condition, FactSchema, FactType, LeafCondition } from "../condition/index";

const DURATIONS = ["1ms", "2h", "3h", "1d", "2d", "40d"] as const;
const NUMBERS = [-1, 0, 1, 1.5, 2, 3, 24, 99.99, 120] as const;
const INSTANTS = [0, HOUR_MS, Date.UTC(2026, 2, 8, 7), Date.UTC(2026, 2, 8, 7) - DAY_MS] as const;

/**
 * Conditions over the facts of a schema: every operator that depends on time, and enough of the others for them to come
 * out true, false and unknown.
 *
 * @param against the facts that numbers may be compared with; all by default
 * @example
 * const schema = { visits: { type: "number" } };
 * fc.assert(fc.property(arbitraryCondition(schema), (condition) => checkCondition(condition, { schema }).ok)); // => undefined
 */
export function arbitraryCondition(
  schema: FactSchema,
  against: readonly string[] = Object.keys(schema),
): fc.Arbitrary<Condition> {
  const numbers = against.filter((name) => isUnbounded(schema[name]));
  const leaf = fc.oneof(...Object.entries(schema).map(([fact, type]) => arbitraryLeaf(fact, type, numbers)));
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      leaf,
      fc.record({ all: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie("tree") }),
    ),
  }));
  return tree;
}

function arbitraryLeaf(
  fact: string,
  { type, max, most }: FactType,
  numbers: readonly string[],
): fc.Arbitrary<LeafCondition> {
  const of = (operators: readonly string[], value: fc.Arbitrary<LeafCondition["value"] & {}>) =>
    fc.record({ fact: fc.constant(fact), operator: fc.constantFrom(...operators), value });
  const presence = fc.record({ fact: fc.constant(fact), operator: fc.constantFrom("exists", "notExists") });
  const bounded = max !== undefined || most !== undefined;
  const small = fc.constantFrom(...NUMBERS.filter((number) => !bounded || Math.abs(number) <= (max ?? most ?? 0)));
  switch (type) {
    case "number":
      if (bounded) return fc.oneof(of(["greaterThanInclusive", "lessThan"], small), presence);
      return fc.oneof(
        of(["equal", "greaterThan", "lessThan", "greaterThanInclusive", "not:lessThanInclusive"], small),
        of(["in"], fc.uniqueArray(small, { minLength: 1, maxLength: 3 })),
        ...(numbers.length > 0
          ? [of(["greaterThan", "lessThan"], fc.record({ fact: fc.constantFrom(...numbers) }))]
          : []),
      );
    case "date":
      return fc.oneof(
        { weight: 4, arbitrary: of(["withinLast", "olderThan", "not:withinLast"], fc.constantFrom(...DURATIONS)) },
        of(["before", "after"], fc.constantFrom(...INSTANTS)),
        presence,
      );
    case "boolean":
      return of(["equal", "notEqual"], fc.boolean());
    case "object":
      return presence;
    default:
      return fc.oneof(of(["equal", "notEqual"], fc.constantFrom("a", "b", 120)), presence);
  }
}

const isUnbounded = (type: FactType | undefined): boolean =>
  type?.type === "number" && type.max === undefined && type.most === undefined;
