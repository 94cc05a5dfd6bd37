import * as fc from "fast-check";
import type { Evidence, IdentityPolicy } from "../identity/index";
import type { EpochMs } from "../model";
import { identityCases } from "./identity-evidence";

/** Evidence as it stood after each of several changes, and one moment to read every state at. */
export interface IdentityHistory {
  readonly states: readonly Evidence[];
  readonly asOf: EpochMs;
}

/**
 * Histories of nasty evidence for a policy: each change brings observations, decisions and consents, retracts some
 * observations, takes a retraction back, or undoes everything since the first state.
 *
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0 }],
 * });
 * fc.sample(identityHistories(policy), { numRuns: 3, seed: 1 }).length; // => 3
 */
export function identityHistories(policy: IdentityPolicy): fc.Arbitrary<IdentityHistory> {
  const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });
  const change = fc.oneof(
    identityCases(policy, { obsPrefix: "more" }).map(({ evidence }) => bring(evidence)),
    picks.map(retract),
    fc.constant(restore),
  );
  return fc
    .record({ first: identityCases(policy), changes: fc.array(change, { minLength: 1, maxLength: 4 }) })
    .map(({ first, changes }) => {
      const states = [first.evidence];
      for (const changed of changes) states.push(changed(states[states.length - 1] as Evidence, first.evidence));
      return { states, asOf: first.asOf };
    });
}

type Change = (now: Evidence, first: Evidence) => Evidence;

const bring =
  (more: Evidence): Change =>
  (now) => ({
    observations: [...now.observations, ...more.observations],
    retracted: now.retracted ?? [],
    overrides: [...(now.overrides ?? []), ...(more.overrides ?? [])],
    consents: [...(now.consents ?? []), ...(more.consents ?? [])],
    cuts: [...(now.cuts ?? []), ...(more.cuts ?? [])],
  });

const retract =
  (picks: readonly number[]): Change =>
  (now) => {
    const { observations, retracted = [] } = now;
    const more = picks.flatMap((pick) => observations[pick % Math.max(1, observations.length)]?.obsId ?? []);
    return { ...now, retracted: [...retracted, ...more] };
  };

/** Back to the first state: what came since is retracted, and decisions and consents are as they were. */
const restore: Change = (now, first) => {
  const known = new Set(first.observations.map(({ obsId }) => obsId));
  const later = now.observations.filter(({ obsId }) => !known.has(obsId)).map(({ obsId }) => obsId);
  return { ...first, observations: now.observations, retracted: [...(first.retracted ?? []), ...later] };
};
