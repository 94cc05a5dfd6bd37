import { parseDuration } from "@tributary/core";
import type { Scalar } from "../condition/index";
import type { Draft } from "./draft";
import { isOneOf } from "./one-of";
import { instantOf, numberOf, type Operand, textOf } from "./operand";

/** A constant that is no single value: a list to look in, a window, or a range. */
export type Constant = Scalar | readonly (Scalar | readonly Scalar[])[];

/** The claim of an operator about two sides that are both there, or `undefined` where SQL cannot say it exactly. */
type Compare = (left: Operand, right: Operand, draft: Draft) => string | undefined;

const ordering =
  (sign: string): Compare =>
  (left, right, draft) =>
    `${numberOf(left, draft)} ${sign} ${numberOf(right, draft)}`;

/** `before` and `after` ask for an instant on the left only. */
const instants =
  (sign: string): Compare =>
  (left, right, draft) =>
    `${instantOf(left, draft)} ${sign} ${numberOf(right, draft)}`;

const texts =
  (name: "startsWith" | "endsWith" | "containsText"): Compare =>
  (left, right, draft) =>
    draft.dialect[name](textOf(left, draft), textOf(right, draft));

/** Two columns are only compared where both are numbers: what two JSON values have in common depends on their history. */
const equal: Compare = (left, right, draft) => {
  if (left.type === "constant") return right.type === "constant" ? undefined : equal(right, left, draft);
  if (right.type === "constant") return isAmong(left, [right.value], draft);
  return left.type === "number" && right.type === "number" ? `${left.sql} = ${right.sql}` : undefined;
};

/** Whether a column is one of some values. */
function isAmong(side: Operand, values: readonly Scalar[], draft: Draft): string | undefined {
  if (side.type === "constant") return undefined;
  if (side.type === "json") return isOneOf(side.sql, values, draft.dialect, draft.bind);
  const numbers = values.filter((value) => typeof value === "number");
  return numbers.length > 0 ? `${side.sql} IN (${numbers.map((value) => draft.bind(value)).join(", ")})` : "FALSE";
}

/** Operators between two single values. */
export const COMPARISONS: ReadonlyMap<string, Compare> = new Map([
  ["equal", equal],
  ["lessThan", ordering("<")],
  ["lessThanInclusive", ordering("<=")],
  ["greaterThan", ordering(">")],
  ["greaterThanInclusive", ordering(">=")],
  ["before", instants("<")],
  ["after", instants(">")],
  ["startsWith", texts("startsWith")],
  ["endsWith", texts("endsWith")],
  ["containsText", texts("containsText")],
]);

/** Operators with a constant of their own kind. */
export const CLAIMS: ReadonlyMap<string, (side: Operand, constant: Constant, draft: Draft) => string | undefined> =
  new Map([
    ["in", (side, list, draft) => isAmong(side, list as readonly Scalar[], draft)],
    [
      "between",
      (side, range, draft) => {
        const number = numberOf(side, draft);
        const [lower, upper] = (range as readonly number[]).map((end) => draft.bind(end));
        return `${number} BETWEEN ${lower} AND ${upper}`;
      },
    ],
    [
      "withinLast",
      (side, window, draft) => {
        const [at, now] = [instantOf(side, draft), draft.bind(draft.now)];
        return `${at} <= ${now} AND ${now} - ${at} < ${draft.bind(parseDuration(window as string) as number)}`;
      },
    ],
    [
      "olderThan",
      (side, window, draft) =>
        `${draft.bind(draft.now)} - ${instantOf(side, draft)} >= ${draft.bind(parseDuration(window as string) as number)}`,
    ],
  ]);
