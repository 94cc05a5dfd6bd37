import type { EpochMs } from "@tributary/core";
import type { CompiledTrack } from "./plan";
import { readLifetimeFirst } from "./read-occurrence";
import type { Reading } from "./reading";
import { hashAt, instantAt, type Selection, select, valueAt } from "./selection";
import type { Tracks } from "./tracks";

/** The tracks of a trait: `traitsSet` with the property, erasures included, and `traitsSetOnce` with a value of it. */
export interface TraitTracks {
  readonly set: CompiledTrack;
  readonly setColumn: number;
  readonly once: CompiledTrack;
  readonly onceColumn: number;
  readonly onceFirst: number;
}

/** Reads an attribute: the latest value set, else the earliest value set once that no later erasure covers. */
export function readTrait(trait: TraitTracks, tracks: Tracks, now: EpochMs): Reading {
  const set = select(trait.set, tracks[trait.set.index] ?? 0, {}, now);
  if (set.end > 0) {
    const [i, at] = [set.end - 1, instantAt(set, set.end - 1)];
    const value = valueAt(set, i, trait.setColumn);
    const because = [{ at, hash: hashAt(set, i) }];
    if (value !== null) return { value, from: set, because };
    return readOnceSince(trait, tracks, at, now) ?? { unknown: "erased", from: set, because };
  }
  if (!set.complete) return { unknown: "bound", from: set };
  const once = select(trait.once, tracks[trait.once.index] ?? 0, {}, now);
  return readLifetimeFirst({ column: trait.onceColumn }, trait.onceFirst)(once, now);
}

/** The earliest value set once at or after an erasure: setting and erasing in one instant leaves the value. */
function readOnceSince(trait: TraitTracks, tracks: Tracks, erasedAt: EpochMs, now: EpochMs): Reading | undefined {
  const range = { withinMs: now - erasedAt + 1 };
  const once: Selection = select(trait.once, tracks[trait.once.index] ?? 0, range, now);
  if (!once.complete) return { unknown: "bound", from: once };
  if (once.start === once.end) return undefined;
  const because = [{ at: instantAt(once, once.start), hash: hashAt(once, once.start) }];
  return { value: valueAt(once, once.start, trait.onceColumn), from: once, because };
}
