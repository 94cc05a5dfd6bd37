import { randomUUID } from "node:crypto";
import { LEAF_SEPARATOR, type Name, type Sighting } from "@tributary/core/identity";
import { byCodeUnit, type Event, type IdentifierKey } from "@tributary/core/model";
import type { Arrival, FoldLeaf, LeafKey, LeafState, Receipt, Store } from "@tributary/core/ports";

/** What a host decides about a memory store. */
export interface MemoryStoreOptions {
  /**
   * Gives a new identifier its opaque seed; 128 random bits by default. A keyed HMAC gives two stores the same names,
   * and whoever holds the key can compute them from the values.
   */
  readonly seed?: (key: IdentifierKey) => string;
}

interface Filed {
  readonly type: string;
  readonly bodyHash: string;
  /** The event as JSON: nobody can change it through an object they still hold. */
  readonly body: string;
}

interface Seen {
  readonly keys: readonly IdentifierKey[];
  readonly source: string;
  readonly strength: Sighting["strength"];
  readonly purpose: string;
  readonly ats: number[];
}

interface Leaf {
  state: LeafState;
  readonly events: Filed[];
}

/** Everything filed. */
interface Shelves {
  readonly events: Map<string, Filed>;
  readonly sightings: Map<string, Seen>;
  readonly sightingsOf: Map<IdentifierKey, Seen[]>;
  readonly names: Map<IdentifierKey, Name>;
  readonly keyOfSeed: Map<string, IdentifierKey>;
  readonly leaves: Map<LeafKey, Leaf>;
  readonly leavesOf: Map<IdentifierKey, Leaf[]>;
}

/**
 * A store in memory: for tests, trials and runs that begin from a file each time. Nothing survives the process.
 *
 * @example
 * const store = memoryStore();
 * await store.leaves("all"); // => []
 */
export function memoryStore({ seed = randomSeed }: MemoryStoreOptions = {}): Store {
  const shelves: Shelves = {
    events: new Map(),
    sightings: new Map(),
    sightingsOf: new Map(),
    names: new Map(),
    keyOfSeed: new Map(),
    leaves: new Map(),
    leavesOf: new Map(),
  };
  return {
    append: async (arrivals, fold) => append(shelves, arrivals, fold, seed),
    sightings: async (keys, { asOf }) =>
      reachable(shelves.sightings, shelves.sightingsOf, keys).flatMap((seen) => summary(seen, asOf)),
    keyOf: async (wanted) => shelves.keyOfSeed.get(wanted),
    names: async (keys) => new Map(keys === "all" ? shelves.names : named(shelves, keys)),
    leaves: async (keys) => reachable(shelves.leaves, shelves.leavesOf, keys).map(({ state }) => state),
    events: async (leaves, types) => eventsOf(shelves, leaves, types),
    refold: async (leaves, fold) => refold(shelves, leaves, fold),
  };
}

const randomSeed = (): string => randomUUID().replaceAll("-", "");

function append(
  shelves: Shelves,
  arrivals: readonly Arrival[],
  fold: FoldLeaf,
  seed: (key: IdentifierKey) => string,
): readonly Receipt[] {
  const fresh = new Map<string, Arrival>();
  const receipts = arrivals.map((arrival): Receipt => {
    const { id } = arrival.event;
    const standing = shelves.events.get(id)?.bodyHash ?? fresh.get(id)?.bodyHash;
    if (standing !== undefined) return standing === arrival.bodyHash ? "duplicate" : "conflict";
    fresh.set(id, arrival);
    return "accepted";
  });
  const folded = foldByLeaf(shelves, fresh.values(), fold); // whatever fold throws, nothing has changed yet
  for (const state of folded) setLeaf(shelves, state);
  for (const arrival of fresh.values()) file(shelves, arrival, seed);
  return receipts;
}

