import { byCodeUnit, type EpochMs } from "../model";
import { groupBy } from "./group-by";
import type { NameOf } from "./holdings";
import { reasonsFor, settle } from "./settle";
import type { IntentionClaim } from "./vehicle-evidence";
import type { IntentionInterval, IntentionTarget } from "./vehicle-graph";

/**
 * Computes who meant to buy what from all that stands about it, in any order.
 *
 * @param said every claim of each person and target it is asked about
 * @param lastsMs how long a claim without an end lasts
 * @returns by person, series, model and time
 */
export function settleIntentions(
  said: readonly IntentionClaim[],
  lastsMs: number,
  nameOf: NameOf,
): readonly IntentionInterval[] {
  const named = said.map((claim) => ({ claim, person: nameOf(claim.person, claim.from) }));
  const groups = groupBy(named, ({ person, claim }) => JSON.stringify([person, claim.series ?? "", claim.model ?? ""]));
  return [...groups]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([, claims]) => {
      const [first] = claims as [(typeof claims)[number]];
      const grants = claims.map(({ claim }) => ({ from: claim.from, by: claim, ...until(claim.to) }));
      const about = { person: first.person, ...targetOf(first.claim) };
      return settle(grants, [], lastsMs).map((span): IntentionInterval => {
        const { from, to, endedBy } = span;
        return { ...about, from, to, because: reasonsFor(span, from, to), endedBy };
      });
    });
}

const until = (to: EpochMs | undefined): { readonly to?: EpochMs } => (to === undefined ? {} : { to });

const targetOf = ({ series, model }: IntentionTarget): IntentionTarget => ({
  ...(series ? { series } : {}),
  ...(model ? { model } : {}),
});

/** Whether an intention is for a target; what the target does not name may be anything. */
export const isFor = (target: IntentionTarget, { series, model }: IntentionTarget): boolean =>
  (target.series === undefined || target.series === series) && (target.model === undefined || target.model === model);
