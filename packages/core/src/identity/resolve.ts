import type { IdentifierKey } from "../model";
import type { Evidence, NameLedger } from "./evidence";
import type { AsOf, IdentityPolicy } from "./policy";
import { readEvidence } from "./read-evidence";
import type { Resolution } from "./resolution";
import { requireDecided, requireInstant } from "./resolve-sightings";
import { resolveStanding } from "./resolve-standing";
import { standingObservations } from "./sum-up";

/** How evidence is resolved. */
export interface ResolveOptions extends AsOf {
  /** The names a store keeps; identifiers without one are named by their first observation. */
  readonly names?: NameLedger;
}

/**
 * Computes who is who from evidence at a moment.
 *
 * Evidence is a set: order, repetition and batching change nothing, a retracted observation leaves nothing behind, and
 * evidence later than `asOf` is not looked at. Values are normalised and blocked by the policy; consent decides which
 * observations count; an identifier that changed hands is one for each owner; one seen with too much joins
 * nobody. What is left is joined strongest evidence first, under the policy's limits: the one lexicographically strongest
 * result, not an optimum.
 *
 * A person's OneID is the seed of its leader, the member with the least (tier, first entry, key). Without a ledger a
 * seed comes from the identifier's first observation, never from its value, so it can change when that observation is
 * retracted or an earlier one arrives; a ledger's names never change.
 *
 * @throws RangeError when a time is not an instant, or a strength is unknown
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [
 *     { type: "phone", normalise: "phoneCn", tier: 0, limit: 1 },
 *     { type: "device", normalise: "text", tier: 2 },
 *   ],
 * });
 * const [li, wang] = [{ type: "phone", value: "139 1234 5678" }, { type: "phone", value: "13887654321" }];
 * const tablet = { type: "device", value: "tablet-7" };
 * const seen = { source: "app", strength: "bound", purpose: "service" };
 * const evidence = { observations: [
 *   { obsId: "o1", ids: [li, tablet], at: 1, ...seen },
 *   { obsId: "o2", ids: [wang, tablet], at: 2, ...seen },
 * ] };
 * const who = resolve(evidence, policy, { asOf: 10 });
 * who.persons.length; // => 2
 * who.personOf(tablet) === who.personOf(li); // => true
 * const why = who.explainNot(wang, tablet);
 * why.code === "refused" ? why.witness.ids : []; // => ["phone:+8613887654321", "phone:+8613912345678"]
 * @see E. Dahlhaus et al., The complexity of multiterminal cuts (1994), for why an optimum is not promised
 */
export function resolve(evidence: Evidence, policy: IdentityPolicy, options: ResolveOptions): Resolution {
  requireInstant(options.asOf);
  requireDecided(evidence);
  const unreadable = new Map<IdentifierKey, string>();
  const { observations, overrides, consents, cuts } = readEvidence(evidence, policy, unreadable);
  const standing = standingObservations(observations, { asOf: options.asOf, retracted: evidence.retracted ?? [] });
  return resolveStanding({ ...standing, overrides, consents, cuts, unreadable }, policy, options);
}
