import type { EpochMs, IdentifierKey } from "../model";
import { isOrdinary } from "./blocked-reason";
import { compilePolicy, type Group } from "./compile-policy";
import type { Epoch } from "./epoch";
import type { EpochCut, Sighting } from "./evidence";
import { type FoundEpochs, findEpochs } from "./find-epochs";
import { createInterner } from "./interner";
import type { IdentityPolicy } from "./policy";
import { type EpochNodes, withEpochs } from "./with-epochs";

/** What a node may do. Only a node that joins is part of a person. */
export const JOINS = 0;
/** A car's identifier. */
export const VEHICLE = 1;
/** A value, or a whole type, that identifies nobody. */
export const BLOCKED = 2;
/** `merge: false`: association only. */
export const APART = 3;
/** Seen with too much to be one person's: association only. */
export const HUB = 4;
/** An identifier that went to somebody of whom nothing was seen yet. */
export const UNSEEN = 5;

/**
 * Sightings on integers: a node is an identifier, numbered as it first appears.
 *
 * Numbers depend on arrival order and never reach an answer.
 */
export interface Interned {
  readonly sightings: readonly Sighting[];
  /** Nodes of sighting `s`: `nodes[offsets[s]] … nodes[offsets[s + 1] - 1]`. */
  readonly offsets: Int32Array;
  readonly nodes: Int32Array;
  /** 1 for each sighting of strength `probable`: its identifiers were not seen together. */
  readonly thought: Uint8Array;
  readonly keys: readonly IdentifierKey[];
  readonly find: (key: IdentifierKey) => number | undefined;
  readonly groups: readonly Group[];
  readonly groupOf: Int32Array;
  readonly status: Uint8Array;
  /** Keys that could not be normalised, with the code of the reason. */
  readonly unreadable: ReadonlyMap<IdentifierKey, string>;
}

/**
 * The same where an identifier that changed hands is several nodes: what it is now under its own key, and each epoch that
 * has ended under a key of its own.
 */
export interface SightingGraph extends Interned {
  readonly epochs: EpochNodes;
  /** The epoch of each node of such an identifier. */
  readonly epochOf: ReadonlyMap<number, Epoch>;
  /** What an identifier was at a moment; what it is now without one. */
  nodeAt(key: IdentifierKey, at?: EpochMs): number | undefined;
}

/** What interning reads beside the sightings. */
export interface Interning {
  readonly unreadable?: ReadonlyMap<IdentifierKey, string>;
  /** With normalised identifiers. */
  readonly cuts?: readonly EpochCut[];
  /** Throws for a sighting that cannot be read. */
  readonly check?: (sighting: Sighting) => void;
  /** Known beforehand: the sightings are not all that were seen of their identifiers. */
  readonly epochs?: (key: IdentifierKey) => readonly Epoch[] | undefined;
}

/** Reads every key once, gives it its number, asks the policy about it, and parts it where it changed hands. */
export function internSightings(
  sightings: readonly Sighting[],
  policy: IdentityPolicy,
  { unreadable = new Map(), cuts = [], check, epochs }: Interning = {},
): SightingGraph {
  const offsets = new Int32Array(sightings.length + 1);
  const thought = new Uint8Array(sightings.length);
  let total = 0;
  for (let s = 0; s < sightings.length; s++) {
    const sighting = sightings[s] as Sighting;
    check?.(sighting);
    total += sighting.keys.length;
    offsets[s + 1] = total;
    if (sighting.strength === "probable") thought[s] = 1;
  }
  const nodes = new Int32Array(total);
  const { texts, intern, find } = createInterner(total / 2);
  let place = 0;
  for (let s = 0; s < sightings.length; s++) {
    const { keys } = sightings[s] as Sighting;
    for (let i = 0; i < keys.length; i++) nodes[place++] = intern(keys[i] as IdentifierKey);
  }
  const read = {
    sightings,
    offsets,
    thought,
    nodes,
    keys: texts,
    find,
    unreadable,
    ...classify(texts, policy, unreadable),
  };
  return withEpochs(read, intern, epochs ? knownEpochs(texts, epochs) : findEpochs(read, cuts));
}

const knownEpochs = (
  keys: readonly IdentifierKey[],
  epochs: (key: IdentifierKey) => readonly Epoch[] | undefined,
): FoundEpochs =>
  new Map(
    keys.flatMap((key, node) => {
      const known = epochs(key);
      return known ? [[node, known] as const] : [];
    }),
  );

function classify(
  keys: readonly IdentifierKey[],
  policy: IdentityPolicy,
  unreadable: ReadonlyMap<IdentifierKey, string>,
): Pick<SightingGraph, "groups" | "groupOf" | "status"> {
  const groupOf = new Int32Array(keys.length);
  const status = new Uint8Array(keys.length);
  const { groups, find } = createGroups(policy);
  for (let node = 0; node < keys.length; node++) {
    const key = keys[node] as IdentifierKey;
    const group = find(key);
    groupOf[node] = group;
    status[node] = unreadable.size > 0 && unreadable.has(key) ? BLOCKED : statusOf(key, groups[group] as Group);
  }
  return { groups, groupOf, status };
}

/** Whether an identifier may be part of a person, hubs aside, and what the policy says of its group. */
export function readKeys(
  policy: IdentityPolicy,
  unreadable: ReadonlyMap<IdentifierKey, string>,
): { joins(key: IdentifierKey): boolean; groupOf(key: IdentifierKey): Group } {
  const { groups, find } = createGroups(policy);
  const groupOf = (key: IdentifierKey): Group => groups[find(key)] as Group;
  return { joins: (key) => !unreadable.has(key) && statusOf(key, groupOf(key)) === JOINS, groupOf };
}

/** Groups whose prefixes are compared one by one before a key is cut up to look its prefix up. */
const COMPARED = 8;

/** Numbers the groups of keys as they first appear. */
function createGroups(policy: IdentityPolicy): { readonly groups: Group[]; find(key: IdentifierKey): number } {
  const groups: Group[] = [];
  const heads: string[] = [];
  const known = new Map<string, number>();
  const compile = compilePolicy(policy);
  const find = (key: IdentifierKey): number => {
    for (let i = 0; i < heads.length; i++) if (key.startsWith(heads[i] as string)) return i;
    const prefix = key.slice(0, key.indexOf(":"));
    const found = known.get(prefix);
    if (found !== undefined) return found;
    const group = groups.push(compile(prefix)) - 1;
    known.set(prefix, group);
    if (heads.length < COMPARED) heads.push(`${prefix}:`);
    return group;
  };
  return { groups, find };
}

function statusOf(key: IdentifierKey, group: Group): number {
  if (group.declared?.of === "vehicle") return VEHICLE;
  if (blockedReasonOf(key, group) !== undefined) return BLOCKED;
  return group.declared?.merge === false ? APART : JOINS;
}

function blockedReasonOf(key: IdentifierKey, group: Group): string | undefined {
  if (group.unusable !== undefined) return group.unusable;
  const start = group.prefix.length + 1;
  return group.plain && isOrdinary(key, start) ? undefined : group.blockedReason(key.slice(start));
}

/** Why a {@link BLOCKED} node identifies nobody. */
export function blockedAt({ keys, groups, groupOf, unreadable }: SightingGraph, node: number): string {
  const key = keys[node] as IdentifierKey;
  return unreadable.get(key) ?? (blockedReasonOf(key, groups[groupOf[node] as number] as Group) as string);
}
