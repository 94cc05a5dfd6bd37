import type { IdentifierKey } from "../model";
import { blockedValue } from "./blocked-reason";
import { compilePolicy, type Group } from "./compile-policy";
import type { Sighting } from "./evidence";
import { createInterner } from "./interner";
import type { IdentityPolicy } from "./policy";

/** What a node may do. Only a node that joins is part of a person. */
export const JOINS = 0;
/** A car's identifier. */
export const VEHICLE = 1;
/** A value, or a whole type, that identifies nobody. */
export const BLOCKED = 2;
/** `merge: false`: association only. */
export const APART = 3;
/** Seen with too many anchors: association only. */
export const HUB = 4;

/**
 * Sightings on integers: a node is an identifier, numbered as it first appears.
 *
 * Numbers depend on arrival order and never reach an answer. (Time epochs would make several nodes of one identifier;
 * here is where a sighting would choose among them.)
 */
export interface SightingGraph {
  readonly sightings: readonly Sighting[];
  /** Nodes of sighting `s`: `nodes[offsets[s]] … nodes[offsets[s + 1] - 1]`. */
  readonly offsets: Int32Array;
  readonly nodes: Int32Array;
  readonly keys: readonly IdentifierKey[];
  readonly find: (key: IdentifierKey) => number | undefined;
  readonly groups: readonly Group[];
  readonly groupOf: Int32Array;
  readonly status: Uint8Array;
  /** Keys that could not be normalised, with the code of the reason. */
  readonly unreadable: ReadonlyMap<IdentifierKey, string>;
}

/** Reads every key once, gives it its number, and asks the policy about it. */
export function internSightings(
  sightings: readonly Sighting[],
  policy: IdentityPolicy,
  unreadable: ReadonlyMap<IdentifierKey, string>,
): SightingGraph {
  const offsets = new Int32Array(sightings.length + 1);
  let total = 0;
  for (let s = 0; s < sightings.length; s++) {
    total += (sightings[s] as Sighting).keys.length;
    offsets[s + 1] = total;
  }
  const nodes = new Int32Array(total);
  const { texts, intern, find } = createInterner();
  let place = 0;
  for (const { keys } of sightings) for (const key of keys) nodes[place++] = intern(key);
  return { sightings, offsets, nodes, keys: texts, find, unreadable, ...classify(texts, policy, unreadable) };
}

function classify(
  keys: readonly IdentifierKey[],
  policy: IdentityPolicy,
  unreadable: ReadonlyMap<IdentifierKey, string>,
): Pick<SightingGraph, "groups" | "groupOf" | "status"> {
  const groups: Group[] = [];
  const groupOf = new Int32Array(keys.length);
  const status = new Uint8Array(keys.length);
  const known = new Map<string, number>();
  const compile = compilePolicy(policy);
  for (let node = 0; node < keys.length; node++) {
    const key = keys[node] as IdentifierKey;
    const prefix = key.slice(0, key.indexOf(":"));
    let group = known.get(prefix);
    if (group === undefined) {
      group = groups.push(compile(prefix)) - 1;
      known.set(prefix, group);
    }
    groupOf[node] = group;
    status[node] = unreadable.has(key) ? BLOCKED : statusOf(key, groups[group] as Group);
  }
  return { groups, groupOf, status };
}

function statusOf(key: IdentifierKey, group: Group): number {
  if (group.declared?.of === "vehicle") return VEHICLE;
  if (blockedReasonOf(key, group) !== undefined) return BLOCKED;
  return group.declared?.merge === false ? APART : JOINS;
}

const blockedReasonOf = (key: IdentifierKey, group: Group): string | undefined =>
  group.unusable ?? blockedValue(key.slice(group.prefix.length + 1), group.declared);

/** Why a {@link BLOCKED} node identifies nobody. */
export function blockedAt({ keys, groups, groupOf, unreadable }: SightingGraph, node: number): string {
  const key = keys[node] as IdentifierKey;
  return unreadable.get(key) ?? (blockedReasonOf(key, groups[groupOf[node] as number] as Group) as string);
}
