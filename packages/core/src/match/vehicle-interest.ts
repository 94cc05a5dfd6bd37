import { DAY_MS, type EpochMs, isEpochMs, requireNow } from "../model";

/** What somebody showed interest in: a car, any car of a series, a value of an attribute, or a respect of reputation. */
export type InterestTarget =
  | { readonly car: string }
  | { readonly series: string }
  | { readonly attribute: string; readonly value: string }
  | { readonly reputation: string };

/** One sign of interest: a view, a configuration, a test drive, a wish stated to an adviser. */
export type VehicleInterest = InterestTarget & {
  /** When; left out for what a person stated, which does not fade. */
  readonly at?: EpochMs;
  /** What it is worth beside a view, which is worth 1; above 0, at most 1,000. */
  readonly weight?: number;
};

/** What is known of a person, as far as it bears on which car to offer. An empty one is a cold start. */
export interface MatchPerson {
  readonly interests?: readonly VehicleInterest[];
  /** What may be spent, in minor units, both ends included. */
  readonly budgetMinor?: { readonly from?: number; readonly to?: number };
  /** Cars of the catalogue this person has. */
  readonly owned?: readonly string[];
}

/** An interest with what it is worth at a moment, in {@link UNITS}. */
export interface FadedInterest {
  readonly target: InterestTarget;
  readonly units: number;
}

/** Units in one fresh interest of weight 1. Whole units add up exactly, whichever way interests came. */
export const UNITS: number = 2 ** 30;

/**
 * What each interest is worth at a moment: `weight / (1 + age / halfAfterDays)`, half after so many days, a third after
 * twice as many. So the last few are worth much more than the rest, and yet old ones are never worth nothing.
 *
 * @param options.now later interests do not count; by default the moment of the last one
 * @throws RangeError when a moment is none, or a weight is not above 0 and at most 1,000
 * @example
 * const faded = fadeInterests([{ car: "a", at: 0 }, { series: "b" }], { now: 30 * 86_400_000, halfAfterDays: 30 });
 * faded.map(({ units }) => units / UNITS); // => [0.5, 1]
 * @see J. R. Anderson and L. J. Schooler, Reflections of the environment in memory (1991): what was needed is needed again
 *   by a power of its age, not by a half-life. The power, 1, is our choice
 */
export function fadeInterests(
  interests: readonly VehicleInterest[],
  options: { readonly now?: EpochMs | undefined; readonly halfAfterDays: number },
): readonly FadedInterest[] {
  const now = options.now === undefined ? lastOf(interests) : requireNow(options.now);
  const faded: FadedInterest[] = [];
  for (const interest of interests) {
    const { at = now, weight = 1 } = interest;
    if (!isEpochMs(at)) throw new RangeError(`at must be an integer number of epoch milliseconds, got ${String(at)}`);
    if (!(weight > 0 && weight <= 1_000)) throw new RangeError(`weight must be above 0, at most 1,000, got ${weight}`);
    if (at > now) continue;
    const age = (now - at) / DAY_MS;
    faded.push({ target: interest, units: Math.round((weight / (1 + age / options.halfAfterDays)) * UNITS) });
  }
  return faded;
}

function lastOf(interests: readonly VehicleInterest[]): EpochMs {
  let last: EpochMs | undefined;
  for (const { at } of interests) if (at !== undefined && !(last !== undefined && at <= last)) last = at;
  return last ?? 0;
}
