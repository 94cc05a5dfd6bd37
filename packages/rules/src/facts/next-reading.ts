import { type EpochMs, localDay, nextDateAt } from "@tributary/core";
import { instantAt, type Selection } from "./selection";
import { daysOf, FIRST_SIZE, NO_HASH } from "./tracks";

/** The earlier of instants; `undefined` is never. */
export function earliest(...instants: readonly (EpochMs | undefined)[]): EpochMs | undefined {
  let first: EpochMs | undefined;
  for (const at of instants) if (at !== undefined && (first === undefined || at < first)) first = at;
  return first;
}

/** The next instant at which another selection is made: a kept occurrence falls due, or the oldest selected one leaves. */
export function nextSelectionAt(selection: Selection, withinMs: number | undefined): EpochMs | undefined {
  const { start, end, kept } = selection;
  const due = end < kept ? instantAt(selection, end) : undefined;
  return earliest(due, withinMs !== undefined && start < end ? instantAt(selection, start) + withinMs : undefined);
}

/** When the very first occurrence falls due, where it has not yet. */
export function nextFirstAt({ track, state }: Selection, index: number, now: EpochMs): EpochMs | undefined {
  const place = track.firstsAt + index * FIRST_SIZE;
  const [at, hash] = [state[0][place] as number, state[0][place + 1] as number];
  return hash !== NO_HASH && at > now ? at : undefined;
}

/**
 * When the next date begins, where the days of a `daily` fact can read otherwise then: while any kept day is in its range,
 * or while days still to come stand for occurrences that were let go.
 */
export function nextDayAt(
  selection: Selection,
  { zoneIndex, withinDays }: { readonly zoneIndex: number; readonly withinDays: number | undefined },
  now: EpochMs,
): EpochMs | undefined {
  const zone = selection.track.layout.zones[zoneIndex] as string;
  const pairs = daysOf(selection.state)[zoneIndex] ?? [];
  const newest = pairs[pairs.length - 2] ?? Number.NEGATIVE_INFINITY;
  const inRange = withinDays !== undefined && newest > localDay(now, zone) - withinDays;
  const unsettled = !selection.complete && instantAt(selection, 0) > now;
  return inRange || unsettled ? nextDateAt(now, zone) : undefined;
}
