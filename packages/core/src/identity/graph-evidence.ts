import {
  byCodeUnit,
  type ConsentEntry,
  canonicalJson,
  type Identifier,
  type IdentifierKey,
  identifierKey,
  type Json,
} from "../model";
import type { Crowd } from "./crowd";
import type { Epoch } from "./epoch";
import type { EpochCut, Evidence, LinkOverride } from "./evidence";
import type { IdentityPolicy } from "./policy";
import { readEvidence } from "./read-evidence";
import { requireDecided } from "./resolve-sightings";
import type { StandingEvidence } from "./resolve-standing";
import { compareObservations, type StandingObservation, standingObservations } from "./sum-up";

/** What a graph knows of one identifier. */
export interface Known {
  readonly observations: Set<StandingObservation>;
  readonly overrides: Set<LinkOverride>;
  readonly consents: Set<ConsentEntry>;
  readonly cuts: Set<EpochCut>;
  /** Where it changed hands. */
  epochs: readonly Epoch[] | undefined;
  /** Why those of its nodes that are hubs are, by the nodes' keys. */
  hubs: ReadonlyMap<IdentifierKey, Crowd>;
}

/** A change of the evidence, before it is made. */
export interface Change {
  /** The identifiers about which something is new. */
  readonly touched: ReadonlySet<IdentifierKey>;
  apply(): void;
}

/** Everything that was added to a graph and not retracted, by identifier. */
export interface GraphEvidence {
  readonly known: ReadonlyMap<IdentifierKey, Known>;
  readonly unreadable: ReadonlyMap<IdentifierKey, string>;
  adding(more: Partial<Omit<Evidence, "retracted">>): Change;
  /** Takes observations back for ever. */
  retracting(obsIds: readonly string[]): Change;
  whole(): StandingEvidence;
}

const FOREVER = { asOf: 8.64e15 };

/** Creates evidence with nothing in it. */
export function createGraphEvidence(policy: IdentityPolicy): GraphEvidence {
  const known = new Map<IdentifierKey, Known>();
  const unreadable = new Map<IdentifierKey, string>();
  const standing = new Map<string, StandingObservation>();
  const conflicts = new Set<string>();
  const retracted = new Set<string>();
  const overrides = new Map<string, LinkOverride>();
  const consents = new Map<string, ConsentEntry>();
  const cuts = new Map<string, EpochCut>();

  const forget = ({ obsId }: StandingObservation): void => {
    const before = standing.get(obsId);
    standing.delete(obsId);
    for (const key of before?.keys ?? []) known.get(key)?.observations.delete(before as StandingObservation);
  };
  const file = (observation: StandingObservation): void => {
    forget(observation);
    standing.set(observation.obsId, observation);
    for (const key of observation.keys) knownOf(known, key).observations.add(observation);
  };
  const stands = (next: StandingObservation): boolean => {
    const before = standing.get(next.obsId);
    const order = before ? compareObservations(next, before) : -1;
    if (order !== 0 && before) conflicts.add(next.obsId);
    return order < 0;
  };
  const decide = (about: Identifier, write: (of: Known) => void): void => write(knownOf(known, identifierKey(about)));

  return {
    known,
    unreadable,
    adding: (more) => {
      requireDecided(more);
      const normal = readEvidence(more, policy, unreadable);
      const batch = standingObservations(normal.observations, { ...FOREVER, retracted: [...retracted] });
      for (const obsId of batch.conflicts) conflicts.add(obsId);
      const fresh = batch.observations.filter(stands);
      const links = unheard(normal.overrides, overrides);
      const entries = unheard(normal.consents, consents);
      const handovers = unheard(normal.cuts, cuts);
      const named = [
        ...links.flatMap(({ a, b }) => [a, b]),
        ...entries.map(({ subject }) => subject),
        ...handovers.map(({ identifier }) => identifier),
      ];
      const keys = [...fresh, ...fresh.flatMap(({ obsId }) => standing.get(obsId) ?? [])].flatMap((one) => one.keys);
      return {
        touched: new Set([...keys, ...named.map(identifierKey)]),
        apply: () => {
          for (const observation of fresh) file(observation);
          for (const link of links) for (const end of [link.a, link.b]) decide(end, (of) => of.overrides.add(link));
          for (const entry of entries) decide(entry.subject, (of) => of.consents.add(entry));
          for (const cut of handovers) decide(cut.identifier, (of) => of.cuts.add(cut));
        },
      };
    },
    retracting: (obsIds) => {
      const gone = obsIds.flatMap((obsId) => standing.get(obsId) ?? []);
      return {
        touched: new Set(gone.flatMap(({ keys }) => keys)),
        apply: () => {
          for (const observation of gone) forget(observation);
          for (const obsId of obsIds) {
            retracted.add(obsId);
            conflicts.delete(obsId);
          }
        },
      };
    },
    whole: () => ({
      observations: [...standing.values()],
      conflicts: [...conflicts].sort(byCodeUnit),
      overrides: [...overrides.values()],
      consents: [...consents.values()],
      cuts: [...cuts.values()],
      unreadable,
    }),
  };
}

/** The decisions not heard yet, which are from now on. */
function unheard<T extends object>(items: readonly T[], heard: Map<string, T>): readonly T[] {
  return items.filter((item) => {
    const name = canonicalJson(item as unknown as Json);
    const fresh = !heard.has(name);
    heard.set(name, item);
    return fresh;
  });
}

function knownOf(known: Map<IdentifierKey, Known>, key: IdentifierKey): Known {
  const before = known.get(key);
  if (before) return before;
  const fresh: Known = {
    observations: new Set(),
    overrides: new Set(),
    consents: new Set(),
    cuts: new Set(),
    epochs: undefined,
    hubs: NO_HUBS,
  };
  known.set(key, fresh);
  return fresh;
}

const NO_HUBS: ReadonlyMap<IdentifierKey, Crowd> = new Map();
