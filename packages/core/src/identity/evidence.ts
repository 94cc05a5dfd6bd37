import type { ConsentEntry, EpochMs, Identifier, IdentifierKey } from "../model";
import type { Strength } from "./policy";

/** Identifiers seen together at one moment. */
export interface Observation {
  /** Idempotency key. */
  readonly obsId: string;
  /** Normalised identifiers; the order does not matter. */
  readonly ids: readonly Identifier[];
  /** Event time. */
  readonly at: EpochMs;
  readonly source: string;
  readonly strength: Strength;
  readonly purpose: string;
}

/** A person's decision about two identifiers, above all evidence. The newest per pair stands. */
export interface LinkOverride {
  readonly link: "must" | "cannot" | "none";
  readonly a: Identifier;
  readonly b: Identifier;
  readonly at: EpochMs;
  readonly author: string;
  readonly reason: string;
}

/** A person's decision that an identifier went to somebody else: what was seen from `at` on is not the earlier owner's. */
export interface EpochCut {
  readonly identifier: Identifier;
  readonly at: EpochMs;
  readonly author: string;
  readonly reason: string;
}

/** Everything known about who is who: a set, in which order and repetition mean nothing. */
export interface Evidence {
  readonly observations: readonly Observation[];
  /** `obsId`s that no longer count. */
  readonly retracted?: readonly string[];
  readonly overrides?: readonly LinkOverride[];
  readonly consents?: readonly ConsentEntry[];
  readonly cuts?: readonly EpochCut[];
}

/**
 * All observations of one signature, source, strength and purpose, summed up: what a store reads in one grouped query.
 *
 * Summing is commutative, so sightings are the same whatever the order of their observations.
 */
export interface Sighting {
  /** Normalised, distinct, in code-unit order. */
  readonly keys: readonly IdentifierKey[];
  readonly source: string;
  readonly strength: Strength;
  readonly purpose: string;
  /** Distinct observations. */
  readonly count: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
}

/** The name of an identifier: an opaque seed and when it was first entered. */
export interface Name {
  readonly seed: string;
  readonly seq: number;
}

/** What is left of an erased identifier that led a person: its name, without its value, on a member that is still there. */
export interface Tombstone extends Name {
  /** Of the erased identifier: with `seq` it says whom the seed still leads. */
  readonly tier: number;
  /** Which of the owners of the identifier that carries it: how many it had before him; the first when absent. */
  readonly epoch?: number;
}

/** The tombstones that each identifier carries. */
export type Tombstones = ReadonlyMap<IdentifierKey, readonly Tombstone[]>;

/** The names of identifiers, kept by the store: history that resolution reads and never writes. */
export interface NameLedger {
  get(key: IdentifierKey): Name | undefined;
  /** Absent where nothing was ever erased. */
  readonly tombstones?: Tombstones;
}
