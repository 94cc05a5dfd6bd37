import type { Json } from "@tributary/core/model";
import type { FoldLeaf, LeafState } from "@tributary/core/ports";
import { type FactSet, foldAll, type Tracks } from "@tributary/rules/facts";

/** The version of a state that has to be folded anew from its events. */
const STALE = "stale";

/**
 * Folds events into a leaf's tracks. A state folded under other definitions cannot be added to: it is marked stale, and
 * whoever reads the leaf next refolds it from all its events.
 */
export const leafFold =
  (facts: FactSet): FoldLeaf =>
  (leaf, before, events) =>
    before === undefined || before.version === facts.version
      ? { leaf, version: facts.version, state: foldAll(facts, before && tracksOf(before), events) as unknown as Json }
      : { leaf, version: STALE, state: null };

/** The tracks in a leaf's state. */
export const tracksOf = ({ state }: LeafState): Tracks => state as unknown as Tracks;
