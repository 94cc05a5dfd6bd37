import type { EpochMs, Json } from "@tributary/core";
import type { CompiledTrack } from "./plan";
import { isCountable } from "./read-values";
import type { Occurrence, Reading } from "./reading";
import { hashAt, instantAt, type Selection, select, valueAt } from "./selection";
import type { Tracks } from "./tracks";

/** A sequence ready to be read: the track of each step, where it keeps what must be the same, and the limits. */
export interface SequenceTracks {
  readonly steps: readonly { readonly track: CompiledTrack; readonly column: number | undefined }[];
  readonly gapMs: number;
  readonly totalMs: number;
  readonly windowMs: number | undefined;
}

/** An occurrence as one of the steps, with what it must have in common with the others. */
interface Taken extends Occurrence {
  readonly step: number;
  readonly value: Json;
}

/** A step taken, and the steps that led to it. */
interface Link extends Occurrence {
  readonly startAt: EpochMs;
  readonly previous: Link | undefined;
}

/**
 * Whether the steps happened one after the other. Found among the kept occurrences is found; not found there is only
 * "no" where they are all there were.
 */
export function readSequence(sequence: SequenceTracks, tracks: Tracks, now: EpochMs): Reading {
  const selections = selectSteps(sequence, tracks, now);
  const chain = lastChain(
    sequence,
    selections.flatMap((selection, step) => takenAs(step, selection, sequence)),
  );
  if (chain) return { value: true, because: occurrencesOf(chain) };
  return selections.every(({ complete }) => complete)
    ? { value: false, because: [] }
    : { unknown: "bound", because: [] };
}

/** The kept occurrences of each step that lie in the window. */
export const selectSteps = ({ steps, windowMs }: SequenceTracks, tracks: Tracks, now: EpochMs): readonly Selection[] =>
  steps.map(({ track }) => select(track, tracks[track.index] ?? 0, { withinMs: windowMs }, now));

function takenAs(step: number, selection: Selection, { steps }: SequenceTracks): readonly Taken[] {
  const column = steps[step]?.column;
  const taken: Taken[] = [];
  for (let i = selection.start; i < selection.end; i++) {
    const value = column === undefined ? true : valueAt(selection, i, column);
    if (!isCountable(value) || value === "") continue;
    taken.push({ at: instantAt(selection, i), hash: hashAt(selection, i), step, value });
  }
  return taken;
}

/**
 * The chain completed last, in one pass. Per value it keeps the latest way to have come as far as each step: a later
 * step is nearer to the next one and, by induction, began no earlier, so no other way can do what this one cannot. At
 * one instant the last step goes first, for simultaneous is not "then".
 */
function lastChain({ steps, gapMs, totalMs }: SequenceTracks, taken: readonly Taken[]): Link | undefined {
  const ways = new Map<Json, (Link | undefined)[]>();
  let found: Link | undefined;
  for (const { at, hash, step, value } of inOrder(taken)) {
    const way = ways.get(value) ?? [];
    ways.set(value, way);
    const previous = way[step - 1];
    if (step > 0 && (previous === undefined || at - previous.at > gapMs)) continue;
    const link = { at, hash, startAt: previous?.startAt ?? at, previous };
    way[step] = link;
    if (step === steps.length - 1 && at - link.startAt <= totalMs) found = link;
  }
  return found;
}

const inOrder = (taken: readonly Taken[]): readonly Taken[] =>
  [...taken].sort((a, b) => a.at - b.at || b.step - a.step || a.hash - b.hash);

function occurrencesOf(chain: Link): readonly Occurrence[] {
  const occurrences: Occurrence[] = [];
  for (let link: Link | undefined = chain; link; link = link.previous)
    occurrences.push({ at: link.at, hash: link.hash });
  return occurrences.reverse();
}
