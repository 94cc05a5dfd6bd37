import { hashHex, type IdentifierKey } from "../model";
import type { Name } from "./evidence";
import type { StandingObservation } from "./sum-up";

/** Names identifiers by where they first appeared: the observation's id and their place in it, which say no value. */
export function firstNames(observations: readonly StandingObservation[]): ReadonlyMap<IdentifierKey, Name> {
  const first = new Map<IdentifierKey, StandingObservation>();
  for (const observation of observations) {
    for (const key of observation.keys) {
      const before = first.get(key);
      if (!before || isEarlier(observation, before)) first.set(key, observation);
    }
  }
  return new Map(
    [...first].map(([key, { obsId, keys, at }]) => [key, { seed: hashHex(`${keys.indexOf(key)}:${obsId}`), seq: at }]),
  );
}

const isEarlier = (x: StandingObservation, y: StandingObservation): boolean =>
  x.at < y.at || (x.at === y.at && x.obsId < y.obsId);
