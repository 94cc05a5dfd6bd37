import { byCodeUnit, type IdentifierKey } from "../model";
import { type Epoch, endedKey } from "./epoch";
import type { Tombstone, Tombstones } from "./evidence";
import type { SightingGraph } from "./intern-sightings";

/** The key of the node that carries a tombstone: where its identifier changed hands since, it stays with who had it. */
export function carrierKey(
  key: IdentifierKey,
  { epoch: number = 0 }: Tombstone,
  epochs: readonly Epoch[] = [],
): IdentifierKey {
  const epoch = epochs.find((one) => one.number === number);
  return epoch?.to === undefined ? key : endedKey(key, number);
}

/** Every tombstone on an identifier that was seen, with the node that carries it; in no particular order. */
export function carriers(graph: SightingGraph, tombstones?: Tombstones): readonly (readonly [number, Tombstone])[] {
  if (!tombstones) return [];
  const keys = tombstones.size < graph.keys.length ? [...tombstones.keys()] : graph.keys;
  return keys.flatMap((key) => {
    const carried = tombstones.get(key);
    const own = carried && graph.find(key);
    if (!carried || own === undefined) return [];
    const epochs = graph.epochs.get(own)?.map(({ epoch }) => epoch);
    return carried.map((one) => [graph.find(carrierKey(key, one, epochs)) as number, one] as const);
  });
}

/** By person, the tombstone on a member that leads all its others; found by what is fewer, tombstones or identifiers. */
export function leadingTombstones(
  graph: SightingGraph,
  personOf: Int32Array,
  tombstones?: Tombstones,
): ReadonlyMap<number, Tombstone> {
  const leading = new Map<number, Tombstone>();
  for (const [node, tombstone] of carriers(graph, tombstones)) {
    const person = personOf[node] as number;
    const known = leading.get(person);
    if (!known || byRank(tombstone, known) < 0) leading.set(person, tombstone);
  }
  return leading;
}

/** First the one that leads. Seeds decide where nothing else does, as keys do among identifiers. */
export const byRank = (x: Tombstone, y: Tombstone): number =>
  x.tier - y.tier || x.seq - y.seq || byCodeUnit(x.seed, y.seed);
