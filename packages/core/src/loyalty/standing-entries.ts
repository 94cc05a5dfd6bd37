import { byCodeUnit, canonicalJson, type EpochMs, type Json } from "../model";

/** One id that stands for two different entries: somebody used it twice. */
export interface EntryConflict<E> {
  readonly id: string;
  /** The one that counts: the earliest, then the least by its JSON. */
  readonly stands: E;
  /** Those that do not count. */
  readonly ignored: readonly E[];
}

/** What a set of entries says once each id counts for one. */
export interface Standing<E> {
  /** In order of time, then of id. */
  readonly entries: readonly E[];
  /** In code-unit order of their ids. */
  readonly conflicts: readonly EntryConflict<E>[];
}

interface Entry {
  readonly id: string;
  readonly at: EpochMs;
}

/** Picks what counts from a set of entries, in whatever order and however often each is given. */
export function standingEntries<E extends Entry>(entries: readonly E[]): Standing<E> {
  const stands: E[] = [];
  const conflicts: EntryConflict<E>[] = [];
  for (const variants of variantsById(entries).values()) {
    const [first, ...ignored] = variants as [E, ...E[]];
    stands.push(first);
    if (ignored.length > 0) conflicts.push({ id: first.id, stands: first, ignored });
  }
  return { entries: stands.sort(byTime), conflicts: conflicts.sort((a, b) => byCodeUnit(a.id, b.id)) };
}

/**
 * Joins two replicas of a ledger, or the ledgers of two leaves: a set union, so it may be done in any order and again.
 *
 * Nothing is dropped, an entry whose id another one has taken included: reading the ledger names the conflict.
 *
 * @returns every distinct entry, in order of time, then of id
 * @example
 * const earn = { type: "earn", id: "o-1", at: 1, leaf: "phone:1", points: 100 };
 * const spend = { type: "spend", id: "g-1", at: 2, leaf: "phone:1", points: 30 };
 * mergeEntries([earn, spend], [earn]); // => [earn, spend]
 */
export const mergeEntries = <E extends Entry>(a: readonly E[], b: readonly E[]): readonly E[] =>
  [...variantsById([...a, ...b]).values()].flat().sort((x, y) => byTime(x, y) || byCodeUnit(textOf(x), textOf(y)));

/** The distinct entries of each id, the one that stands first. */
function variantsById<E extends Entry>(entries: readonly E[]): ReadonlyMap<string, readonly E[]> {
  const byId = new Map<string, E[]>();
  for (const entry of entries) {
    const variants = byId.get(entry.id);
    if (!variants) byId.set(entry.id, [entry]);
    else if (!variants.some((one) => one === entry || textOf(one) === textOf(entry))) variants.push(entry);
  }
  for (const variants of byId.values()) {
    if (variants.length > 1) variants.sort((a, b) => a.at - b.at || byCodeUnit(textOf(a), textOf(b)));
  }
  return byId;
}

const textOf = (entry: Entry): string => canonicalJson(entry as unknown as Json);

const byTime = (a: Entry, b: Entry): number => a.at - b.at || byCodeUnit(a.id, b.id);
