import { dateOfDay, localDay } from "@tributary/core";
import { isSettled } from "./read-number";
import type { Read } from "./reading";
import { instantAt, type Selection } from "./selection";
import { type Days, daysOf } from "./tracks";

/** Occurrences per calendar day of the `keep` most recent days on which there were any by `now`. */
export const readDaily =
  (zoneIndex: number, keep: number): Read =>
  (selection, now) => {
    if (!isSettled(selection, now)) return { unknown: "bound", from: selection };
    const pairs = countsByDay(selection, zoneIndex);
    const counted = (selection.state[0][0] as number) - (selection.kept - selection.end);
    let known = 0;
    for (let i = 0; i < pairs.length; i += 2) known += pairs[i + 1] as number;
    // days were let go, and the ones left are too few to be sure to be the most recent
    if (known < counted && pairs.length < 2 * keep) return { unknown: "bound", from: selection };
    const value: { [date: string]: number } = {};
    for (let i = Math.max(0, pairs.length - 2 * keep); i < pairs.length; i += 2) {
      value[dateOfDay(pairs[i] as number)] = pairs[i + 1] as number;
    }
    return { value, counted, from: selection };
  };

/** The counts of a track's days without the kept occurrences after the selection, ascending, no zeros. */
function countsByDay(selection: Selection, zoneIndex: number): Days {
  const { track, state, end, kept } = selection;
  const pairs = daysOf(state)[zoneIndex] ?? [];
  if (end === kept) return pairs;
  const counts = new Map<number, number>();
  for (let i = 0; i < pairs.length; i += 2) counts.set(pairs[i] as number, pairs[i + 1] as number);
  for (let i = end; i < kept; i++) {
    const day = localDay(instantAt(selection, i), track.layout.zones[zoneIndex] as string);
    const left = (counts.get(day) ?? 0) - 1;
    if (left > 0) counts.set(day, left);
    else counts.delete(day);
  }
  return [...counts].flat();
}
