import { ONE_ID_PREFIX } from "@tributary/core/identity";
import type { EpochMs, IdentifierKey } from "@tributary/core/model";
import type {
  Change,
  Member,
  Publisher,
  Region,
  Settled,
  Settlement,
  SettleOptions,
  Settler,
  Surroundings,
} from "@tributary/core/ports";
import { buried, eventsOf, named, type Shelves, summary, under } from "./shelves";

/** The published reading, and what is to be settled next. */
export interface Published {
  /** What was published last depended on this; nothing is marked before the first. */
  reading: string | undefined;
  /** Identifiers about which something was filed. */
  readonly marked: Set<IdentifierKey>;
  /** Identifiers with evidence later than the moment they were settled at, and the moment it counts from. */
  readonly later: Map<IdentifierKey, EpochMs>;
  readonly members: Map<IdentifierKey, Member>;
  /** The identifiers by OneID. */
  readonly held: Map<string, Set<IdentifierKey>>;
  /** Diffs as JSON. */
  readonly changes: { readonly at: EpochMs; diff: string }[];
}

/** What is published of an empty store. */
export const nothingPublished = (): Published => ({
  reading: undefined,
  marked: new Set(),
  later: new Map(),
  members: new Map(),
  held: new Map(),
  changes: [],
});

/** Marks identifiers to be settled; before anything was published everybody is to be settled anyway. */
export function mark({ reading, marked }: Published, keys: readonly IdentifierKey[]): void {
  if (reading !== undefined) for (const key of keys) marked.add(key);
}

/** The publishing half of the store. */
export const publisherOf = (shelves: Shelves): Publisher => ({
  settle: async (options, settler) => settle(shelves, options, settler),
  members: async (keys) => new Map(keys === "all" ? shelves.published.members : membersAmong(shelves.published, keys)),
  changes: async ({ after, limit }) =>
    shelves.published.changes
      .slice(after, after + limit)
      .map(({ at, diff }, i): Change => ({ seq: after + i + 1, at, diff: JSON.parse(diff) })),
});

function settle(shelves: Shelves, options: SettleOptions, settler: Settler): Settled | undefined {
  const { published, identifiers } = shelves;
  const anew = published.reading !== options.reading;
  const roots = first(options.limit, anew ? identifiers.keys() : dueBy(published, options.asOf));
  if (roots.length === 0) return undefined;
  const { region, settlement } = solved(shelves, roots, options, settler); // whatever throws, nothing has changed yet
  published.reading = options.reading;
  if (anew) mark(published, [...identifiers.keys()]);
  for (const key of roots) {
    published.marked.delete(key);
    published.later.delete(key);
  }
  for (const [key, at] of laterThan(shelves, region.keys, options.asOf)) published.later.set(key, at);
  return { identifiers: roots.length, ...(settlement && { change: write(published, settlement, options.asOf) }) };
}

function* dueBy({ marked, later }: Published, asOf: EpochMs): Iterable<IdentifierKey> {
  yield* marked;
  for (const [key, at] of later) if (at <= asOf && !marked.has(key)) yield key;
}

function first<T>(limit: number, items: Iterable<T>): readonly T[] {
  const found: T[] = [];
  for (const item of items) {
    if (found.length === limit) break;
    found.push(item);
  }
  return found;
}

function solved(
  shelves: Shelves,
  roots: readonly IdentifierKey[],
  options: SettleOptions,
  settler: Settler,
): { readonly region: Region; readonly settlement: Settlement | undefined } {
  const keys = new Set(roots);
  for (;;) {
    const seen = surroundingsOf(shelves, roots, [...keys]);
    let more = settler.reach(seen);
    if (more.length === 0) {
      const region = regionOf(shelves, seen, options, settler);
      const answer = settler.solve(region);
      if (answer.ok) return { region, settlement: answer.value };
      more = answer.error;
    }
    const before = keys.size;
    for (const key of more) keys.add(key);
    if (keys.size === before) throw new RangeError("the settler asked for nothing it has not been given");
  }
}

function surroundingsOf(
  shelves: Shelves,
  roots: readonly IdentifierKey[],
  keys: readonly IdentifierKey[],
): Surroundings {
  const together = under(shelves, keys, ({ sightings }) => sightings).map((seen) => seen.keys);
  const { members, held } = shelves.published;
  const inherited = [...buried(shelves, keys)].flatMap(([, stones]) => stones.map(({ seed }) => ONE_ID_PREFIX + seed));
  const holders = new Set([...membersAmong(shelves.published, keys).map(([, { oneId }]) => oneId), ...inherited]);
  const whole = [...holders].flatMap((oneId) => [...(held.get(oneId) ?? [])]);
  return { roots, keys, together, members: new Map(whole.map((key) => [key, members.get(key) as Member])) };
}

function regionOf(shelves: Shelves, seen: Surroundings, { asOf, decisive }: SettleOptions, settler: Settler): Region {
  const met = [...new Set([...seen.keys, ...seen.together.flat()])];
  const leaves = under(shelves, met, ({ leaves }) => leaves).map(({ state }) => state.leaf);
  const decisions = eventsOf(shelves, leaves, decisive);
  const splits = { asOf, ...settler.splits(decisions) };
  const sightings = under(shelves, seen.keys, ({ sightings }) => sightings).flatMap((one) => summary(one, splits));
  return {
    ...seen,
    decisions,
    sightings,
    names: new Map(named(shelves, met)),
    tombstones: new Map(buried(shelves, met)),
  };
}

const membersAmong = (
  { members }: Published,
  keys: readonly IdentifierKey[],
): readonly (readonly [IdentifierKey, Member])[] =>
  keys.flatMap((key) => {
    const member = members.get(key);
    return member ? [[key, member]] : [];
  });

/** Identifiers with evidence later than a moment, and when it begins. */
function laterThan(
  shelves: Shelves,
  keys: readonly IdentifierKey[],
  asOf: EpochMs,
): ReadonlyMap<IdentifierKey, EpochMs> {
  const later = new Map<IdentifierKey, EpochMs>();
  for (const { keys: met, filed } of under(shelves, keys, ({ sightings }) => sightings)) {
    const next = filed.reduce((least, { at }) => (at > asOf && at < least ? at : least), Number.POSITIVE_INFINITY);
    if (next === Number.POSITIVE_INFINITY) continue;
    for (const key of met) later.set(key, Math.min(next, later.get(key) ?? next));
  }
  return later;
}

export function write(published: Published, { members, diff }: Settlement, at: EpochMs): Change {
  for (const [key, member] of members) {
    const before = published.members.get(key);
    if (before) published.held.get(before.oneId)?.delete(key);
    if (before && published.held.get(before.oneId)?.size === 0) published.held.delete(before.oneId);
    published.members.delete(key);
    if (!member) continue;
    published.members.set(key, { ...member });
    published.held.set(member.oneId, (published.held.get(member.oneId) ?? new Set()).add(key));
  }
  published.changes.push({ at, diff: JSON.stringify(diff) });
  return { seq: published.changes.length, at, diff: diff };
}
