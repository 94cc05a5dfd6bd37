import type { IdentifierKey } from "../model";
import { identifierKey } from "../model";
import { nodeKeyAt } from "./epoch";
import type { GraphEvidence, Known } from "./graph-evidence";
import type { StandingEvidence } from "./resolve-standing";
import type { StandingObservation } from "./sum-up";

/**
 * Every identifier that some identifiers may be joined to, directly or through others, consent and limits ignored: a
 * superset of their components that nothing outside is joined to.
 */
export function closureOf(
  { known }: GraphEvidence,
  from: Iterable<IdentifierKey>,
  joins: (key: IdentifierKey) => boolean,
): ReadonlySet<IdentifierKey> {
  const region = new Set(from);
  for (const key of region) {
    const own = joins(key) ? known.get(key) : undefined;
    if (!own) continue;
    for (const observation of own.observations) {
      if (isHubAt(own, key, observation)) continue;
      for (const other of observation.keys) {
        if (!region.has(other) && joins(other) && !isHubAt(known.get(other) as Known, other, observation))
          region.add(other);
      }
    }
    for (const { link, a, b } of own.overrides) {
      if (link === "must") for (const end of [a, b]) region.add(identifierKey(end));
    }
  }
  return region;
}

const isHubAt = ({ epochs, hubs }: Known, key: IdentifierKey, { at }: StandingObservation): boolean =>
  hubs.size > 0 && hubs.has(nodeKeyAt(key, epochs, at) ?? key);

/** The evidence in which any of some identifiers appears, and the decisions about everything that appears in it. */
export function evidenceAbout({ known, unreadable }: GraphEvidence, about: Iterable<IdentifierKey>): StandingEvidence {
  const observations = new Set<StandingObservation>();
  for (const key of about) for (const observation of known.get(key)?.observations ?? []) observations.add(observation);
  const keys = new Set(about);
  for (const observation of observations) for (const key of observation.keys) keys.add(key);
  const all = <T>(listOf: (own: Known) => ReadonlySet<T>): T[] => [
    ...new Set([...keys].flatMap((key) => [...(known.get(key) ? listOf(known.get(key) as Known) : [])])),
  ];
  return {
    observations: [...observations],
    conflicts: [],
    overrides: all(({ overrides }) => overrides),
    consents: all(({ consents }) => consents),
    cuts: all(({ cuts }) => cuts),
    unreadable,
  };
}
