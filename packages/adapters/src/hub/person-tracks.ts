import { LEAF_SEPARATOR, type Resolution } from "@tributary/core/identity";
import { byCodeUnit, type EpochMs, type Event } from "@tributary/core/model";
import type { FoldLeaf, LeafKey, LeafState, Store } from "@tributary/core/ports";
import { type FactSet, foldAll, mergeTracks, type Tracks } from "@tributary/rules/facts";
import { leafFold, tracksOf } from "./fold-leaf";

/** What one person did on one leaf: all of it, or the part while the leaf was theirs. */
export interface OwnedLeaf {
  readonly oneId: string;
  readonly tracks: Tracks;
  readonly leaf: LeafKey;
  /** The events of the part; absent where all events of the leaf are meant. */
  readonly events?: readonly Event[];
}

/**
 * Says whose each leaf is, in any order: merging does not mind. A leaf that went from one person to another with its
 * identifier is folded for each from the events of their time.
 */
export async function ownedLeaves(
  store: Store,
  facts: FactSet,
  resolution: Resolution,
  leaves: readonly LeafState[],
): Promise<readonly OwnedLeaf[]> {
  const owned: OwnedLeaf[] = [];
  for (const state of await freshLeaves(store, facts, leaves)) {
    const keys = state.leaf.split(LEAF_SEPARATOR);
    const ownerAt = (at?: EpochMs): string | undefined => resolution.ownerOf(keys, at)?.oneId;
    const handedOver = resolution.handovers(keys).length > 0;
    const parts = handedOver ? partsByOwner(await store.events([state.leaf]), ownerAt) : [{ oneId: ownerAt() }];
    for (const { oneId, events } of parts) {
      if (oneId === undefined) continue;
      owned.push({
        oneId,
        leaf: state.leaf,
        ...(events ? { events, tracks: foldAll(facts, undefined, events) } : { tracks: tracksOf(state) }),
      });
    }
  }
  return owned;
}

function partsByOwner(
  events: readonly Event[],
  ownerAt: (at: EpochMs) => string | undefined,
): readonly { readonly oneId: string | undefined; readonly events?: readonly Event[] }[] {
  const parts = new Map<string | undefined, Event[]>();
  for (const event of events) {
    const oneId = ownerAt(event.at);
    const part = parts.get(oneId);
    if (part) part.push(event);
    else parts.set(oneId, [event]);
  }
  return [...parts].map(([oneId, own]) => ({ oneId, events: own }));
}

/** A person's tracks: the union over what the person did on each leaf. */
export const mergedTracks = (facts: FactSet, owned: readonly OwnedLeaf[]): Tracks | undefined =>
  owned.reduce<Tracks | undefined>(
    (merged, { tracks }) => (merged ? mergeTracks(facts, merged, tracks) : tracks),
    undefined,
  );

/** A person's events, ordered by (`at`, `id`) in code units. */
export async function ownEvents(store: Store, owned: readonly OwnedLeaf[]): Promise<readonly Event[]> {
  const whole = owned.filter(({ events }) => events === undefined).map(({ leaf }) => leaf);
  const parts = owned.flatMap(({ events = [] }) => events);
  const events = [...(await store.events(whole)), ...parts];
  return parts.length === 0 ? events : events.sort((x, y) => x.at - y.at || byCodeUnit(x.id, y.id));
}

/** Leaves in one transaction when they are folded anew. */
const REFOLD_BATCH = 500;

/** The leaves, those whose state is of other definitions folded anew from their events. */
async function freshLeaves(store: Store, facts: FactSet, leaves: readonly LeafState[]): Promise<readonly LeafState[]> {
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
