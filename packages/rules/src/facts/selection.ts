import type { EpochMs, Json } from "@tributary/core";
import type { CompiledTrack } from "./plan";
import { type FilledTrack, type Track, valuesOf } from "./tracks";

/** The kept occurrences `[start, end)` in a range of time, and whether they are all there were. */
export interface Selection {
  readonly track: CompiledTrack;
  readonly state: FilledTrack;
  readonly start: number;
  readonly end: number;
  /** How many occurrences are kept, in range or not. */
  readonly kept: number;
  /** Whether nothing that was let go can be in range. */
  readonly complete: boolean;
}

/** Which occurrences a fact reads; no window is since ever. */
export interface Range {
  readonly withinMs?: number | undefined;
  readonly last?: number | undefined;
}

/**
 * Selects the kept occurrences with `now − within < at ≤ now`, and of those the `last` most recent.
 *
 * What was let go is never after the oldest kept occurrence, so the selection is complete when nothing was let go, when
 * the window opens at or after the oldest kept instant, or when it found all the `last` it looks for.
 */
export function select(track: CompiledTrack, state: Track, { withinMs, last }: Range, now: EpochMs): Selection {
  const filled = state === 0 ? track.blank : state;
  const numbers = filled[0];
  const kept = (numbers.length - track.head) / track.stride;
  const end = countUpTo(numbers, track, kept, now);
  const start = withinMs === undefined ? 0 : countUpTo(numbers, track, end, now - withinMs);
  if (last !== undefined && end - start >= last) {
    return { track, state: filled, start: end - last, end, kept, complete: true };
  }
  const opensLater = withinMs !== undefined && (numbers[track.head] as number) <= now - withinMs;
  return { track, state: filled, start, end, kept, complete: numbers[0] === kept || opensLater };
}

/** How many of the first `kept` occurrences are at or before an instant: they come first. */
function countUpTo(
  numbers: readonly number[],
  { head, stride }: CompiledTrack,
  kept: number,
  instant: EpochMs,
): number {
  if (kept === 0 || (numbers[head + (kept - 1) * stride] as number) <= instant) return kept;
  let [low, high] = [0, kept - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[head + middle * stride] as number) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The instant of a kept occurrence. */
export const instantAt = ({ track, state }: Selection, i: number): EpochMs =>
  state[0][track.head + i * track.stride] as EpochMs;

/** The hash of a kept occurrence's event id. */
export const hashAt = ({ track, state }: Selection, i: number): number =>
  state[0][track.head + i * track.stride + 1] as number;

/** A numeric column of a kept occurrence. */
export const numberAt = ({ track, state }: Selection, i: number, column: number): number =>
  state[0][track.head + i * track.stride + 2 + column] as number;

/** A value column of a kept occurrence; `null` where it has none. */
export const valueAt = ({ track, state }: Selection, i: number, column: number): Json =>
  valuesOf(state)[track.valuesHead + i * track.valuesStride + column] as Json;
