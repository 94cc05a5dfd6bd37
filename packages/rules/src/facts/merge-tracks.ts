import type { Json } from "@tributary/core";
import { addDay } from "./days";
import type { FactSet } from "./define-facts";
import { addFirst, addTotal, type Draft, insertOccurrence, openDraft, sealDraft } from "./draft";
import { requireTracks } from "./fold-tracks";
import { type CompiledTrack, keptIn } from "./plan";
import {
  daysOf,
  FIRST_SIZE,
  type FilledTrack,
  NO_HASH,
  TOTAL_SIZE,
  type TotalNumbers,
  type Track,
  type Tracks,
  valuesOf,
} from "./tracks";

/**
 * Joins the tracks of two leaves: what folding the events of both would have given.
 *
 * Commutative and associative to the byte, with {@link emptyTracks} as identity; kept occurrences join as a set, lifetime
 * counts add, so the leaves must not share an event.
 *
 * @returns new tracks; nothing that came in is changed
 * @throws RangeError when the tracks were folded under other definitions
 * @example
 * const facts = defineFacts({ visits: { kind: "count", events: "storeVisited" } });
 * const visit = (id, at) => ({ id, type: "storeVisited", at, ids: [], properties: {}, source: "crm" });
 * const [phone, openid] = [visit("e1", 1000), visit("e2", 2000)].map((event) => foldTracks(facts, undefined, event));
 * readFacts(facts, mergeTracks(facts, phone, openid), { now: 2000 }); // => { visits: 2 }
 */
export function mergeTracks(set: FactSet, a: Tracks | undefined, b: Tracks | undefined): Tracks {
  const [left, right] = [requireTracks(set, a), requireTracks(set, b)];
  return set.plan.tracks.map((track, i) => mergeTrack(track, left[i] ?? 0, right[i] ?? 0));
}

function mergeTrack(track: CompiledTrack, a: Track, b: Track): Track {
  if (a === 0) return b;
  if (b === 0) return a;
  const [larger, smaller] = a[0].length >= b[0].length ? [a, b] : [b, a];
  const draft = openDraft(track, larger);
  draft.numbers[0] = (draft.numbers[0] as number) + (smaller[0][0] as number);
  mergeHead(track, draft, smaller);
  mergeOccurrences(track, draft, smaller);
  mergeDays(track, draft, smaller);
  return sealDraft(track, draft);
}

function mergeHead(track: CompiledTrack, draft: Draft, state: FilledTrack): void {
  const [numbers, values] = [state[0], valuesOf(state)];
  for (let i = 0; i < track.totals.length; i++) {
    const at = 1 + i * TOTAL_SIZE;
    const [count, billions, millionths, min, max] = numbers.slice(at, at + TOTAL_SIZE) as TotalNumbers;
    addTotal(draft, i, count, [billions, millionths], min, max);
  }
  for (let i = 0; i < track.firsts.length; i++) {
    const at = track.firstsAt + i * FIRST_SIZE;
    const [instant, hash] = [numbers[at] as number, numbers[at + 1] as number];
    if (hash !== NO_HASH) addFirst(track, draft, i, instant, hash, values[i] as Json);
  }
}

function mergeOccurrences(track: CompiledTrack, draft: Draft, state: FilledTrack): void {
  const [numbers, values] = [state[0], valuesOf(state)];
  const { head, stride, valuesHead, valuesStride } = track;
  for (let i = 0; i < keptIn(numbers, track); i++) {
    const [from, valuesFrom] = [head + i * stride, valuesHead + i * valuesStride];
    insertOccurrence(track, draft, {
      at: numbers[from] as number,
      hash: numbers[from + 1] as number,
      numbers: numbers.slice(from + 2, from + stride),
      values: values.slice(valuesFrom, valuesFrom + valuesStride),
    });
  }
}

function mergeDays({ layout }: CompiledTrack, draft: Draft, state: FilledTrack): void {
  for (const [zone, pairs] of daysOf(state).entries()) {
    for (let i = 0; i < pairs.length; i += 2) {
      addDay(draft.days[zone] as number[], pairs[i] as number, pairs[i + 1] as number, layout.keep);
    }
  }
}
