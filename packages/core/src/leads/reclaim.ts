import { byCodeUnit, canonicalJson, type EpochMs, type Json, requireNow } from "../model";
import type { Dealer } from "./dealer";
import { firstResponse } from "./first-response";

/** A lead a dealer has, and perhaps one adviser there. */
export interface OwnedLead {
  readonly lead: string;
  readonly dealer: string;
  readonly adviser?: string;
  readonly assignedAt: EpochMs;
  readonly respondedAt?: EpochMs;
  /** The lead's grade and when its next follow-up is due, as `gradeLead` gives them. */
  readonly grade?: string;
  readonly due?: EpochMs;
}

/** How long owners have. */
export interface ReclaimOptions {
  readonly now: EpochMs;
  /** Whose opening hours count. */
  readonly dealers: readonly Pick<Dealer, "id" | "hours">[];
  /** Opening time to the first response. */
  readonly firstResponseMs: number;
  /** How long a follow-up may be overdue, in elapsed time; 0 by default. */
  readonly graceMs?: number;
}

/** An owner who loses a lead, and why. */
export interface Reclaimed {
  readonly owned: OwnedLead;
  readonly reason: "firstResponseMissed" | "gradeOverdue" | "otherOwner" | "unknownDealer";
  /** When it should have been answered or followed up. */
  readonly due?: EpochMs;
}

/** Every owned lead is in exactly one of both, by lead, dealer and time. */
export interface Reclaim {
  readonly reclaimed: readonly Reclaimed[];
  readonly kept: readonly OwnedLead[];
}

/**
 * Says which leads to take back: nobody answered in time, a follow-up is overdue, or the dealer has given it twice.
 *
 * A lead has one owner at a dealer: of several the one who answered first keeps it, without any answer the one assigned
 * first. An answer that came too late is a late answer, not a reason to take the lead from somebody who now works on it.
 *
 * @param owned open leads with their owners, in any order
 * @throws RangeError when `now` is no instant, or the hours cannot be read
 * @example
 * const hours = { zone: "Asia/Shanghai", week: [{ day: 1, from: "09:00", to: "18:00" }] };
 * const nine = Date.UTC(2026, 2, 2, 1);
 * const owned = [
 *   { lead: "a", dealer: "d1", assignedAt: nine },
 *   { lead: "b", dealer: "d1", assignedAt: nine, respondedAt: nine + MINUTE_MS, grade: "H", due: nine + HOUR_MS },
 * ];
 * const options = { dealers: [{ id: "d1", hours }], firstResponseMs: 30 * MINUTE_MS };
 * const { reclaimed } = reclaim(owned, { ...options, now: nine + 2 * HOUR_MS });
 * reclaimed.map(({ owned, reason }) => [owned.lead, reason]);
 * // => [["a", "firstResponseMissed"], ["b", "gradeOverdue"]]
 */
export function reclaim(owned: readonly OwnedLead[], options: ReclaimOptions): Reclaim {
  const now = requireNow(options.now);
  const hoursOf = new Map(options.dealers.map(({ id, hours }) => [id, hours]));
  const reclaimed: Reclaimed[] = [];
  const kept: OwnedLead[] = [];
  let before: OwnedLead | undefined;
  for (const one of [...owned].sort((a, b) => byOwner(a, b, now))) {
    const again = before !== undefined && before.lead === one.lead && before.dealer === one.dealer;
    before = one;
    const hours = hoursOf.get(one.dealer);
    const lost = again ? { reason: "otherOwner" } : !hours ? { reason: "unknownDealer" } : overdue(one, hours, options);
    if (lost) reclaimed.push({ owned: one, ...lost } as Reclaimed);
    else kept.push(one);
  }
  return { reclaimed, kept };
}

function overdue(
  one: OwnedLead,
  hours: Dealer["hours"],
  { now, firstResponseMs, graceMs = 0 }: ReclaimOptions,
): Omit<Reclaimed, "owned"> | undefined {
  const { state, due } = firstResponse(one, { hours, withinMs: firstResponseMs, now });
  if (state === "overdue") return { reason: "firstResponseMissed", ...(due !== undefined && { due }) };
  if (one.due !== undefined && now > one.due + graceMs) return { reason: "gradeOverdue", due: one.due };
  return undefined;
}

/** Owners of one lead at one dealer together, the one who keeps it first. */
function byOwner(a: OwnedLead, b: OwnedLead, now: EpochMs): number {
  const answeredAt = ({ respondedAt }: OwnedLead): number =>
    respondedAt !== undefined && respondedAt <= now ? respondedAt : Number.MAX_VALUE;
  return (
    byCodeUnit(a.lead, b.lead) ||
    byCodeUnit(a.dealer, b.dealer) ||
    answeredAt(a) - answeredAt(b) ||
    a.assignedAt - b.assignedAt ||
    byCodeUnit(a.adviser ?? "", b.adviser ?? "") ||
    byCodeUnit(canonicalJson(a as unknown as Json), canonicalJson(b as unknown as Json))
  );
}
