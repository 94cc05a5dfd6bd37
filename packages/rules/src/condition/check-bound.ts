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

/** Which thresholds some value up to `most` still passes and another does not; for these even `most` itself is beyond. */
const SAYS_NOTHING_AT_MOST: ReadonlySet<string> = new Set(["greaterThan", "lessThanInclusive"]);

const MIRRORED: ReadonlyMap<string, string> = new Map([
  ["lessThan", "greaterThan"],
  ["greaterThan", "lessThan"],
  ["lessThanInclusive", "greaterThanInclusive"],
  ["greaterThanInclusive", "lessThanInclusive"],
]);

/**
 * Refuses a threshold that a saturating count cannot decide exactly, or that no value of a bounded fact reaches, and a
 * comparison of a saturating count with another fact.
 */
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
  const { max, most } = fact.type;
  const thresholds: readonly Json[] = Array.isArray(value.literal) ? value.literal : [value.literal];
  const firstBeyond = (decides: (threshold: number) => boolean): Json | undefined =>
    thresholds.find((threshold) => typeof threshold === "number" && !decides(threshold));
  const decides = DECIDES.get(operator) ?? below;
  const undecided = max === undefined ? undefined : firstBeyond((threshold) => decides(threshold, max));
  if (undecided !== undefined) {
    const message = `${fact.what} stops counting at ${max}, so ${operator} ${String(undecided)} cannot be decided`;
    issues.add("above-bound", value.pointer, message);
  }
  if (most === undefined) return;
  const reached = SAYS_NOTHING_AT_MOST.has(operator) ? below : (threshold: number) => threshold <= most;
  const beyond = firstBeyond((threshold) => reached(threshold, most));
  if (beyond === undefined) return;
  issues.add(
    "above-bound",
    value.pointer,
    `${fact.what} is never above ${most}, so ${operator} ${beyond} says nothing`,
  );
}
