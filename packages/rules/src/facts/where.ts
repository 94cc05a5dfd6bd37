import type { Json, JsonObject } from "@tributary/core";

/** What a property can be compared with. */
export type WhereValue = string | number | boolean | null;

/** Claims about one property that must all hold. A missing property satisfies none but `exists: false`. */
export interface Comparison {
  readonly eq?: WhereValue;
  readonly ne?: WhereValue;
  /** Ordering is for numbers; any other value does not match. */
  readonly gt?: number;
  readonly gte?: number;
  readonly lt?: number;
  readonly lte?: number;
  readonly in?: readonly WhereValue[];
  /** `null` is present. */
  readonly exists?: boolean;
}

/** Which occurrences a fact counts: property path → value or comparison, all of which must hold. */
export type Where = { readonly [path: string]: WhereValue | Comparison };

/** Reads one property of an event; `undefined` where it has none. */
export type ReadProperty = (properties: JsonObject) => Json | undefined;

type Matches = (value: Json | undefined) => boolean;

const ordering =
  (holds: (value: number) => boolean): Matches =>
  (value) =>
    typeof value === "number" && holds(value);

const COMPARISONS: { readonly [Name in keyof Comparison]-?: (operand: Required<Comparison>[Name]) => Matches } = {
  eq: (operand) => (value) => value === operand,
  ne: (operand) => (value) => value !== undefined && value !== operand,
  gt: (operand) => ordering((value) => value > operand),
  gte: (operand) => ordering((value) => value >= operand),
  lt: (operand) => ordering((value) => value < operand),
  lte: (operand) => ordering((value) => value <= operand),
  in: (operand) => (value) => operand.includes(value as WhereValue),
  exists: (operand) => (value) => (value !== undefined) === operand,
};

/**
 * Compiles a filter on event properties. Own properties only; no coercion between types.
 *
 * @param where property path (`"amountMinor"`, `"car.series"`) → value or {@link Comparison}; `undefined` matches all
 * @example
 * const matches = compileWhere({ "car.series": "星愿", amountMinor: { gte: 100, lt: 200 } });
 * matches({ car: { series: "星愿" }, amountMinor: 150 }); // => true
 * matches({ car: { series: "星愿" }, amountMinor: "150" }); // => false
 */
export function compileWhere(where: Where | undefined): (properties: JsonObject) => boolean {
  const tests = Object.entries(where ?? {}).map(([path, wanted]) => {
    const read = propertyReader(path);
    const matches = compileComparisons(wanted);
    return (properties: JsonObject) => matches.every((match) => match(read(properties)));
  });
  const [only] = tests;
  if (only === undefined) return () => true;
  return tests.length === 1 ? only : (properties) => tests.every((test) => test(properties));
}

function compileComparisons(wanted: WhereValue | Comparison): readonly Matches[] {
  if (wanted === null || typeof wanted !== "object") return [COMPARISONS.eq(wanted)];
  return Object.entries(wanted).map(([name, operand]) =>
    (COMPARISONS[name as keyof Comparison] as (operand: unknown) => Matches)(operand),
  );
}

/**
 * Compiles a dotted property path into a reader that never leaves own properties.
 *
 * @example
 * propertyReader("car.series")({ car: { series: "星愿" } }); // => "星愿"
 * propertyReader("car.toString")({ car: {} }); // => undefined
 */
export function propertyReader(path: string): ReadProperty {
  const segments = path.split(".");
  const [first] = segments as [string];
  if (segments.length === 1) return (properties) => own(properties, first);
  return (properties) => segments.reduce<Json | undefined>(own, properties);
}

const own = (value: Json | undefined, key: string): Json | undefined =>
  value !== null && typeof value === "object" && Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined;
