import { type EpochMs, localDay, nextDateAt, startOfLocalDay } from "@tributary/core";
import { isSettled } from "./read-number";
import { instantAt, type Selection } from "./selection";
import { type Days, daysOf } from "./tracks";

/** What a track's days hold by a moment. */
export interface DaysByNow {
  /** Ascending days with how many occurrences each had by then, no zeros, in flat pairs. */
  readonly days: Days;
  /** How many occurrences there ever were by then, those of days that were let go included. */
  readonly counted: number;
  /** The oldest day the track still holds, whatever happened on it. */
  readonly oldest: number;
  /** An instant after the moment with no occurrence in between; absent where none comes later. */
  readonly nextAt: EpochMs | undefined;
}

/**
 * Takes the occurrences after `now` out of a track's days.
 *
 * While the oldest kept occurrence is by `now`, all later ones are kept and are taken out one by one. Otherwise whole
 * days are: a day that is over counts, a day to come does not, and only where occurrences of the day of `now` itself were
 * let go can nobody tell on which side of it they were.
 *
 * @returns `undefined` where the days by `now` cannot be told
 */
export function countDaysBy(selection: Selection, zoneIndex: number, now: EpochMs): DaysByNow | undefined {
  const { track, state, kept, end } = selection;
  const zone = track.layout.zones[zoneIndex] as string;
  const pairs = daysOf(state)[zoneIndex] ?? [];
  const total = state[0][0] as number;
  const oldest = pairs[0] ?? Number.POSITIVE_INFINITY;
  if (end === kept) return { days: pairs, counted: total, oldest, nextAt: undefined };
  const counts = countsOf(pairs);
  const later = laterByDay(selection, zone);
  if (isSettled(selection, now)) {
    for (const [day, count] of later) counts.set(day, (counts.get(day) ?? 0) - count);
    const nextAt = end < kept ? instantAt(selection, end) : undefined;
    return { days: [...counts].filter(([, count]) => count > 0).flat(), counted: total - (kept - end), oldest, nextAt };
  }
  const side = sideOf(now, zone);
  if (occurrencesIn(pairs) < total && side(oldest - 1) !== "over") return undefined;
  let [counted, nextAt] = [total, instantAt(selection, end)];
  for (const [day, count] of counts) {
    const where = side(day);
    if (where === "over") continue;
    if (where === "now" && count > (later.get(day) ?? 0)) return undefined;
    counted -= count;
    counts.delete(day);
    if (where === "to-come") nextAt = Math.min(nextAt, startOfLocalDay(day, zone));
  }
  return { days: [...counts].flat(), counted, oldest, nextAt };
}

function countsOf(pairs: Days): Map<number, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < pairs.length; i += 2) counts.set(pairs[i] as number, pairs[i + 1] as number);
  return counts;
}

/** The kept occurrences after the selection, by day. */
function laterByDay(selection: Selection, zone: string): ReadonlyMap<number, number> {
  const later = new Map<number, number>();
  for (let i = selection.end; i < selection.kept; i++) {
    const day = localDay(instantAt(selection, i), zone);
    later.set(day, (later.get(day) ?? 0) + 1);
  }
  return later;
}

/**
 * Tells of a day whether it is over at `now`, to come, or neither. Clocks that go back over midnight show yesterday or
 * today once more, by a day at most.
 */
function sideOf(now: EpochMs, zone: string): (day: number) => "over" | "now" | "to-come" {
  const today = localDay(now, zone);
  const goesBack = localDay(nextDateAt(now, zone), zone) < today;
  return (day) => {
    if (day < today) return goesBack && day === today - 1 ? "now" : "over";
    return day > today && startOfLocalDay(day, zone) > now ? "to-come" : "now";
  };
}

/** How many occurrences days have together. */
export function occurrencesIn(pairs: Days): number {
  let total = 0;
  for (let i = 1; i < pairs.length; i += 2) total += pairs[i] as number;
  return total;
}
