import type { Name, PersonDiff, Sighting, Splits, Tombstones } from "../identity/index";
import type { EpochMs, Event, IdentifierKey, Result } from "../model";

/** Who is published as holding an identifier. */
export interface Member {
  readonly oneId: string;
  readonly degraded?: string;
}

/** One step of the published reading. Applied one after another from the first, the diffs give the published persons. */
export interface Change {
  /** From 1, without gaps, in the order in which changes are to be applied. */
  readonly seq: number;
  /** The moment the persons were read at: what the caller said, so it may step back where workers' clocks differ. */
  readonly at: EpochMs;
  /** An identifier erased since is not mentioned. */
  readonly diff: PersonDiff;
}

/** What is on file around some identifiers. */
export interface Surroundings {
  /** Those that something was filed about, the first of `keys`. */
  readonly roots: readonly IdentifierKey[];
  /** Identifiers around which everything is here. */
  readonly keys: readonly IdentifierKey[];
  /** Identifiers that were filed together with any of `keys`, at whatever time; a list may come more than once. */
  readonly together: readonly (readonly IdentifierKey[])[];
  /**
   * Who is published as holding `keys`, and all others who are published as one person with one of them, or under a OneID
   * that a tombstone on one of them gives.
   */
  readonly members: ReadonlyMap<IdentifierKey, Member>;
}

/** All that is on file, read while nobody else can publish `keys`. */
export interface Region extends Surroundings {
  /** Events of the decisive types that carry any identifier in `together`, ordered by (`at`, `id`). */
  readonly decisions: readonly Event[];
  /** Sightings at or before the moment that carry any of `keys`, split as the settler said, each once. Any order. */
  readonly sightings: readonly Sighting[];
  /** The names of every identifier in `sightings` and `keys`. */
  readonly names: ReadonlyMap<IdentifierKey, Name>;
  /** The tombstones on any of them. */
  readonly tombstones: Tombstones;
}

/** What changes in the published reading. */
export interface Settlement {
  /** Identifiers, among `keys`, whose member is another than before; `undefined`: nobody's any more. */
  readonly members: ReadonlyMap<IdentifierKey, Member | undefined>;
  /** The same as a diff. */
  readonly diff: PersonDiff;
}

/** How persons are read: pure functions, given by the caller, that may be called any number of times. */
export interface Settler {
  /** Identifiers not among `keys` that have to be looked around too before anything can be said; none when it can. */
  reach(seen: Surroundings): readonly IdentifierKey[];
  /** Where sightings are to be split in time, by what was decided. */
  splits(decisions: readonly Event[]): Splits;
  /** What changes, `undefined` for nothing; refused with identifiers that are needed after all. */
  solve(region: Region): Result<Settlement | undefined, readonly IdentifierKey[]>;
}

/** What is settled, and by which reading. */
export interface SettleOptions {
  /** The moment to read at. Evidence later than that waits until a moment that has come to it. */
  readonly asOf: EpochMs;
  /** Most identifiers to begin with, from 1. */
  readonly limit: number;
  /**
   * What the persons depend on beside the evidence: policy, order of names. Where it is another than what was published
   * last, everybody is settled anew, step by step.
   */
  readonly reading: string;
  /** Types of events that decide about identifiers. */
  readonly decisive: readonly string[];
}

/** What one step did. */
export interface Settled {
  /** Identifiers it began with: something was filed about them, or the reading was new. */
  readonly identifiers: number;
  /** Absent when nobody changed. */
  readonly change?: Change;
}

/**
 * Publishes who is who: keeps the persons as they were last told to others, and every change in order.
 *
 * Persons are computed from evidence whenever they are read; this is the copy that others follow, and it trails behind.
 */
export interface Publisher {
  /**
   * Settles some identifiers about which something was filed since they were last settled: reads around them, has the
   * persons computed, and writes what changed, all in one transaction. Workers that settle one region at once do it one
   * after the other; a crash at any moment loses nothing and doubles nothing. The first call ever begins with everybody.
   *
   * @returns `undefined` when nothing was left that no other worker has in hand
   * @throws AdapterError when the store failed; then nothing was written and the same call again is safe. Of code
   *   `conflict` when the region grew faster than it could be locked. What the settler throws passes through
   */
  settle(options: SettleOptions, settler: Settler): Promise<Settled | undefined>;
  /** Who is published as holding these identifiers, or all. */
  members(keys: readonly IdentifierKey[] | "all"): Promise<ReadonlyMap<IdentifierKey, Member>>;
  /** The changes after a `seq` (0: from the first), in order, `limit` at most. */
  changes(options: { readonly after: number; readonly limit: number }): Promise<readonly Change[]>;
}
