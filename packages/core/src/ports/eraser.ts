import type { Tombstones } from "../identity/index";
import type { EpochMs, IdentifierKey } from "../model";
import type { Change } from "./publisher";
import type { FoldLeaf, LeafKey } from "./store";

/** What is to be erased beside the identifiers, decided by who is who. */
export interface Erasing {
  /** The moment the change is dated at. */
  readonly at: EpochMs;
  /** The tombstones on the erased identifiers, as they were when it was decided who inherits. */
  readonly carried: Tombstones;
  /** The tombstones that identifiers which stay get in addition. */
  readonly left: Tombstones;
  /** Where an event belongs with the identifiers that are left on it, at least one; pure, may be called any number of times. */
  readonly leafOf: (keys: readonly IdentifierKey[]) => LeafKey;
  readonly fold: FoldLeaf;
}

/** What one erasure did. */
export interface Erased {
  /** How many of the identifiers were on file. */
  readonly identifiers: number;
  /**
   * What whoever follows the published reading has to be told before any later change: the erased are nobody's. Read
   * again with `changes` it no longer names them, so this is the only time. Absent where none of them was published.
   */
  readonly change?: Change;
}

/** Forgets identifiers. */
export interface Eraser {
  /**
   * Erases identifiers in one transaction: no value and no hash of one is left in any table. Their events stay with the
   * other identifiers they carry, filed and folded anew, under a body that equals no other; events that carry nobody else
   * lose all they say. The id of either stays, so that the same event sent again is a `conflict` and brings nothing back.
   *
   * Values in other members of an event are the host's to keep out. A value that comes with a new event is a new
   * identifier.
   *
   * @returns `undefined`, with nothing done, when somebody else erased meanwhile what this was decided by: decide anew
   * @throws AdapterError when the store failed; then nothing was erased. Whatever `fold` throws passes through
   */
  erase(keys: readonly IdentifierKey[], erasing: Erasing): Promise<Erased | undefined>;
  /** The tombstones on these identifiers, or all. */
  tombstones(keys: readonly IdentifierKey[] | "all"): Promise<Tombstones>;
}
