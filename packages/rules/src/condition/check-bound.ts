import type { Json } from "@tributary/core";
import type { Side } from "./check-operand";
import type { IssueList } from "./issue-list";

/**
 * Which thresholds a count that saturates at `max` still decides: below `max` its value is exact, and `max` itself
 * means "max or more".
 */
const DECIDES: ReadonlyMap<string, (threshold: number, max: number) => boolean> = new Map([
  ["greaterThanInclusive", (threshold: number, max: number) => threshold <= max],
  ["lessThan", (threshold: number, max: number) => threshold <= max],
]);

const below = (threshold: number, max: number): boolean => threshold < max;

const MIRRORED: ReadonlyMap<string, string> = new Map([
  ["lessThan", "greaterThan"],
  ["greaterThan", "lessThan"],
  ["lessThanInclusive", "greaterThanInclusive"],
  ["greaterThanInclusive", "lessThanInclusive"],
]);

/** Refuses a threshold that a saturating count cannot decide exactly, and a comparison of such a count with a fact. */
export function checkBound(operator: string, left: Side, right: Side, issues: IssueList): void {
  if ("type" in left && "type" in right) {
    const max = left.type.max ?? right.type.max;
    if (max !== undefined)
      issues.add("above-bound", right.pointer, `a count that stops at ${max} cannot be compared with another fact`);
  } else if ("type" in left && "literal" in right) {
    checkThresholds(operator, left, right, issues);
  } else if ("type" in right && "literal" in left) {
    checkThresholds(MIRRORED.get(operator) ?? operator, right, left, issues);
  }
}

function checkThresholds(
  operator: string,
  fact: Extract<Side, { readonly type: unknown }>,
  value: Extract<Side, { readonly literal: unknown }>,
  issues: IssueList,
): void {
  const { max } = fact.type;
  if (max === undefined) return;
  const thresholds: readonly Json[] = Array.isArray(value.literal) ? value.literal : [value.literal];
  const decides = DECIDES.get(operator) ?? below;
  const beyond = thresholds.find((threshold) => typeof threshold === "number" && !decides(threshold, max));
  if (beyond === undefined) return;
  const message = `${fact.what} stops counting at ${max}, so ${operator} ${String(beyond)} cannot be decided`;
  issues.add("above-bound", value.pointer, message);
}
