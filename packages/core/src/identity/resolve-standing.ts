import type { EpochMs, IdentifierKey } from "../model";
import type { Crowd } from "./crowd";
import type { Epoch } from "./epoch";
import type { NameLedger } from "./evidence";
import { firstNames } from "./first-names";
import { internSightings } from "./intern-sightings";
import { lazy } from "./lazy";
import type { IdentityPolicy } from "./policy";
import type { NormalEvidence } from "./read-evidence";
import type { Resolution } from "./resolution";
import { standingCuts } from "./resolve-sightings";
import { solve } from "./solve";
import { splitsFor } from "./splits";
import { type Standing, sightingsOf } from "./sum-up";
import { toResolution } from "./to-resolution";

/** Normalised evidence in which every observation counts. */
export interface StandingEvidence extends Standing, Omit<NormalEvidence, "observations"> {
  /** Identifiers that could not be normalised, with the code of the reason. */
  readonly unreadable: ReadonlyMap<IdentifierKey, string>;
}

/** What is known of identifiers beforehand, where the evidence is not all that was seen of them. */
export interface KnownBefore {
  readonly epochs: (key: IdentifierKey) => readonly Epoch[] | undefined;
  /** Why a node is a hub, by its key. */
  readonly hubs: (nodeKey: IdentifierKey) => Crowd | undefined;
}

/** When evidence is resolved, and what is known beforehand. */
export interface StandingOptions {
  readonly asOf: EpochMs;
  readonly names?: NameLedger;
  readonly known?: KnownBefore;
}

/** Resolves evidence that is normalised and deduplicated. */
export function resolveStanding(
  evidence: StandingEvidence,
  policy: IdentityPolicy,
  options: StandingOptions,
): Resolution {
  const { observations, conflicts, overrides, consents, unreadable } = evidence;
  const { asOf, names, known } = options;
  const cuts = standingCuts(evidence, options);
  const sightings = sightingsOf(observations, splitsFor(policy, cuts));
  const graph = internSightings(sightings, policy, { unreadable, cuts, ...(known && { epochs: known.epochs }) });
  const solution = solve(graph, policy, { overrides, consents, asOf, ...(known && { hubs: known.hubs }) });
  const first = lazy(() => firstNames(observations));
  const ledger: NameLedger = {
    get: (key) => names?.get(key) ?? first().get(key),
    ...(names?.tombstones && { tombstones: names.tombstones }),
  };
  return toResolution(solution, ledger, conflicts);
}
