import { DAY_MS, type EpochMs, isEpochMs, requireNow } from "../model";
import { waitingTime } from "./waiting-time";

/** A car somebody owns, as far as it tells when they may buy the next. */
export interface OwnedCar {
  readonly ownedSince: EpochMs;
  /** What it drives in a year. */
  readonly kmPerYear?: number;
  /** How long this owner kept earlier cars, in days each. */
  readonly earlierHoldingDays?: readonly number[];
  readonly financeEndsAt?: EpochMs;
  readonly warrantyEndsAt?: EpochMs;
}

/** How long cars are kept. Every number is configuration. */
export interface ReplacementPolicy {
  readonly typicalYears: number;
  /** The standard deviation of the logarithm of how long cars are kept. */
  readonly spread: number;
  /** How many earlier cars count as much as the typical time. */
  readonly weight: number;
  readonly typicalKmPerYear: number;
  /** How much sooner a car is replaced that drives more: twice the mileage divides the time by 2 to the power of this. */
  readonly mileageElasticity: number;
  /** How much the window holds, in (0, 1). */
  readonly coverage: number;
  /** From this chance to buy within a year on, the window is open. */
  readonly openFrom: number;
}

/**
 * Our choice throughout: six years, give or take a third, sooner for cars that drive much. No public set of how long owners
 * keep their cars was to be had, so fit these to your own owners before you rely on them.
 */
export const DEFAULT_REPLACEMENT_POLICY: ReplacementPolicy = {
  typicalYears: 6,
  spread: 0.35,
  weight: 2,
  typicalKmPerYear: 12_000,
  mileageElasticity: 0.3,
  coverage: 0.5,
  openFrom: 0.2,
};

/** When an owner may replace or add a car (增换购). */
export interface ReplacementWindow {
  /** The window in which the next purchase is likely, given that there was none by now. */
  readonly from: EpochMs;
  readonly expected: EpochMs;
  readonly to: EpochMs;
  /** The chance of a purchase in the next 365 days, in [0, 1]. */
  readonly chanceWithinYear: number;
  readonly status: "early" | "open";
  /** Dates from now to the window's end at which there is something to talk about, the earliest first. */
  readonly moments: readonly { readonly at: EpochMs; readonly reason: "finance-ends" | "warranty-ends" }[];
}

const YEAR_DAYS = 365.25;

/**
 * Expects when an owner replaces their car, or adds one (增换购): a window, and the chance within a year.
 *
 * How long cars are typically kept, sooner where this one drives more, is pulled towards how long this owner kept earlier
 * ones; that the car is still there counts: who has kept it for seven years is not expected to have bought at six. Ends of
 * finance and warranty are named, for they are occasions to call; they do not move the window.
 *
 * @throws RangeError when an instant, a number of the car or of the policy is out of range, or the car is not owned yet
 * @example
 * const car = { ownedSince: 0, kmPerYear: 12_000, warrantyEndsAt: 1_826 * DAY_MS };
 * const { from, expected, to, status, moments } = replacementWindow(car, { now: 1_461 * DAY_MS });
 * [from, expected, to].map((at) => (at / DAY_MS / 365.25).toFixed(1)); // => ["5.3", "6.6", "8.5"]
 * [status, moments.map(({ reason }) => reason)]; // => ["early", ["warranty-ends"]]
 * @see {@link DEFAULT_REPLACEMENT_POLICY} for what is our choice
 */
export function replacementWindow(
  car: OwnedCar,
  options: { readonly now: EpochMs; readonly policy?: Partial<ReplacementPolicy> },
): ReplacementWindow {
  const now = requireNow(options.now);
  const policy = checkPolicy({ ...DEFAULT_REPLACEMENT_POLICY, ...options.policy });
  checkCar(car, now);
  const { ownedSince, kmPerYear = policy.typicalKmPerYear, earlierHoldingDays = [] } = car;
  const faster = (kmPerYear / policy.typicalKmPerYear) ** policy.mileageElasticity;
  const wait = waitingTime(
    earlierHoldingDays,
    { typicalDays: (policy.typicalYears * YEAR_DAYS) / faster, spread: policy.spread, weight: policy.weight },
    { elapsedDays: (now - ownedSince) / DAY_MS, coverage: policy.coverage },
  );
  const after = (days: number): EpochMs => ownedSince + Math.round(days * DAY_MS);
  const to = after(wait.latestDays);
  const chanceWithinYear = wait.within(365);
  const moments = [
    { at: car.financeEndsAt, reason: "finance-ends" as const },
    { at: car.warrantyEndsAt, reason: "warranty-ends" as const },
  ];
  return {
    from: after(wait.earliestDays),
    expected: after(wait.expectedDays),
    to,
    chanceWithinYear,
    status: chanceWithinYear >= policy.openFrom ? "open" : "early",
    moments: moments
      .flatMap(({ at, reason }) => (at !== undefined && at >= now && at <= to ? [{ at, reason }] : []))
      .sort((a, b) => a.at - b.at),
  };
}

function checkPolicy(policy: ReplacementPolicy): ReplacementPolicy {
  for (const [name, value] of Object.entries(policy))
    if (!(Number.isFinite(value) && (value > 0 || (name === "mileageElasticity" && value === 0))))
      throw new RangeError(`policy.${name} must be above 0, got ${value}`);
  if (policy.coverage >= 1) throw new RangeError(`policy.coverage must be in (0, 1), got ${policy.coverage}`);
  return policy;
}

function checkCar(car: OwnedCar, now: EpochMs): void {
  const { ownedSince, financeEndsAt = 0, warrantyEndsAt = 0, kmPerYear = 1, earlierHoldingDays = [] } = car;
  for (const [name, at] of Object.entries({ ownedSince, financeEndsAt, warrantyEndsAt }))
    if (!isEpochMs(at)) throw new RangeError(`${name} must be an integer of epoch milliseconds, got ${at}`);
  if (ownedSince > now) throw new RangeError(`ownedSince must not be later than now, got ${ownedSince}`);
  for (const value of [kmPerYear, ...earlierHoldingDays])
    if (!(Number.isFinite(value) && value > 0))
      throw new RangeError(`kmPerYear and earlierHoldingDays must be above 0, got ${value}`);
}
