import { byCodeUnit, localDay } from "@tributary/core";
import { type Fade, leftOf } from "./read-decayed";
import type { Read } from "./reading";
import { instantAt, type Selection, valueAt } from "./selection";

/** What can be told apart and counted: no lists or objects. */
export type Countable = string | number | boolean;

interface Tally {
  readonly value: Countable;
  count: number;
  /** What its occurrences weigh together: as many as there are, or less where they fade. */
  weight: number;
  /** The last kept occurrence that has it. */
  last: number;
}

/** How many different values a column has in range. */
export const readDistinct =
  (column: number): Read =>
  (selection) => {
    const { start, end, complete } = selection;
    if (!complete) return { unknown: "bound", from: selection };
    const seen = new Set<Countable>();
    let skipped = 0;
    for (let i = start; i < end; i++) {
      const value = valueAt(selection, i, column);
      if (isCountable(value)) seen.add(value);
      else skipped++;
    }
    return { value: seen.size, counted: end - start, skipped, from: selection };
  };

/** On how many different days of a zone's calendar there is an occurrence in range. */
export const readDistinctDays =
  (zone: string): Read =>
  (selection) => {
    const { start, end, complete } = selection;
    if (!complete) return { unknown: "bound", from: selection };
    const days = new Set<number>();
    for (let i = start; i < end; i++) days.add(localDay(instantAt(selection, i), zone));
    return { value: days.size, counted: end - start, from: selection };
  };

/** The value of a column in range that weighs most; of equals the most recent, then the first in code-unit order. */
export const readTop =
  (column: number, fade: Fade | undefined): Read =>
  (selection, now) => {
    const { start, end, complete } = selection;
    if (!complete) return { unknown: "bound", from: selection };
    const weigh = fade === undefined ? () => 1 : (i: number) => leftOf(selection, i, fade, now);
    const tallies = tallyValues(selection, column, weigh);
    let [best, usable, whole]: [Tally | undefined, number, number] = [undefined, 0, 0];
    for (const tally of tallies.values()) {
      usable += tally.count;
      whole += tally.weight;
      if (best === undefined || leads(selection, tally, best)) best = tally;
    }
    const counted = end - start;
    const skipped = counted - usable;
    if (best === undefined) return { unknown: counted === 0 ? "never" : "no-value", counted, skipped, from: selection };
    const { value, count, weight } = best;
    return { value, top: { count, share: weight / whole }, counted, skipped, from: selection };
  };

function tallyValues(
  selection: Selection,
  column: number,
  weigh: (i: number) => number,
): ReadonlyMap<Countable, Tally> {
  const tallies = new Map<Countable, Tally>();
  for (let i = selection.start; i < selection.end; i++) {
    const value = valueAt(selection, i, column);
    if (!isCountable(value)) continue;
    const tally = tallies.get(value);
    if (tally === undefined) tallies.set(value, { value, count: 1, weight: weigh(i), last: i });
    else {
      tally.count++;
      tally.weight += weigh(i);
      tally.last = i;
    }
  }
  return tallies;
}

/** Whether a value can be told apart and counted. */
export const isCountable = (value: unknown): value is Countable =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

function leads(selection: Selection, a: Tally, b: Tally): boolean {
  if (a.weight !== b.weight) return a.weight > b.weight;
  const [lastOfA, lastOfB] = [instantAt(selection, a.last), instantAt(selection, b.last)];
  if (lastOfA !== lastOfB) return lastOfA > lastOfB;
  return byCodeUnit(JSON.stringify(a.value), JSON.stringify(b.value)) < 0;
}
