import { type EpochMs, parseDuration } from "@tributary/core";
import { DEFAULT_KEEP, type FactDefinition, type SequenceFact, type TrackedFact } from "./definition";
import { earliest, nextFirstAt, nextSelectionAt } from "./next-reading";
import type { CompiledTrack } from "./plan";
import { compileRead } from "./ranged-reader";
import { readSequence, type SequenceTracks, selectSteps } from "./read-sequence";
import { readTrait } from "./read-trait";
import type { Reading } from "./reading";
import { type Range, type Selection, select } from "./selection";
import { isLifetime } from "./track-layout";
import type { Tracks } from "./tracks";

/** Reads one fact from a person's tracks at a moment. */
export type ReadFact = (tracks: Tracks, now: EpochMs) => Reading;

/** An instant after `now` before which a fact reads as it does now; `undefined` where it does for ever. */
export type NextReading = (tracks: Tracks, now: EpochMs) => EpochMs | undefined;

/** One fact ready to be read. */
export interface CompiledFact {
  readonly read: ReadFact;
  readonly nextAt: NextReading;
  /** Of a `since`, which reads otherwise with every unit: the same where all that matters is which values it has passed. */
  readonly nextPast?: (tracks: Tracks, now: EpochMs, values: readonly number[]) => EpochMs | undefined;
}

/** Compiles one checked definition that has tracks. */
export function compileFact(fact: TrackedFact, tracks: readonly CompiledTrack[], zone: string): CompiledFact {
  if (fact.kind === "trait") return compileTrait(fact.property, tracks as readonly [CompiledTrack, CompiledTrack]);
  if (fact.kind === "sequence") return compileSequence(fact, tracks);
  const track = tracks[0] as CompiledTrack;
  const range = rangeOf(fact);
  const { read, nextAt, nextPast } = compileRead(fact, track, zone);
  const selectAt = (folded: Tracks, now: EpochMs): Selection => select(track, folded[track.index] ?? 0, range, now);
  const nextOf = (selection: Selection, more: EpochMs | undefined): EpochMs | undefined =>
    earliest(nextSelectionAt(selection, range.withinMs), more);
  const compiled: CompiledFact = {
    read: (folded, now) => read(selectAt(folded, now), now),
    nextAt: (folded, now) => {
      const selection = selectAt(folded, now);
      return nextOf(selection, nextAt?.(selection, now));
    },
  };
  if (nextPast === undefined) return compiled;
  return {
    ...compiled,
    nextPast: (folded, now, values) => {
      const selection = selectAt(folded, now);
      return nextOf(selection, nextPast(selection, now, values));
    },
  };
}

/** The window of a definition in milliseconds, where it has one. */
export function windowMsOf(fact: FactDefinition): number | undefined {
  if (fact.kind === "sequence") return durationMs(fact.window);
  return "within" in fact ? durationMs(fact.within) : undefined;
}

const durationMs = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : parseDuration(text);

function rangeOf(fact: TrackedFact): Range {
  const withinMs = windowMsOf(fact);
  const last = "last" in fact ? fact.last : undefined;
  const bounded = (fact.kind === "distinct" || fact.kind === "top") && isLifetime(fact);
  return { withinMs, last: bounded ? (fact.keep ?? DEFAULT_KEEP) : last };
}

function compileTrait(property: string, [set, once]: readonly [CompiledTrack, CompiledTrack]): CompiledFact {
  const trait = {
    set,
    setColumn: set.layout.values.indexOf(property),
    once,
    onceColumn: once.layout.values.indexOf(property),
    onceFirst: once.layout.firsts.indexOf(property),
  };
  return {
    read: (folded, now) => readTrait(trait, folded, now),
    nextAt: (folded, now) => {
      const [ofSet, ofOnce] = [set, once].map((track) => select(track, folded[track.index] ?? 0, {}, now));
      return earliest(
        ofSet && nextSelectionAt(ofSet, undefined),
        ofOnce && nextSelectionAt(ofOnce, undefined),
        ofOnce && nextFirstAt(ofOnce, trait.onceFirst, now),
      );
    },
  };
}

function compileSequence(fact: SequenceFact, tracks: readonly CompiledTrack[]): CompiledFact {
  const { same } = fact;
  const sequence: SequenceTracks = {
    steps: tracks.map((track) => ({
      track,
      column: same === undefined ? undefined : track.layout.values.indexOf(same),
    })),
    gapMs: durationMs(fact.within) ?? Number.POSITIVE_INFINITY,
    totalMs: durationMs(fact.withinTotal) ?? Number.POSITIVE_INFINITY,
    windowMs: windowMsOf(fact),
  };
  return {
    read: (folded, now) => readSequence(sequence, folded, now),
    nextAt: (folded, now) =>
      earliest(...selectSteps(sequence, folded, now).map((selection) => nextSelectionAt(selection, sequence.windowMs))),
  };
}
