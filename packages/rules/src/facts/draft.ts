import type { Json } from "@tributary/core";
import { addSums, type ExactSum } from "./exact-sum";
import type { CompiledTrack } from "./plan";
import { daysOf, FIRST_SIZE, NO_HASH, TOTAL_SIZE, type TotalNumbers, type Track, valuesOf } from "./tracks";

/** A track while it is worked on: the same arrays, ours to change. */
export interface Draft {
  readonly numbers: number[];
  readonly values: Json[];
  readonly days: number[][];
}

/** One occurrence on its way into a draft. */
export interface Occurrence {
  readonly at: number;
  readonly hash: number;
  readonly numbers: readonly number[];
  readonly values: readonly Json[];
}

/** Copies a track to work on. */
export function openDraft(track: CompiledTrack, state: Track): Draft {
  const filled = state === 0 ? track.blank : state;
  return {
    numbers: filled[0].slice(),
    values: valuesOf(filled).slice(),
    days: daysOf(filled).map((pairs) => pairs.slice()),
  };
}

/** Ends the work on a draft: parts the layout has no use for are left out. */
export function sealDraft({ layout, valuesHead, valuesStride }: CompiledTrack, draft: Draft): Track {
  if (layout.zones.length > 0) return [draft.numbers, draft.values, draft.days];
  return valuesHead + valuesStride > 0 ? [draft.numbers, draft.values] : [draft.numbers];
}

/** Adds numbers to one total: `count` of them, their sum, the least and the greatest. */
export function addTotal(
  { numbers }: Draft,
  index: number,
  count: number,
  sum: ExactSum,
  min: number,
  max: number,
): void {
  const at = 1 + index * TOTAL_SIZE;
  const [before, billions, millionths, least, greatest] = numbers.slice(at, at + TOTAL_SIZE) as TotalNumbers;
  if (count === 0) return;
  numbers[at] = before + count;
  [numbers[at + 1], numbers[at + 2]] = addSums([billions, millionths], sum);
  numbers[at + 3] = before === 0 ? min : Math.min(least, min);
  numbers[at + 4] = before === 0 ? max : Math.max(greatest, max);
}

/** Offers an occurrence as one of the firsts: it stays if nothing is earlier. */
export function addFirst(
  { firstsAt }: CompiledTrack,
  { numbers, values }: Draft,
  index: number,
  at: number,
  hash: number,
  value: Json,
): void {
  const place = firstsAt + index * FIRST_SIZE;
  const known = numbers[place + 1] !== NO_HASH;
  if (known && !isBefore(at, hash, numbers[place] as number, numbers[place + 1] as number)) return;
  numbers[place] = at;
  numbers[place + 1] = hash;
  values[index] = value;
}

/** Files an occurrence in its place among the kept ones, and lets go of the oldest above the bound. */
export function insertOccurrence(track: CompiledTrack, { numbers, values }: Draft, occurrence: Occurrence): void {
  const { head, stride, valuesHead, valuesStride, layout } = track;
  const { at, hash } = occurrence;
  const kept = (numbers.length - head) / stride;
  let place = kept;
  for (; place > 0; place--) {
    const before = head + (place - 1) * stride;
    if (isBefore(numbers[before] as number, numbers[before + 1] as number, at, hash)) break;
    if (numbers[before] === at && numbers[before + 1] === hash) return; // folded before
  }
  const full = kept === layout.keep;
  numbers.splice(head + place * stride, 0, at, hash, ...occurrence.numbers);
  values.splice(valuesHead + place * valuesStride, 0, ...occurrence.values);
  if (!full) return;
  numbers.splice(head, stride);
  values.splice(valuesHead, valuesStride);
}

const isBefore = (at: number, hash: number, otherAt: number, otherHash: number): boolean =>
  at < otherAt || (at === otherAt && hash < otherHash);
