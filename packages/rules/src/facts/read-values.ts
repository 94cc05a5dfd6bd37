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
    const tallies = tallyValues(selection, column);
    let usable = 0;
    for (const { count } of tallies) usable += count;
    const counted = end - start;
    return { value: tallies.length, counted, skipped: counted - usable, from: selection };
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
    const tallies = tallyValues(selection, column, fade && ((i) => leftOf(selection, i, fade, now)));
    let [best, usable, whole]: [Tally | undefined, number, number] = [undefined, 0, 0];
    for (const tally of tallies) {
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

/** Each value with how often it is there, in the order they come first. Without `weigh` each weighs 1. */
function tallyValues(selection: Selection, column: number, weigh?: (i: number) => number): readonly Tally[] {
  const tallies: Tally[] = [];
  let byValue: Map<Countable, Tally> | undefined;
  for (let i = selection.start; i < selection.end; i++) {
    const value = valueAt(selection, i, column);
    if (!isCountable(value)) continue;
    let tally = byValue === undefined ? among(tallies, value) : byValue.get(value);
    if (tally === undefined) {
      tally = { value, count: 0, weight: 0, last: i };
      tallies.push(tally);
      byValue?.set(value, tally);
      if (tallies.length === FEW) byValue = new Map(tallies.map((one) => [one.value, one]));
    }
    tally.count++;
    tally.weight += weigh === undefined ? 1 : weigh(i);
    tally.last = i;
  }
  return tallies;
}

/** Up to here looking through them is faster than a map; measured. */
const FEW = 8;

function among(tallies: readonly Tally[], value: Countable): Tally | undefined {
  for (const tally of tallies) if (tally.value === value) return tally;
  return undefined;
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
