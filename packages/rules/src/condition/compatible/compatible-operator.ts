import type { EpochMs, Json } from "@tributary/core";
import type { Operator } from "../operator";
import { prepare } from "../prepare";

/** An operator as json-rules-engine asks it: any value on either side, and whatever comes out. */
export type CompatibleCompare = (factValue: unknown, jsonValue: unknown, now: EpochMs) => unknown;

type List = { indexOf(value: unknown): number; some(test: (value: unknown) => unknown): boolean } & {
  every(test: (value: unknown) => unknown): boolean;
};

const isNumeric = (value: unknown): boolean => !Number.isNaN(Number.parseFloat(value as string));

/** JavaScript's own comparison, for a fact that starts like a number; the other side may be anything. */
const ordering =
  (holds: (a: number, b: number) => boolean): CompatibleCompare =>
  (a, b) =>
    isNumeric(a) && holds(a as number, b as number);

/** json-rules-engine's operators, with its errors: `in` fails on a value that has no `indexOf`. */
const THEIRS: ReadonlyMap<string, CompatibleCompare> = new Map<string, CompatibleCompare>([
  ["equal", (a, b) => a === b],
  ["notEqual", (a, b) => a !== b],
  ["in", (a, b) => (b as List).indexOf(a) > -1],
  ["notIn", (a, b) => (b as List).indexOf(a) === -1],
  ["contains", (a, b) => Array.isArray(a) && a.indexOf(b) > -1],
  ["doesNotContain", (a, b) => Array.isArray(a) && a.indexOf(b) === -1],
  ["lessThan", ordering((a, b) => a < b)],
  ["lessThanInclusive", ordering((a, b) => a <= b)],
  ["greaterThan", ordering((a, b) => a > b)],
  ["greaterThanInclusive", ordering((a, b) => a >= b)],
]);

const DECORATORS: ReadonlyMap<string, (next: CompatibleCompare) => CompatibleCompare> = new Map<
  string,
  (next: CompatibleCompare) => CompatibleCompare
>([
  ["someFact", (next) => (list, value, now) => Array.isArray(list) && list.some((each) => next(each, value, now))],
  ["everyFact", (next) => (list, value, now) => Array.isArray(list) && list.every((each) => next(each, value, now))],
  ["someValue", (next) => (fact, jsonValue, now) => (jsonValue as List).some((each) => next(fact, each, now))],
  ["everyValue", (next) => (fact, jsonValue, now) => (jsonValue as List).every((each) => next(fact, each, now))],
  ["swap", (next) => (fact, value, now) => next(value, fact, now)],
  ["not", (next) => (fact, value, now) => !next(fact, value, now)],
]);

/** The operators json-rules-engine does not have: ours and the host's, unknown read as false. */
export function addedOperators(operators: ReadonlyMap<string, Operator>): ReadonlyMap<string, Operator> {
  const added = [...operators].filter(([name, { operand }]) => !THEIRS.has(name) && operand !== "element");
  return new Map(added);
}

/** Asks an added operator: `exists` and `notExists` of what is not there, all others only of what is. */
export const askAdded =
  (operator: Operator): CompatibleCompare =>
  (actual, expected, now) => {
    if (actual === undefined) return operator.whenMissing ?? false;
    if (operator.whenMissing !== undefined) return !operator.whenMissing;
    return expected !== undefined && operator.compare(actual, prepare(expected as Json, operator, []), now) === true;
  };

/** The operator at the end of a name, where it is an added one. */
export const addedOperatorOf = (name: string, added: ReadonlyMap<string, Operator>): Operator | undefined =>
  added.get(name.slice(name.lastIndexOf(":") + 1));

/** Finds an operator by its name, with decorators before it from the outermost in; `undefined` for an unknown one. */
export function findCompatible(name: string, added: ReadonlyMap<string, Operator>): CompatibleCompare | undefined {
  const known = THEIRS.get(name);
  if (known) return known;
  const operator = added.get(name);
  if (operator) return askAdded(operator);
  const colon = name.indexOf(":");
  const decorate = colon > 0 ? DECORATORS.get(name.slice(0, colon)) : undefined;
  const inner = decorate && findCompatible(name.slice(colon + 1), added);
  return decorate && inner && decorate(inner);
}
