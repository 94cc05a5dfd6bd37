import { LEAF_SEPARATOR, type Resolution } from "@tributary/core/identity";
import type { FoldLeaf, LeafKey, LeafState, Store } from "@tributary/core/ports";
import { type FactSet, mergeTracks, type Tracks } from "@tributary/rules/facts";
import { leafFold, tracksOf } from "./fold-leaf";

/** Leaves by the OneID of the person who owns them, in any order: merging does not mind. */
export function leavesByOwner(
  resolution: Resolution,
  leaves: readonly LeafState[],
): ReadonlyMap<string, readonly LeafState[]> {
  const byOwner = new Map<string, LeafState[]>();
  for (const leaf of leaves) {
    const oneId = resolution.ownerOf(leaf.leaf.split(LEAF_SEPARATOR))?.oneId;
    if (oneId === undefined) continue;
    const own = byOwner.get(oneId);
    if (own) own.push(leaf);
    else byOwner.set(oneId, [leaf]);
  }
  return byOwner;
}

/** A person's tracks: the union over the person's leaves. */
export const mergedTracks = (facts: FactSet, leaves: readonly LeafState[]): Tracks | undefined =>
  leaves
    .map(tracksOf)
    .reduce<Tracks | undefined>((merged, tracks) => (merged ? mergeTracks(facts, merged, tracks) : tracks), undefined);

/** Leaves in one transaction when they are folded anew. */
const REFOLD_BATCH = 500;

/** The leaves, those whose state is of other definitions folded anew from their events. */
export async function freshLeaves(
  store: Store,
  facts: FactSet,
  leaves: readonly LeafState[],
): Promise<readonly LeafState[]> {
  const stale: LeafKey[] = leaves.filter(({ version }) => version !== facts.version).map(({ leaf }) => leaf);
  const fresh = new Map<LeafKey, LeafState>();
  const fold: FoldLeaf = (leaf, before, events) => {
    const state = leafFold(facts)(leaf, before, events);
    fresh.set(leaf, state);
    return state;
  };
  for (let from = 0; from < stale.length; from += REFOLD_BATCH) {
    await store.refold(stale.slice(from, from + REFOLD_BATCH), fold);
  }
  return leaves.map((leaf) => fresh.get(leaf.leaf) ?? leaf);
}
