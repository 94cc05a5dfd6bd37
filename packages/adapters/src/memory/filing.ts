import { LEAF_SEPARATOR } from "@tributary/core/identity";
import type { Arrival, LeafState } from "@tributary/core/ports";
import type { Filed, Leaf, Seen, Shelves } from "./shelves";

/** Sets a leaf's state, that of a new one under all its identifiers. */
export function setLeaf(shelves: Shelves, state: LeafState): Leaf {
  const known = shelves.leaves.get(state.leaf);
  if (known) {
    known.state = state;
    return known;
  }
  const leaf: Leaf = { state, events: [] };
  shelves.leaves.set(state.leaf, leaf);
  for (const key of state.leaf.split(LEAF_SEPARATOR)) shelves.identifiers.get(key)?.leaves.push(leaf);
  return leaf;
}

/** What it takes to file an event. */
export type Filing = Pick<Arrival, "event" | "bodyHash" | "keys" | "strength" | "purpose">;

/** Files an event under its id and with whom it was seen. */
export function file(shelves: Shelves, filing: Filing): Filed {
  const { event, bodyHash } = filing;
  const filed = { type: event.type, at: event.at, bodyHash, body: JSON.stringify(event) };
  shelves.events.set(event.id, filed);
  seenIn(shelves, filing).filed.push(filed);
  return filed;
}

function seenIn(shelves: Shelves, { event: { source }, keys, strength, purpose }: Filing): Seen {
  const together = listed(shelves.sightings, keys.join(LEAF_SEPARATOR));
  const same = (seen: Seen): boolean =>
    seen.source === source && seen.strength === strength && seen.purpose === purpose;
  const known = together.find(same);
  if (known) return known;
  const seen = { keys: [...keys], source, strength, purpose, filed: [] };
  together.push(seen);
  for (const key of keys) shelves.identifiers.get(key)?.sightings.push(seen);
  return seen;
}

/** The list under a key, a new one where there is none. */
export function listed<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const known = lists.get(key);
  if (known) return known;
  const list: V[] = [];
  lists.set(key, list);
  return list;
}
