import { LEAF_SEPARATOR, type PersonDiff, type Tombstone, type Tombstones } from "@tributary/core/identity";
import { byCodeUnit, type EpochMs, type Event, type IdentifierKey, identifierKey } from "@tributary/core/model";
import type { Change, Erased, Erasing, LeafKey, LeafState } from "@tributary/core/ports";
import { type Filing, file, setLeaf } from "./filing";
import { mark, type Published, write } from "./publish";
import { eventsIn, type Filed, type Leaf, type Seen, type Shelves, under } from "./shelves";

/** What an event is filed with once it lost an identifier: no hash is like it. */
const ERASED = "erased";

/** Erases identifiers, see `Eraser.erase`. */
export function erase(shelves: Shelves, keys: readonly IdentifierKey[], erasing: Erasing): Erased | undefined {
  const gone = new Set(keys.filter((key) => shelves.identifiers.has(key)));
  if (!isDecided(shelves, gone, erasing)) return undefined;
  const seen = under(shelves, [...gone], ({ sightings }) => sightings);
  const beside = new Set(seen.flatMap((one) => one.keys).filter((key) => !gone.has(key)));
  const left = seen.flatMap((one) => withoutThem(one, gone, erasing.leafOf));
  const leaves = leavesAfter(shelves, seen, left);
  const folded = new Map([...leaves].map(([leaf, { events }]) => [leaf, foldAll(leaf, events, erasing)])); // may throw
  for (const one of seen) unsee(shelves, one);
  for (const [leaf, { before, kept }] of leaves) {
    if (before) before.events = [...kept];
    if (before && !folded.get(leaf)) removeLeaf(shelves, leaf, before);
  }
  for (const state of folded.values()) if (state) setLeaf(shelves, state);
  for (const { leaf, ...filing } of left) shelves.leaves.get(leaf)?.events.push(file(shelves, filing));
  for (const key of gone) forget(shelves, key);
  for (const [heir, stones] of erasing.left) bury(shelves, heir, stones);
  mark(shelves.published, [...beside, ...erasing.left.keys()]);
  const change = unpublish(shelves.published, gone, erasing.at);
  return { identifiers: gone.size, ...(change && { change }) };
}

/** Whether who inherits was decided by what is still so. */
function isDecided(
  { identifiers, tombstones }: Shelves,
  gone: ReadonlySet<IdentifierKey>,
  { carried, left }: Erasing,
): boolean {
  const seedsOn = (stones: Tombstones, key: IdentifierKey): string =>
    JSON.stringify((stones.get(key) ?? []).map(({ seed }) => seed).sort(byCodeUnit));
  return (
    [...left.keys()].every((heir) => identifiers.has(heir)) &&
    [...gone].every((key) => seedsOn(tombstones, key) === seedsOn(carried, key))
  );
}

/** An event as it is filed from then on, and under which leaf. */
type Left = Filing & { readonly leaf: LeafKey };

function withoutThem(
  { keys, strength, purpose, filed }: Seen,
  gone: ReadonlySet<IdentifierKey>,
  leafOf: Erasing["leafOf"],
): readonly Left[] {
  const kept = keys.filter((key) => !gone.has(key));
  if (kept.length === 0) return [];
  const leaf = leafOf(kept);
  return eventsIn(filed).map(({ ids, ...event }) => {
    const own: Event = { ...event, ids: ids.filter((id) => !gone.has(identifierKey(id))) };
    return { event: inOrder(own), bodyHash: ERASED, keys: kept, strength, purpose, leaf };
  });
}

const inOrder = ({ id, type, at, ids, properties, source }: Event): Event => ({
  id,
  type,
  at,
  ids,
  properties,
  source,
});

/** A leaf that loses or gets events: what it has afterwards, and what of that it has before. */
interface LeafAfter {
  readonly before: Leaf | undefined;
  readonly kept: readonly Filed[];
  readonly events: Event[];
}

