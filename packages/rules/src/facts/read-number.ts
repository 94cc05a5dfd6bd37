import { addSums, type ExactSum, exactSum, subtractSums, sumToNumber, ZERO_SUM } from "./exact-sum";
import type { Read, Reading } from "./reading";
import { instantAt, numberAt, type Selection } from "./selection";
import { NO_NUMBER, TOTAL_SIZE, type TotalNumbers } from "./tracks";

/** What a number fact asks of its numbers. */
export type NumberKind = "sum" | "min" | "max" | "avg";

/** Numbers summed up. */
interface Total {
  readonly count: number;
  readonly sum: ExactSum;
  readonly min: number;
  readonly max: number;
}

/** How many occurrences are in range; at the bound, "that many or more". */
export const readCount: Read = (selection) => {
  const { start, end, complete, kept } = selection;
  if (complete) return { value: end - start, counted: end - start, from: selection };
  if (end - start === kept) return { value: kept, saturated: true, from: selection };
  return { unknown: "bound", from: selection };
};

/** How many occurrences there ever were by `now`. */
export const readLifetimeCount: Read = (selection, now) => {
  if (!isSettled(selection, now)) return { unknown: "bound", from: selection };
  const { state, kept, end } = selection;
  const counted = (state[0][0] as number) - (kept - end);
  return { value: counted, counted, from: selection };
};

/**
 * Whether everything let go happened by `now`. It is never after the oldest kept occurrence, so lifetime counters minus
 * the kept occurrences after `now` are then exact.
 */
export const isSettled = (selection: Selection, now: number): boolean =>
  selection.complete || instantAt(selection, 0) <= now;

/** A number over the occurrences in range. */
export const readNumber =
  (kind: NumberKind, column: number): Read =>
  (selection) => {
    const { start, end, complete } = selection;
    if (!complete) return { unknown: "bound", from: selection };
    return conclude(kind, totalOf(selection, start, end, column), end - start, selection);
  };

/** A number over everything there ever was by `now`. */
export const readLifetimeNumber =
  (kind: NumberKind, column: number, index: number): Read =>
  (selection, now) => {
    const { state, kept, end, complete } = selection;
    const counted = (state[0][0] as number) - (kept - end);
    if (end === kept) return conclude(kind, lifetimeOf(selection, index), counted, selection);
    if (complete) return conclude(kind, totalOf(selection, 0, end, column), end, selection);
    const total = isSettled(selection, now) ? withoutLater(kind, selection, index, column) : undefined;
    return total ? conclude(kind, total, counted, selection) : { unknown: "bound", from: selection };
  };

/** Sums up a numeric column over the kept occurrences `[start, end)`. */
function totalOf(selection: Selection, start: number, end: number, column: number): Total {
  let [count, sum, min, max] = [0, ZERO_SUM, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = start; i < end; i++) {
    const value = numberAt(selection, i, column);
    if (value === NO_NUMBER) continue;
    count++;
    sum = addSums(sum, exactSum(value));
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { count, sum, min, max };
}

function lifetimeOf({ state }: Selection, index: number): Total {
  const from = 1 + index * TOTAL_SIZE;
  const [count, billions, millionths, min, max] = state[0].slice(from, from + TOTAL_SIZE) as TotalNumbers;
  return { count, sum: [billions, millionths], min, max };
}

/** The lifetime total without the kept occurrences after `now`, or `undefined` where an end cannot be told. */
function withoutLater(kind: NumberKind, selection: Selection, index: number, column: number): Total | undefined {
  const all = lifetimeOf(selection, index);
  const later = totalOf(selection, selection.end, selection.kept, column);
  const kept = totalOf(selection, 0, selection.end, column);
  const count = all.count - later.count;
  // an end stands unless only a later occurrence is known to have reached it
  if (count > 0 && kind === "min" && later.min === all.min && kept.min !== all.min) return undefined;
  if (count > 0 && kind === "max" && later.max === all.max && kept.max !== all.max) return undefined;
  return { ...all, count, sum: subtractSums(all.sum, later.sum) };
}

/** Says a total as the number asked for. Nothing sums to 0; the mean and the ends of nothing are unknown. */
function conclude(kind: NumberKind, { count, sum, min, max }: Total, counted: number, from: Selection): Reading {
  const skipped = counted - count;
  if (kind === "sum") return { value: sumToNumber(sum), counted, skipped, from };
  if (count === 0) return { unknown: counted === 0 ? "never" : "no-value", counted, skipped, from };
  return { value: kind === "avg" ? sumToNumber(sum) / count : kind === "min" ? min : max, counted, skipped, from };
}
