import {
  type AsOf,
  type EpochCut,
  type IdentityPolicy,
  LEAF_SEPARATOR,
  type Name,
  type NameTable,
  nameTable,
  type Resolution,
  resolveSightings,
  type Sighting,
  splitsFor,
  type Tombstones,
} from "@tributary/core/identity";
import {
  AdapterError,
  type ConsentEntry,
  type EpochMs,
  type IdentifierKey,
  identifierKey,
} from "@tributary/core/model";
import type { LeafState, Store } from "@tributary/core/ports";
import { type Decisions, readDecisions } from "./read-decisions";

/**
 * Which of a person's identifiers is the eldest and names the person: the one that came in first (`arrival`), or the one
 * whose first event is earliest (`event`), which two stores fed in different orders agree on.
 */
export type OneIdOrder = "arrival" | "event";

/** What was read of a store to resolve it. */
export interface Read {
  readonly sightings: readonly Sighting[];
  readonly names: ReadonlyMap<IdentifierKey, Name>;
  readonly tombstones: Tombstones;
}

/** Evidence read of a store, and where what else is to be read of it. */
export interface Evidence {
  readonly sightings: readonly Sighting[];
  /** Every identifier in the sightings. */
  readonly keys: readonly IdentifierKey[] | "all";
  /** Leaves whose decisions count. */
  readonly leaves: readonly LeafState[] | "all";
}

/** Events that decide about identifiers and are never evidence: they are filed under their type as purpose. */
export const DECIDES: ReadonlySet<string> = new Set(["idsUnlinked", "idsReassigned"]);

/** Who is who in what was read, and the consents found there. */
export interface Resolved {
  readonly resolution: Resolution;
  readonly consents: readonly ConsentEntry[];
  /** By which it was named. */
  readonly names: NameTable;
}

/**
 * Resolves evidence with the decisions filed under its leaves.
 *
 * A store is read in several steps, and somebody may erase an identifier in between. Names are read last and vanish with
 * their identifier: where each has one, nothing that was read before was erased meanwhile.
 *
 * @returns `undefined` where something was, and all has to be read again: see {@link readUntorn}
 */
export async function resolveRead(
  store: Store,
  policy: IdentityPolicy,
  { sightings: seen, keys, leaves }: Evidence,
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Promise<Resolved | undefined> {
  const decisions = await readDecisions(store, leaves === "all" ? "all" : leaves.map(({ leaf }) => leaf));
  const sightings = await splitAtCuts(store, policy, seen, decisions.cuts, options);
  const tombstones = await store.tombstones(keys);
  const names = await store.names(keys);
  if (!seen.every((sighting) => sighting.keys.every((key) => names.has(key)))) return undefined;
  const split = { sightings, names, tombstones };
  return {
    resolution: resolveSplit(policy, split, decisions, options),
    consents: decisions.consents,
    names: namesOf(split, options.oneIdOrder),
  };
}

/** How often others may erase what is being read before we give up for now. */
const MAX_READS = 10;

/** Reads until nothing was erased meanwhile. */
export async function readUntorn<T>(read: () => Promise<T | undefined>): Promise<T> {
  for (let reads = 0; reads < MAX_READS; reads++) {
    const whole = await read();
    if (whole) return whole;
  }
  throw new AdapterError("conflict", "identifiers kept being erased while they were read", { retryable: true });
}

/** Resolves sightings that are split where they have to be; pure. */
export function resolveSplit(
  policy: IdentityPolicy,
  read: Read,
  decisions: Decisions,
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Resolution {
  const sightings = read.sightings.filter(({ purpose }) => !DECIDES.has(purpose));
  return resolveSightings({ sightings, ...decisions }, policy, {
    asOf: options.asOf,
    names: namesOf(read, options.oneIdOrder),
  });
}

const namesOf = (read: Read, oneIdOrder: OneIdOrder): NameTable =>
  nameTable(oneIdOrder === "event" ? inEventOrder(read) : read.names, read.tombstones);

/** The sightings, those of identifiers that were decided to be somebody else's since read anew, split there. */
async function splitAtCuts(
  store: Store,
  policy: IdentityPolicy,
  sightings: readonly Sighting[],
  cuts: readonly EpochCut[],
  { asOf }: AsOf,
): Promise<readonly Sighting[]> {
  if (cuts.length === 0) return sightings;
  const cut = new Set(cuts.map(({ identifier }) => identifierKey(identifier)));
  const isCut = ({ keys }: Sighting): boolean => keys.some((key) => cut.has(key));
  const signature = ({ keys }: Sighting): string => keys.join(LEAF_SEPARATOR);
  const parted = new Set(sightings.filter(isCut).map(signature));
  const split = await store.sightings([...cut], { asOf, ...splitsFor(policy, cuts) });
  return [...sightings.filter((one) => !isCut(one)), ...split.filter((one) => parted.has(signature(one)))];
}

/** Resolves everything a store knows by a moment. */
export async function resolveAll(
  store: Store,
  policy: IdentityPolicy,
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Promise<Resolved> {
  return readUntorn(async () => {
    const sightings = await store.sightings("all", { asOf: options.asOf, ...splitsFor(policy, []) });
    return resolveRead(store, policy, { sightings, keys: "all", leaves: "all" }, options);
  });
}

function inEventOrder({ sightings, names }: Pick<Read, "sightings" | "names">): ReadonlyMap<IdentifierKey, Name> {
  const firstAt = new Map<IdentifierKey, EpochMs>();
  for (const { keys, firstAt: at } of sightings) {
    for (const key of keys) if (at < (firstAt.get(key) ?? Number.POSITIVE_INFINITY)) firstAt.set(key, at);
  }
  return new Map([...names].map(([key, { seed, seq }]) => [key, { seed, seq: firstAt.get(key) ?? seq }]));
}
