import { type AsOf, type Name, type Sighting, type Splits, splitRuns, type Tombstone } from "@tributary/core/identity";
import { byCodeUnit, type EpochMs, type Event, type IdentifierKey } from "@tributary/core/model";
import type { LeafKey, LeafState } from "@tributary/core/ports";
import type { Published } from "./publish";

/** An event as it was filed. */
export interface Filed {
  readonly type: string;
  readonly at: EpochMs;
  readonly bodyHash: string;
  /** The event as JSON: nobody can change it through an object they still hold. Absent once nobody is left on it. */
  readonly body?: string;
}

/** Who was seen together, and in which events. */
export interface Seen extends Pick<Sighting, "keys" | "source" | "strength" | "purpose"> {
  readonly filed: Filed[];
}

/** A leaf and its events. */
export interface Leaf {
  state: LeafState;
  events: Filed[];
}

/** Everything about one identifier, so that an event takes one look-up for each it carries. */
export interface Known {
  readonly name: Name;
  readonly sightings: Seen[];
  readonly leaves: Leaf[];
}

/** Everything filed. */
export interface Shelves {
  readonly events: Map<string, Filed>;
  /** By their keys, joined. */
  readonly sightings: Map<string, Seen[]>;
  readonly leaves: Map<LeafKey, Leaf>;
  readonly identifiers: Map<IdentifierKey, Known>;
  readonly keyOfSeed: Map<string, IdentifierKey>;
  readonly tombstones: Map<IdentifierKey, readonly Tombstone[]>;
  /** How many identifiers were ever named, those erased since among them. */
  named: number;
  readonly published: Published;
}

/** What is listed under any of the keys, each once. */
export function under<T>(
  { identifiers }: Shelves,
  keys: readonly IdentifierKey[],
  list: (known: Known) => readonly T[],
): T[] {
  const found = new Set<T>();
  for (const key of keys) {
    const entry = identifiers.get(key);
    if (entry) for (const one of list(entry)) found.add(one);
  }
  return [...found];
}

/** What was seen by a moment, split in time; nothing where it was not seen yet. */
export function summary({ keys, source, strength, purpose, filed }: Seen, options: AsOf & Splits): readonly Sighting[] {
  const counted = filed.map(({ at }) => at).filter((at) => at <= options.asOf);
  return splitRuns(counted, options).map((run) => ({ keys, source, strength, purpose, ...run }));
}

/** The names of those that have one. */
export function* named({ identifiers }: Shelves, keys: Iterable<IdentifierKey>): Iterable<[IdentifierKey, Name]> {
  for (const key of keys) {
    const entry = identifiers.get(key);
    if (entry) yield [key, entry.name];
  }
}

/** The events of leaves, of types, in order. */
export function eventsOf(
  shelves: Shelves,
  leaves: readonly LeafKey[] | "all",
  types: readonly string[] | undefined,
): readonly Event[] {
  const filed =
    leaves === "all"
      ? [...shelves.events.values()]
      : [...new Set(leaves)].flatMap((leaf) => shelves.leaves.get(leaf)?.events ?? []);
  const wanted = types && new Set(types);
  return eventsIn(filed.filter(({ type }) => wanted?.has(type) ?? true));
}

/** Filed events in order, without those of which nothing is left. */
export const eventsIn = (filed: readonly Filed[]): readonly Event[] =>
  filed
    .flatMap(({ body }): Event[] => (body === undefined ? [] : [JSON.parse(body)]))
    .sort((a, b) => a.at - b.at || byCodeUnit(a.id, b.id));

/** The tombstones on those that have some. */
export function* buried(
  { tombstones }: Shelves,
  keys: Iterable<IdentifierKey>,
): Iterable<[IdentifierKey, readonly Tombstone[]]> {
  for (const key of keys) {
    const own = tombstones.get(key);
    if (own) yield [key, own];
  }
}
