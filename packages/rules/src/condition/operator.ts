import { type EpochMs, isEpochMs } from "@tributary/core";
import type { FactType } from "./condition";
import type { ElementTest } from "./element-test";
import { MAX_MATCHED_LENGTH } from "./read-pattern";

/** Whether `actual` stands in the relation to `expected`; `undefined` where the types do not allow an answer. */
export type Compare = (actual: unknown, expected: unknown, now: EpochMs) => boolean | undefined;

/**
 * What the `value` of a leaf must be. A window is a duration such as `"7d"`; an instant is epoch milliseconds or ISO 8601
 * with its zone; a range is `[lower, upper]`; a pattern is a regular expression as text; an element is a condition about
 * one element of a list.
 */
export type OperandKind =
  | "scalar"
  | "number"
  | "instant"
  | "text"
  | "window"
  | "list"
  | "range"
  | "pattern"
  | "element"
  | "none";

/** An operator: what it may be asked of, what it compares with, and how. */
export interface Operator {
  readonly name: string;
  readonly operand: OperandKind;
  /** The fact types it gives an answer for; `undefined` where any present value has one. */
  readonly reads: readonly FactType["type"][] | undefined;
  readonly compare: Compare;
  /** Whether a long list may come to it as a `Set`. */
  readonly hashes?: boolean;
  /** The answer where the fact is missing; unknown for all but the presence operators. */
  readonly whenMissing?: boolean;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && !Number.isNaN(value);

const ordering =
  (holds: (a: number, b: number) => boolean): Compare =>
  (actual, expected) =>
    isNumber(actual) && isNumber(expected) ? holds(actual, expected) : undefined;

const texts =
  (holds: (text: string, part: string) => boolean): Compare =>
  (actual, expected) =>
    typeof actual === "string" && typeof expected === "string" ? holds(actual, expected) : undefined;

const instants =
  (holds: (a: EpochMs, b: number, now: EpochMs) => boolean): Compare =>
  (actual, expected, now) =>
    isEpochMs(actual) && isNumber(expected) ? holds(actual, expected, now) : undefined;

const contains: Compare = (list, element) => (Array.isArray(list) ? list.indexOf(element) >= 0 : undefined);

const isIn: Compare = (actual, list) => {
  if (list instanceof Set) return list.has(actual);
  return Array.isArray(list) ? list.indexOf(actual) >= 0 : undefined;
};

const matches: Compare = (text, pattern) =>
  typeof text === "string" && text.length <= MAX_MATCHED_LENGTH ? (pattern as RegExp).test(text) : undefined;

const elementMatches: Compare = (list, element, now) =>
  someOf(list, (each) => (element as ElementTest).holds(each, now));

const isBetween: Compare = (actual, range) => {
  const [lower, upper] = range as readonly [number, number];
  return isNumber(actual) ? actual >= lower && actual <= upper : undefined;
};

/** `any` over elements: yes if one is, else unknown if one is, else no. An empty list gives no, a non-list nothing. */
export function someOf(list: unknown, holds: (element: unknown) => boolean | undefined): boolean | undefined {
  if (!Array.isArray(list)) return undefined;
  let result: boolean | undefined = false;
  for (const element of list) {
    const answer = element === undefined ? undefined : holds(element);
    if (answer === true) return true;
    if (answer === undefined) result = undefined;
  }
  return result;
}

/** Swaps yes and no, and keeps what is not known. */
export const negate =
  (compare: Compare): Compare =>
  (actual, expected, now) => {
    const holds = compare(actual, expected, now);
    return holds === undefined ? undefined : !holds;
  };

const equal: Compare = (actual, expected) => actual === expected;
const numeric = { operand: "number", reads: ["number", "date"] } as const;
const textual = { operand: "text", reads: ["string"] } as const;

/**
 * The operators, by what they mean where a fact is present:
 *
 * - `equal` `notEqual` `in` `notIn`: `===`, on any value;
 * - `contains` `doesNotContain`: a list holds an element;
 * - `lessThan` `lessThanInclusive` `greaterThan` `greaterThanInclusive` `between`: numbers and instants, both ends of
 *   `between` included;
 * - `startsWith` `endsWith` `containsText`: text, by UTF-16 code units, upper and lower case differ;
 * - `matches`: a regular expression finds something in a text of at most 256 code units, see `readPattern`;
 * - `elementMatches`: one and the same element of a list fulfils a condition, with the element's keys as facts;
 * - `before` `after`: an instant against an instant, the instant itself is neither;
 * - `withinLast` `olderThan`: the age of an instant, half-open: `withinLast W` is 0 ≤ now − at < W and `olderThan W` is
 *   now − at ≥ W. An instant after `now` is neither: it has no age yet;
 * - `exists` `notExists`: whether there is a value at all; `null` is one. No answer where more happened than is kept.
 *
 * A wrong type, `NaN` or a number no date can name gives no answer.
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  (
    [
      { name: "equal", operand: "scalar", reads: undefined, compare: equal },
      { name: "notEqual", operand: "scalar", reads: undefined, compare: negate(equal) },
      { name: "in", operand: "list", reads: undefined, compare: isIn, hashes: true },
      { name: "notIn", operand: "list", reads: undefined, compare: negate(isIn), hashes: true },
      { name: "contains", operand: "scalar", reads: ["list"], compare: contains },
      { name: "doesNotContain", operand: "scalar", reads: ["list"], compare: negate(contains) },
      { name: "lessThan", ...numeric, compare: ordering((a, b) => a < b) },
      { name: "lessThanInclusive", ...numeric, compare: ordering((a, b) => a <= b) },
      { name: "greaterThan", ...numeric, compare: ordering((a, b) => a > b) },
      { name: "greaterThanInclusive", ...numeric, compare: ordering((a, b) => a >= b) },
      { name: "between", operand: "range", reads: ["number", "date"], compare: isBetween },
      { name: "startsWith", ...textual, compare: texts((text, part) => text.startsWith(part)) },
      { name: "endsWith", ...textual, compare: texts((text, part) => text.endsWith(part)) },
      { name: "containsText", ...textual, compare: texts((text, part) => text.includes(part)) },
      { name: "matches", operand: "pattern", reads: ["string"], compare: matches },
      { name: "elementMatches", operand: "element", reads: ["list"], compare: elementMatches },
      { name: "before", operand: "instant", reads: ["date"], compare: instants((a, b) => a < b) },
      { name: "after", operand: "instant", reads: ["date"], compare: instants((a, b) => a > b) },
      {
        name: "withinLast",
        operand: "window",
        reads: ["date"],
        compare: instants((at, length, now) => at <= now && now - at < length),
      },
      { name: "olderThan", operand: "window", reads: ["date"], compare: instants((at, age, now) => now - at >= age) },
      { name: "exists", operand: "none", reads: undefined, compare: () => true, whenMissing: false },
      { name: "notExists", operand: "none", reads: undefined, compare: () => false, whenMissing: true },
    ] satisfies readonly Operator[]
  ).map((operator) => [operator.name, operator]),
);
