import type { IdentifierKey } from "../model";
import type { Group } from "./compile-policy";
import { readKeys } from "./intern-sightings";
import type { IdentityPolicy } from "./policy";

/** Why what an identifier was seen with is too much for it to say who anybody is. */
export interface Crowd {
  /** Distinct anchors, or the fewest persons who could have all that the identifier was seen with. */
  readonly of: "anchors" | "persons";
  readonly count: number;
  /** The type's `hub`, or its `hubPersons`. */
  readonly limit: number;
}

/**
 * Whether an identifier of a group counts when others are looked at for being hubs.
 *
 * @param persons whether some type has `hubPersons`, so that persons are counted too
 */
export const countsForHubs = ({ anchor, limit }: Group, persons: boolean): boolean =>
  anchor || (persons && Number.isFinite(limit));

/**
 * Reads what an identifier was seen with.
 *
 * Nobody has more identifiers of a type than its `limit`, so of three WeChat identities with a limit of one no fewer than
 * three persons can be the owners.
 *
 * @param others the groups of the distinct other identifiers, one for each
 * @returns undefined when they are few enough; anchors before persons
 */
export function crowdOf({ hub, hubPersons }: Group, others: Iterable<Group>): Crowd | undefined {
  let anchors = 0;
  const counts = new Map<Group, number>();
  for (const group of others) {
    if (group.anchor) anchors++;
    if (Number.isFinite(group.limit)) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  if (anchors > hub) return { of: "anchors", count: anchors, limit: hub };
  let persons = 0;
  for (const [{ limit }, count] of counts) persons = Math.max(persons, Math.ceil(count / limit));
  return persons > hubPersons ? { of: "persons", count: persons, limit: hubPersons } : undefined;
}

/** Hubs as a policy sees them, on keys. */
export interface HubReader {
  /** Whether an identifier counts when others are looked at for being hubs. */
  counts(key: IdentifierKey): boolean;
  /** Why an identifier seen with all these would be a hub, or undefined. */
  crowdOf(key: IdentifierKey, others: Iterable<IdentifierKey>): Crowd | undefined;
}

/**
 * Reads hubs from keys alone, as if consent let all of them count and nothing had changed hands.
 *
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [
 *     { type: "openid", normalise: "text", tier: 1, limit: 1 },
 *     { type: "device", normalise: "text", tier: 2, hubPersons: 1 },
 *   ],
 * });
 * readHubs(policy).crowdOf("device:tablet", ["openid:o1", "openid:o2"]); // => { of: "persons", count: 2, limit: 1 }
 */
export function readHubs(policy: IdentityPolicy): HubReader {
  const { groupOf } = readKeys(policy, new Map());
  const persons = policy.types.some(({ hubPersons }) => hubPersons !== undefined);
  return {
    counts: (key) => countsForHubs(groupOf(key), persons),
    crowdOf: (key, others) => crowdOf(groupOf(key), Array.from(others, groupOf)),
  };
}
