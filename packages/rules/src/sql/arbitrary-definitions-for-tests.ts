import * as fc from "fast-check";
import type { Comparison, FactDefinition, FactDefinitions, WhereValue } from "../facts/index";

const TYPES = ["storeVisited", "orderPlaced", "vehicleViewed"] as const;
const PROPERTIES = ["amount", "car.series", "car.series.inner", "odd ' name", 'a/"b~$'] as const;

const events = fc.oneof(fc.constantFrom(...TYPES), fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1 }));
const value: fc.Arbitrary<WhereValue> = fc.constantFrom(
  "a",
  "b",
  "5",
  "",
  "o'c\"; --",
  5,
  0,
  -2.5,
  120,
  true,
  false,
  null,
);
const number = fc.constantFrom(-2.5, 0, 5, 120, 1e300);

const optional = <T>(arbitraries: { [Key in keyof T]: fc.Arbitrary<T[Key]> }): fc.Arbitrary<Partial<T>> =>
  fc.record(arbitraries, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

const comparison: fc.Arbitrary<Comparison> = optional<Required<Comparison>>({
  eq: value,
  ne: value,
  gt: number,
  gte: number,
  lt: number,
  lte: number,
  in: fc.array(value, { minLength: 1, maxLength: 3 }),
  exists: fc.boolean(),
}).filter((each) => Object.keys(each).length > 0);

const where = fc.dictionary(fc.constantFrom(...PROPERTIES), fc.oneof(value, comparison), { maxKeys: 2 });
const source = { events, where, keep: fc.integer({ min: 2, max: 4 }) };
const within = fc.constantFrom("1h", "1d", "30d");
const last = fc.constantFrom(1, 2);
const property = fc.constantFrom(...PROPERTIES);

const kinds = <Kind extends string>(...names: readonly Kind[]): fc.Arbitrary<Kind> => fc.constantFrom(...names);
const needing = (needed: object, more: object): fc.Arbitrary<FactDefinition> =>
  fc
    .tuple(fc.record(needed as never), fc.record(more as never, { requiredKeys: [] }))
    .map(([a, b]) => ({ ...(a as object), ...(b as object) }) as FactDefinition);

/** One definition of a kind that is written as SQL, with names that want quoting and values that want binding. */
const arbitraryDefinition: fc.Arbitrary<FactDefinition> = fc.oneof(
  needing({ kind: kinds("count"), events }, { ...source, within }),
  needing({ kind: kinds("sum", "min", "max", "avg", "distinct"), events, property }, { ...source, within, last }),
  needing({ kind: kinds("first", "last"), events, property }, { ...source, within }),
  needing({ kind: kinds("first", "last"), events, read: fc.constant("at") }, { ...source, within }),
  needing(
    { kind: kinds("since"), events },
    { ...source, within, unit: kinds("days", "hours", "minutes"), of: kinds("first", "last") },
  ),
  needing({ kind: kinds("trait"), property }, { keep: source.keep }),
);

/** Some facts together: they share what they read. */
export const arbitraryDefinitions: fc.Arbitrary<FactDefinitions> = fc
  .array(arbitraryDefinition, { minLength: 1, maxLength: 8 })
  .map((facts) => Object.fromEntries(facts.map((fact, i) => [`fact ${i}`, fact])));
