import { byCodeUnit, type EpochMs, requireNow } from "../model";
import type { LostClaim } from "./claim-lost";

/** What band a lead's score was in at a moment. */
export interface BandReading {
  readonly lead: string;
  readonly at: EpochMs;
  readonly band: string;
}

/** A lost lead that is back, since when and in which band. */
export interface RevivedLead {
  readonly lead: string;
  readonly at: EpochMs;
  readonly band: string;
}

/**
 * Finds lost leads whose score came back into an upper band after the loss was approved.
 *
 * Only a return counts: a lead lost while its score was high is not back because the score still is; it must have been
 * read below, before or after the loss, and above again. A claim not yet approved needs no reviving, for its lead is open.
 *
 * @param claims approved ones count, the last of each lead
 * @param readings scores over time, in any order, also from before the loss
 * @param options.upper the bands that revive
 * @returns by lead; a host tells each to `joinLeads` as a touch `revived`
 * @throws RangeError when `now` is no instant
 * @example
 * const statement = { lead: "a", dealer: "d1", claimant: "wang", reason: "price", at: 5 } as const;
 * const claim = { ...statement, state: "approved", decidedBy: "li", decidedAt: 6 } as const;
 * const readings = [{ lead: "a", at: 7, band: "low" }, { lead: "a", at: 9, band: "high" }];
 * reviveLost([claim], readings, { upper: ["high"], now: 10 }); // => [{ lead: "a", at: 9, band: "high" }]
 * reviveLost([claim], readings, { upper: ["high"], now: 8 }); // => []
 */
export function reviveLost(
  claims: readonly LostClaim[],
  readings: readonly BandReading[],
  { upper, now }: { readonly upper: readonly string[]; readonly now: EpochMs },
): readonly RevivedLead[] {
  requireNow(now);
  const lostAt = new Map<string, EpochMs>();
  for (const { lead, state, decidedAt } of claims) {
    if (state !== "approved" || decidedAt === undefined || decidedAt > now) continue;
    lostAt.set(lead, Math.max(decidedAt, lostAt.get(lead) ?? decidedAt));
  }
  const isUpper = new Set(upper);
  const below = new Set<string>();
  const revived = new Map<string, RevivedLead>();
  const known = readings.filter(({ lead, at }) => at <= now && lostAt.has(lead));
  for (const { lead, at, band } of known.sort((a, b) => a.at - b.at || byCodeUnit(a.band, b.band))) {
    if (!isUpper.has(band)) below.add(lead);
    else if (below.delete(lead) && at > (lostAt.get(lead) as EpochMs) && !revived.has(lead)) {
      revived.set(lead, { lead, at, band });
    }
  }
  return [...revived.values()].sort((a, b) => byCodeUnit(a.lead, b.lead));
}