function leavesAfter(shelves: Shelves, seen: readonly Seen[], left: readonly Left[]): ReadonlyMap<LeafKey, LeafAfter> {
  const moving = new Set(seen.flatMap(({ filed }) => filed));
  const after = new Map<LeafKey, LeafAfter>();
  const enter = (leaf: LeafKey, before: Leaf | undefined): LeafAfter => {
    const kept = (before?.events ?? []).filter((filed) => !moving.has(filed));
    const entry = { before, kept, events: [...eventsIn(kept)] };
    after.set(leaf, entry);
    return entry;
  };
  const touched = under(
    shelves,
    seen.flatMap(({ keys }) => keys),
    ({ leaves }) => leaves,
  );
  for (const leaf of touched) if (leaf.events.some((filed) => moving.has(filed))) enter(leaf.state.leaf, leaf);
  for (const { leaf, event } of left) (after.get(leaf) ?? enter(leaf, shelves.leaves.get(leaf))).events.push(event);
  return after;
}

const foldAll = (leaf: LeafKey, events: readonly Event[], { fold }: Erasing): LeafState | undefined =>
  events.length === 0
    ? undefined
    : fold(
        leaf,
        undefined,
        [...events].sort((a, b) => a.at - b.at || byCodeUnit(a.id, b.id)),
      );

function unsee(shelves: Shelves, seen: Seen): void {
  for (const event of eventsIn(seen.filed)) {
    const { type, at } = event;
    shelves.events.set(event.id, { type, at, bodyHash: ERASED });
  }
  shelves.sightings.delete(seen.keys.join(LEAF_SEPARATOR));
  for (const key of seen.keys) remove(shelves.identifiers.get(key)?.sightings, seen);
}

function removeLeaf(shelves: Shelves, key: LeafKey, leaf: Leaf): void {
  shelves.leaves.delete(key);
  for (const own of key.split(LEAF_SEPARATOR)) remove(shelves.identifiers.get(own)?.leaves, leaf);
}

function remove<T>(list: T[] | undefined, item: T): void {
  const at = list?.indexOf(item) ?? -1;
  if (at >= 0) list?.splice(at, 1);
}

function forget({ identifiers, keyOfSeed, tombstones }: Shelves, key: IdentifierKey): void {
  keyOfSeed.delete(identifiers.get(key)?.name.seed ?? "");
  for (const { seed } of tombstones.get(key) ?? []) keyOfSeed.delete(seed);
  identifiers.delete(key);
  tombstones.delete(key);
}

function bury({ keyOfSeed, tombstones }: Shelves, heir: IdentifierKey, stones: readonly Tombstone[]): void {
  tombstones.set(heir, [...(tombstones.get(heir) ?? []), ...stones]);
  for (const { seed } of stones) keyOfSeed.set(seed, heir);
}

/** Takes identifiers out of everything that is published, and says so as a change that names them once. */
function unpublish(published: Published, gone: ReadonlySet<IdentifierKey>, at: EpochMs): Change | undefined {
  for (const key of gone) {
    published.marked.delete(key);
    published.later.delete(key);
  }
  const moved = [...gone].sort(byCodeUnit).flatMap((key) => {
    const member = published.members.get(key);
    return member ? [{ key, from: member.oneId }] : [];
  });
  if (moved.length === 0) return undefined;
  const isGone = (oneId: string): boolean => [...(published.held.get(oneId) ?? [])].every((key) => gone.has(key));
  const retired = [...new Set(moved.map(({ from }) => from))].filter(isGone).sort(byCodeUnit);
  const members = new Map(moved.map(({ key }) => [key, undefined]));
  const change = write(published, { members, diff: { ...NOTHING, retired, moved } }, at);
  for (const one of published.changes) one.diff = JSON.stringify(withoutMoves(JSON.parse(one.diff), gone));
  return change;
}

const NOTHING: PersonDiff = { created: [], redirected: [], retired: [], moved: [], degraded: [] };

const withoutMoves = (diff: PersonDiff, gone: ReadonlySet<IdentifierKey>): PersonDiff => ({
  ...diff,
  moved: diff.moved.filter(({ key }) => !gone.has(key)),
});
