import {
  type IdentityPolicy,
  type Name,
  type Resolution,
  resolveSightings,
  type Sighting,
} from "@tributary/core/identity";
import type { ConsentEntry, EpochMs, IdentifierKey } from "@tributary/core/model";
import type { LeafState, Store } from "@tributary/core/ports";
import { readDecisions } from "./read-decisions";

/**
 * Which of a person's identifiers is the eldest and names the person: the one that came in first (`arrival`), or the one
 * whose first event is earliest (`event`), which two stores fed in different orders agree on.
 */
export type OneIdOrder = "arrival" | "event";

/** What was read of a store to resolve it. */
export interface Read {
  readonly sightings: readonly Sighting[];
  readonly names: ReadonlyMap<IdentifierKey, Name>;
  /** Leaves whose decisions count. */
  readonly leaves: readonly LeafState[] | "all";
}

/** The purpose under which events are filed that say their identifiers are *not* one person: never evidence. */
export const SEPARATES = "idsUnlinked";

/** Who is who in what was read, and the consents found there. */
export interface Resolved {
  readonly resolution: Resolution;
  readonly consents: readonly ConsentEntry[];
}

/** Resolves what was read, with the decisions filed under its leaves. */
export async function resolveRead(
  store: Store,
  policy: IdentityPolicy,
  read: Read,
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Promise<Resolved> {
  const decisions = await readDecisions(store, read.leaves === "all" ? "all" : read.leaves.map(({ leaf }) => leaf));
  const sightings = read.sightings.filter(({ purpose }) => purpose !== SEPARATES);
  const names = options.oneIdOrder === "event" ? inEventOrder(read) : read.names;
  const resolution = resolveSightings({ sightings, ...decisions }, policy, { asOf: options.asOf, names });
  return { resolution, consents: decisions.consents };
}

/** Resolves everything a store knows by a moment. */
export async function resolveAll(
  store: Store,
  policy: IdentityPolicy,
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Promise<Resolved> {
  const sightings = await store.sightings("all", options);
  const names = await store.names("all");
  return resolveRead(store, policy, { sightings, names, leaves: "all" }, options);
}

function inEventOrder({ sightings, names }: Read): ReadonlyMap<IdentifierKey, Name> {
  const firstAt = new Map<IdentifierKey, EpochMs>();
  for (const { keys, firstAt: at } of sightings) {
    for (const key of keys) if (at < (firstAt.get(key) ?? Number.POSITIVE_INFINITY)) firstAt.set(key, at);
  }
  return new Map([...names].map(([key, { seed, seq }]) => [key, { seed, seq: firstAt.get(key) ?? seq }]));
}
