import { type Event, hash53, isEpochMs, type Json, type JsonObject, localDay } from "@tributary/core";
import { addDay } from "./days";
import type { FactSet } from "./define-facts";
import { addFirst, addTotal, type Draft, insertOccurrence, openDraft, sealDraft } from "./draft";
import { exactSum, isSummable } from "./exact-sum";
import type { CompiledTrack } from "./plan";
import { NO_NUMBER, type Tracks } from "./tracks";
import type { ReadProperty } from "./where";

/**
 * The tracks of nobody: what folding starts from.
 *
 * @example
 * emptyTracks(defineFacts({ visits: { kind: "count", events: "storeVisited" } })); // => [0]
 */
export const emptyTracks = (set: FactSet): Tracks => set.plan.tracks.map(() => 0);

/**
 * Folds one event into tracks. The order of events never matters.
 *
 * An occurrence is known by its instant and a hash of its event's id, so an event folded twice leaves the kept
 * occurrences as they were; lifetime counts would grow, so give each event id once (a hub's inbox sees to it).
 *
 * @param tracks what was folded so far; `undefined` for nothing
 * @returns new tracks; nothing that came in is changed
 * @throws RangeError when the tracks were folded under other definitions, or the event's time is no instant
 * @example
 * const facts = defineFacts({ visits: { kind: "count", events: "storeVisited" } });
 * const event = { id: "e1", type: "storeVisited", at: 1000, ids: [], properties: {}, source: "crm" };
 * readFacts(facts, foldTracks(facts, undefined, event), { now: 1000 }); // => { visits: 1 }
 */
export const foldTracks = (set: FactSet, tracks: Tracks | undefined, event: Event): Tracks =>
  foldAll(set, tracks, [event]);

/**
 * Folds many events at once: the same answer as one by one, with fewer copies.
 *
 * @throws RangeError as {@link foldTracks} does
 * @example
 * const facts = defineFacts({ visits: { kind: "count", events: "storeVisited" } });
 * const visit = (id, at) => ({ id, type: "storeVisited", at, ids: [], properties: {}, source: "crm" });
 * const tracks = foldAll(facts, undefined, [visit("e1", 1000), visit("e2", 2000)]);
 * readFacts(facts, tracks, { now: 2000 }); // => { visits: 2 }
 */
export function foldAll(set: FactSet, tracks: Tracks | undefined, events: Iterable<Event>): Tracks {
  const folded = requireTracks(set, tracks).slice();
  const drafts = new Map<CompiledTrack, Draft>();
  for (const event of events) {
    const takers = set.plan.byType.get(event.type);
    if (takers !== undefined) addEvent(takers, folded, drafts, event);
  }
  for (const [track, draft] of drafts) folded[track.index] = sealDraft(track, draft);
  return folded;
}

/** Refuses tracks of other definitions as far as their length tells; the version beside stored tracks tells the rest. */
export function requireTracks(set: FactSet, tracks: Tracks | undefined): Tracks {
  if (tracks === undefined) return emptyTracks(set);
  if (tracks.length === set.plan.tracks.length) return tracks;
  throw new RangeError(`tracks have ${tracks.length} parts, these facts need ${set.plan.tracks.length}: fold again`);
}

function addEvent(
  takers: readonly CompiledTrack[],
  folded: Tracks,
  drafts: Map<CompiledTrack, Draft>,
  { id, at, properties }: Event,
): void {
  if (!isEpochMs(at)) throw new RangeError(`an event's at must be epoch milliseconds, got ${String(at)}`);
  let hash: number | undefined;
  for (const track of takers) {
    if (!track.matches(properties)) continue;
    hash ??= hash53(id);
    let draft = drafts.get(track);
    if (draft === undefined) {
      draft = openDraft(track, folded[track.index] ?? 0);
      drafts.set(track, draft);
    }
    addOccurrence(track, draft, at, hash, properties);
  }
}

function addOccurrence(track: CompiledTrack, draft: Draft, at: number, hash: number, properties: JsonObject): void {
  const { layout } = track;
  draft.numbers[0] = (draft.numbers[0] as number) + 1;
  for (let i = 0; i < track.totals.length; i++) {
    const value = readNumber(track.totals[i] as ReadProperty, properties);
    if (value !== NO_NUMBER) addTotal(draft, i, 1, exactSum(value), value, value);
  }
  for (let i = 0; i < track.firsts.length; i++) {
    const value = (track.firsts[i] as ReadProperty)(properties) ?? null;
    if (value !== null) addFirst(track, draft, i, at, hash, value);
  }
  for (let i = 0; i < layout.zones.length; i++) {
    addDay(draft.days[i] as number[], localDay(at, layout.zones[i] as string), 1, layout.keep);
  }
  insertOccurrence(track, draft, {
    at,
    hash,
    numbers: track.numbers.map((read) => readNumber(read, properties)),
    values: track.values.map((read): Json => read(properties) ?? null),
  });
}

/** A number a sum accepts, `-0` as `0` so that equal tracks have equal bytes; else {@link NO_NUMBER}. */
function readNumber(read: ReadProperty, properties: JsonObject): number {
  const value = read(properties);
  return isSummable(value) ? value + 0 : NO_NUMBER;
}
