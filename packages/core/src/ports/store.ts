import type { AsOf, Name, Sighting, Splits, Strength } from "../identity/index";
import type { EpochMs, Event, IdentifierKey, Json } from "../model";
import type { Eraser } from "./eraser";
import type { Publisher } from "./publisher";

/** The key of a leaf: its identifier keys in code-unit order, joined by U+001F, which no identifier carries. */
export type LeafKey = string;

/** An event on its way in, with everything the store needs to file it. */
export interface Arrival {
  /** Its members in the order of {@link Event}, identifiers normalised, and properties as `inKeyOrder` gives them. */
  readonly event: Event;
  /** Hash of all the event says, as it came: equal hash, equal event. */
  readonly bodyHash: string;
  /** Every person identifier on the event, distinct, in code-unit order. */
  readonly keys: readonly IdentifierKey[];
  readonly leaf: LeafKey;
  readonly strength: Strength;
  readonly purpose: string;
  readonly receivedAt: EpochMs;
}

/** What became of an arrival: `duplicate` has the body that stands, `conflict` another one under the same id. */
export type Receipt = "accepted" | "duplicate" | "conflict";

/** One leaf and its folded state, as opaque JSON of one version of the definitions. */
export interface LeafState {
  readonly leaf: LeafKey;
  readonly version: string;
  readonly state: Json;
}

/**
 * Folds events into the state of one leaf; pure, given by the caller.
 *
 * `before` is the state that stands (`undefined` for a leaf not folded yet); `events` are those it has not seen.
 */
export type FoldLeaf = (leaf: LeafKey, before: LeafState | undefined, events: readonly Event[]) => LeafState;

/** Takes events in. */
export interface Inbox {
  /**
   * Files a batch in one transaction: dedupes by event id, records the evidence, names new identifiers and folds the
   * accepted events into their leaves. Either all of it happened or none; two writers end as if in some order.
   *
   * @returns one receipt per arrival, in order; of equal ids within the batch the first stands
   * @throws AdapterError when the store failed; then either all of it was filed or nothing, and the same call again is
   *   safe: what had been filed comes back as `duplicate`. Whatever `fold` throws passes through, and nothing is filed
   */
  append(arrivals: readonly Arrival[], fold: FoldLeaf): Promise<readonly Receipt[]>;
}

/** Reads who was seen with whom. */
export interface EvidenceReader {
  /** Sightings at or before `asOf` that carry any of these identifiers, or all of them, split in time. Any order. */
  sightings(keys: readonly IdentifierKey[] | "all", options: AsOf & Splits): Promise<readonly Sighting[]>;
  /** The names of these identifiers, or of all; `seq` grows in the order they were first filed. */
  names(keys: readonly IdentifierKey[] | "all"): Promise<ReadonlyMap<IdentifierKey, Name>>;
  /** The identifier that has this seed, or carries a tombstone with it. */
  keyOf(seed: string): Promise<IdentifierKey | undefined>;
}

/** Reads what was folded, and what it was folded from. */
export interface LeafReader {
  /** Leaves that carry any of these identifiers, or all leaves. Any order. */
  leaves(keys: readonly IdentifierKey[] | "all"): Promise<readonly LeafState[]>;
  /**
   * Events of these leaves or of all, of these types where given, ordered by (`at`, `id`) in code units; to the byte as
   * they were filed.
   */
  events(leaves: readonly LeafKey[] | "all", types?: readonly string[]): Promise<readonly Event[]>;
  /**
   * Folds these leaves anew from all their events (`before` is `undefined`), in one transaction: no event that another
   * writer files meanwhile is lost or counted twice. Leaves without events are passed over.
   */
  refold(leaves: readonly LeafKey[], fold: FoldLeaf): Promise<void>;
}

/** Everything the hub needs of storage. */
export interface Store extends Inbox, EvidenceReader, LeafReader, Publisher, Eraser {}
