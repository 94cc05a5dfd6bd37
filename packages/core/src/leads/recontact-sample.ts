import { hash53 } from "../model";
import { inLeadOrder, type LostClaim } from "./claim-lost";

/**
 * Draws the approved losses somebody else should call again, to see whether they were lost.
 *
 * Each loss is drawn by a hash of the seed, its lead and its moment: whether it is in the sample depends on no other loss,
 * so the sample of a month is the samples of its days.
 *
 * @param claims in any order; those not approved are never drawn
 * @param options.share how many of them, in [0, 1]; the drawn number varies around it as with coins
 * @returns the drawn claims, by lead
 * @throws RangeError when the share is not in [0, 1]
 * @example
 * const statement = { lead: "a", dealer: "d1", claimant: "wang", reason: "price", at: 5 } as const;
 * const claims = [{ ...statement, state: "approved" }, { ...statement, lead: "b", state: "claimed" }] as const;
 * recontactSample(claims, { share: 1, seed: 1 }).map(({ lead }) => lead); // => ["a"]
 */
export function recontactSample(
  claims: readonly LostClaim[],
  { share, seed }: { readonly share: number; readonly seed: string | number },
): readonly LostClaim[] {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`share must be in [0, 1], got ${share}`);
  return claims
    .filter(({ state, lead, at }) => state === "approved" && hash53(`${seed}/${lead}/${at}`) < share * 2 ** 53)
    .sort(inLeadOrder);
}
