import { type EpochMs, isEpochMs, localDay, requireNow } from "../model";
import type { Badge, BadgeCondition, BadgeSet } from "./badge-set";
import { standingEntries } from "./standing-entries";

/** Something a person did: an event, or what is needed of one. */
export interface Happening {
  readonly id: string;
  readonly at: EpochMs;
  readonly type: string;
}

/** A badge to award. */
export interface BadgeAward {
  readonly badge: string;
  /** The first moment at which all its conditions held. */
  readonly at: EpochMs;
  /** What was counted at that moment, as the conditions are listed. */
  readonly because: readonly { readonly type: string; readonly counted: number; readonly atLeast: number }[];
}

/**
 * Says which badges a person has earned by now and not been given yet.
 *
 * A badge is earned at the first moment at which all its conditions held, and never lost. Repeating the call, or giving
 * the same events in any order or twice, awards the same badges; those in `awarded` not again.
 *
 * @param happenings what the person did, in any order; later than `now` is left out
 * @param options.awarded names of the badges the person has, such as all those of merged profiles
 * @throws RangeError when an instant is no epoch milliseconds
 * @example
 * const all = [{ type: "checkedIn", atLeast: 2, per: "day", withinDays: 7 }];
 * const badges = [{ badge: "regular", label: { zh: "常客", en: "Regular" }, all }];
 * const set = defineBadges({ version: "1", zone: "UTC", badges });
 * const happenings = [0, 1, DAY_MS].map((at, i) => ({ id: `e${i}`, at, type: "checkedIn" }));
 * awardBadges(happenings, set, { now: DAY_MS });
 * // => [{ badge: "regular", at: DAY_MS, because: [{ type: "checkedIn", counted: 2, atLeast: 2 }] }]
 * awardBadges(happenings, set, { now: DAY_MS, awarded: ["regular"] }); // => []
 */
export function awardBadges(
  happenings: readonly Happening[],
  { badges, zone }: BadgeSet,
  options: { readonly now: EpochMs; readonly awarded?: readonly string[] },
): readonly BadgeAward[] {
  const now = requireNow(options.now);
  const awarded = new Set(options.awarded);
  for (const { id, at } of happenings) {
    if (!isEpochMs(at)) throw new RangeError(`at of ${id} must be an integer number of epoch milliseconds, got ${at}`);
  }
  const past = standingEntries(happenings).entries.filter(({ at }) => at <= now);
  const days = past.map(({ at }) => localDay(at, zone));
  return badges.filter(({ badge }) => !awarded.has(badge)).flatMap((badge) => firstAward(badge, past, days) ?? []);
}

function firstAward(badge: Badge, past: readonly Happening[], days: readonly number[]): BadgeAward | undefined {
  const counters = badge.all.map(counterOf);
  for (const [i, { at, type }] of past.entries()) {
    const today = days[i] as number;
    for (const counter of counters) counter.see(type, today);
    if (past[i + 1]?.at === at) continue;
    const because = counters.map(({ type, atLeast, count }) => ({ type, counted: count(today), atLeast }));
    if (because.every(({ counted, atLeast }) => counted >= atLeast)) return { badge: badge.badge, at, because };
  }
  return undefined;
}

interface Counter {
  readonly type: string;
  readonly atLeast: number;
  readonly see: (type: string, day: number) => void;
  readonly count: (today: number) => number;
}

/** Counts one condition; days never go back but where a zone's clocks do. */
function counterOf({ type, atLeast, per = "time", withinDays = Number.POSITIVE_INFINITY }: BadgeCondition): Counter {
  const counts = new Map<number, number>();
  return {
    type,
    atLeast,
    see: (seen, day) => {
      if (seen === type) counts.set(day, (counts.get(day) ?? 0) + 1);
    },
    count: (today) => {
      let counted = 0;
      for (const [day, times] of counts) {
        if (today - day < withinDays) counted += per === "day" ? 1 : times;
        else counts.delete(day);
      }
      return counted;
    },
  };
}
