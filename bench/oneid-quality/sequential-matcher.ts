import { type Event, type IdentifierKey, parseIdentifierKey } from "@tributary/core";
import type { IdentityPolicy } from "@tributary/core/identity";
import { admittedKeys, type Matcher } from "./matcher";

/** What a sequential matcher keeps: a bag of identifiers under a name that never changes. */
interface Profile {
  readonly name: string;
  readonly born: number;
  readonly keys: Set<IdentifierKey>;
}

/**
 * A matcher of the usual kind: it decides on each event as it arrives, from the profiles it has made so far, and never
 * looks back.
 *
 * 1. It looks up the profiles that hold any identifier of the event. None: it makes one. One: the event's identifiers are
 *    added to it. Several: they are merged into the eldest, which keeps its name; the others are gone.
 * 2. If that would give the profile more identifiers of a type (in one scope) than its limit, or more than `maxPerson`,
 *    the identifier of the lowest priority is dropped from the event and step 1 is tried with the rest. What is dropped
 *    stays where it was, and is nowhere if it is new.
 *
 * Limits, priorities and blocked values are the policy's own; hubs, silences, strengths and consent have no counterpart
 * here, nor does undoing: what was joined stays joined.
 *
 * @see segment-docs, src/unify/identity-resolution: flat matching logic, limits, priorities and merge protection
 */
export function sequentialMatcher(policy: IdentityPolicy): Matcher {
  const seen = new Set<string>();
  const profileOf = new Map<IdentifierKey, Profile>();
  let made = 0;

  const join = (keys: readonly IdentifierKey[], profiles: readonly Profile[]): void => {
    const eldest = profiles.reduce<Profile | undefined>((a, b) => (a && a.born < b.born ? a : b), undefined);
    const profile = eldest ?? { name: `profile-${made}`, born: made++, keys: new Set() };
    for (const key of [...keys, ...profiles.flatMap((each) => [...each.keys])]) {
      profile.keys.add(key);
      profileOf.set(key, profile);
    }
  };
  const takeOne = (event: Event): void => {
    let keys = admittedKeys(event, policy);
    while (keys.length > 0) {
      const profiles = [...new Set(keys.flatMap((key) => profileOf.get(key) ?? []))];
      const joint = new Set([...keys, ...profiles.flatMap((profile) => [...profile.keys])]);
      if (isWithinLimits(joint, policy)) {
        join(keys, profiles);
        return;
      }
      keys = keys.slice(0, -1);
    }
  };
  return {
    take: (events) => {
      for (const event of events) {
        if (seen.has(event.id)) continue;
        seen.add(event.id);
        takeOne(event);
      }
    },
    nameOf: (key) => profileOf.get(key)?.name,
  };
}

function isWithinLimits(keys: ReadonlySet<IdentifierKey>, policy: IdentityPolicy): boolean {
  if (keys.size > policy.maxPerson) return false;
  const counts = new Map<string, number>();
  for (const key of keys) {
    const { type, scope = "" } = parseIdentifierKey(key);
    const group = `${type}@${scope}`;
    const count = (counts.get(group) ?? 0) + 1;
    counts.set(group, count);
    if (count > (policy.types.find((declared) => declared.type === type)?.limit ?? Number.POSITIVE_INFINITY))
      return false;
  }
  return true;
}