function foldByLeaf(shelves: Shelves, arrivals: Iterable<Arrival>, fold: FoldLeaf): readonly LeafState[] {
  const byLeaf = new Map<LeafKey, Event[]>();
  for (const { leaf, event } of arrivals) listed(byLeaf, leaf).push(event);
  return [...byLeaf].map(([leaf, events]) => fold(leaf, shelves.leaves.get(leaf)?.state, events));
}

function setLeaf(shelves: Shelves, state: LeafState): void {
  const known = shelves.leaves.get(state.leaf);
  if (known) {
    known.state = state;
    return;
  }
  const leaf = { state, events: [] };
  shelves.leaves.set(state.leaf, leaf);
  for (const key of state.leaf.split(LEAF_SEPARATOR)) listed(shelves.leavesOf, key).push(leaf);
}

function listed<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const known = lists.get(key);
  if (known) return known;
  const list: V[] = [];
  lists.set(key, list);
  return list;
}

function file(shelves: Shelves, arrival: Arrival, seed: (key: IdentifierKey) => string): void {
  const { event, bodyHash, leaf } = arrival;
  const filed = { type: event.type, bodyHash, body: JSON.stringify(event) };
  shelves.events.set(event.id, filed);
  shelves.leaves.get(leaf)?.events.push(filed);
  for (const key of arrival.keys) {
    if (shelves.names.has(key)) continue;
    const name = { seed: seed(key), seq: shelves.names.size + 1 };
    shelves.names.set(key, name);
    shelves.keyOfSeed.set(name.seed, key);
  }
  see(shelves, arrival).ats.push(event.at);
}

function see(shelves: Shelves, { event: { source }, keys, strength, purpose }: Arrival): Seen {
  const signature = JSON.stringify([keys, source, strength, purpose]);
  const known = shelves.sightings.get(signature);
  if (known) return known;
  const seen = { keys: [...keys], source, strength, purpose, ats: [] };
  shelves.sightings.set(signature, seen);
  for (const key of keys) listed(shelves.sightingsOf, key).push(seen);
  return seen;
}

/** What is listed under any of the keys, each once; or everything. */
const reachable = <T>(
  all: ReadonlyMap<string, T>,
  lists: ReadonlyMap<IdentifierKey, readonly T[]>,
  keys: readonly IdentifierKey[] | "all",
): readonly T[] => (keys === "all" ? [...all.values()] : [...new Set(keys.flatMap((key) => lists.get(key) ?? []))]);

function summary({ keys, source, strength, purpose, ats }: Seen, asOf: number): readonly Sighting[] {
  let [count, firstAt, lastAt] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const at of ats) {
    if (at > asOf) continue;
    count++;
    if (at < firstAt) firstAt = at;
    if (at > lastAt) lastAt = at;
  }
  return count === 0 ? [] : [{ keys, source, strength, purpose, count, firstAt, lastAt }];
}

function* named(shelves: Shelves, keys: readonly IdentifierKey[]): Iterable<[IdentifierKey, Name]> {
  for (const key of keys) {
    const name = shelves.names.get(key);
    if (name) yield [key, name];
  }
}

function eventsOf(
  shelves: Shelves,
  leaves: readonly LeafKey[] | "all",
  types: readonly string[] | undefined,
): readonly Event[] {
  const filed =
    leaves === "all"
      ? [...shelves.events.values()]
      : [...new Set(leaves)].flatMap((leaf) => shelves.leaves.get(leaf)?.events ?? []);
  const wanted = types && new Set(types);
  return filed
    .filter(({ type }) => wanted?.has(type) ?? true)
    .map(({ body }): Event => JSON.parse(body))
    .sort((a, b) => a.at - b.at || byCodeUnit(a.id, b.id));
}

function refold(shelves: Shelves, leaves: readonly LeafKey[], fold: FoldLeaf): void {
  const folded = [...new Set(leaves)].flatMap((leaf) => {
    const events = eventsOf(shelves, [leaf], undefined);
    return events.length === 0 ? [] : [fold(leaf, undefined, events)];
  });
  for (const state of folded) setLeaf(shelves, state);
}
