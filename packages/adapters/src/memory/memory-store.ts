import { randomUUID } from "node:crypto";
import type { IdentifierKey } from "@tributary/core/model";
import type { Arrival, FoldLeaf, LeafKey, LeafState, Receipt, Store } from "@tributary/core/ports";
import { erase } from "./erase";
import { file, listed, setLeaf } from "./filing";
import { mark, nothingPublished, publisherOf } from "./publish";
import { buried, eventsOf, named, type Shelves, summary, under } from "./shelves";

/** What a host decides about a memory store. */
export interface MemoryStoreOptions {
  /**
   * Gives a new identifier its opaque seed; 128 random bits by default. A keyed HMAC gives two stores the same names,
   * and whoever holds the key can compute them from the values.
   */
  readonly seed?: (key: IdentifierKey) => string;
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
    leaves: new Map(),
    identifiers: new Map(),
    keyOfSeed: new Map(),
    tombstones: new Map(),
    named: 0,
    published: nothingPublished(),
  };
  return {
    append: async (arrivals, fold) => append(shelves, arrivals, fold, seed),
    sightings: async (keys, options) =>
      (keys === "all"
        ? [...shelves.sightings.values()].flat()
        : under(shelves, keys, ({ sightings }) => sightings)
      ).flatMap((seen) => summary(seen, options)),
    keyOf: async (wanted) => shelves.keyOfSeed.get(wanted),
    names: async (keys) => new Map(named(shelves, keys === "all" ? shelves.identifiers.keys() : keys)),
    leaves: async (keys) =>
      (keys === "all" ? [...shelves.leaves.values()] : under(shelves, keys, ({ leaves }) => leaves)).map(
        ({ state }) => state,
      ),
    events: async (leaves, types) => eventsOf(shelves, leaves, types),
    refold: async (leaves, fold) => refold(shelves, leaves, fold),
    erase: async (keys, erasing) => erase(shelves, keys, erasing),
    tombstones: async (keys) => new Map(keys === "all" ? shelves.tombstones : buried(shelves, keys)),
    ...publisherOf(shelves),
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
  for (const arrival of fresh.values()) for (const key of arrival.keys) know(shelves, key, seed);
  for (const { state, arrivals: own } of folded) {
    const { events } = setLeaf(shelves, state);
    for (const arrival of own) events.push(file(shelves, arrival));
  }
  for (const { keys } of fresh.values()) mark(shelves.published, keys);
  return receipts;
}

function foldByLeaf(
  shelves: Shelves,
  arrivals: Iterable<Arrival>,
  fold: FoldLeaf,
): readonly { readonly state: LeafState; readonly arrivals: readonly Arrival[] }[] {
  const byLeaf = new Map<LeafKey, Arrival[]>();
  for (const arrival of arrivals) listed(byLeaf, arrival.leaf).push(arrival);
  return [...byLeaf].map(([leaf, own]) => {
    const before = shelves.leaves.get(leaf)?.state;
    return {
      state: fold(
        leaf,
        before,
        own.map(({ event }) => event),
      ),
      arrivals: own,
    };
  });
}

function know(shelves: Shelves, key: IdentifierKey, seed: (key: IdentifierKey) => string): void {
  if (shelves.identifiers.has(key)) return;
  const name = { seed: seed(key), seq: ++shelves.named };
  shelves.identifiers.set(key, { name, sightings: [], leaves: [] });
  shelves.keyOfSeed.set(name.seed, key);
}

function refold(shelves: Shelves, leaves: readonly LeafKey[], fold: FoldLeaf): void {
  const folded = [...new Set(leaves)].flatMap((leaf) => {
    const events = eventsOf(shelves, [leaf], undefined);
    return events.length === 0 ? [] : [fold(leaf, undefined, events)];
  });
  for (const state of folded) setLeaf(shelves, state);
}
