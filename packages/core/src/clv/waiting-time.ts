import { normalCdf, normalQuantile } from "./normal";

/** What is known of a waiting time before anything is seen of this one. */
export interface WaitingPrior {
  readonly typicalDays: number;
  /** The standard deviation of its logarithm: 0.35 puts two of three between 70 % and 142 % of typical. */
  readonly spread: number;
  /** How many waits of one's own it takes to count as much as this. */
  readonly weight: number;
}

/** A wait that is not over: how long it will have been when it ends. */
export interface WaitingTime {
  readonly earliestDays: number;
  readonly expectedDays: number;
  readonly latestDays: number;
  /** The chance that a wait like this lasts longer than it has, in [0, 1]. */
  readonly stillWaiting: number;
  /** The chance that it ends within so many more days. */
  readonly within: (days: number) => number;
}

/**
 * Foretells when a wait ends that has lasted `elapsedDays` already. Waits are taken as log-normal; one's own pull the prior's
 * mean and spread towards themselves, each with the weight of one.
 *
 * @param own finished waits in days, each above 0
 * @param options.coverage how much the interval holds, in (0, 1): its ends leave out as much on either side
 * @see A. Gelman and others, Bayesian Data Analysis (2013), 3.3, on a normal mean with a prior worth so many observations;
 *   log-normal, our choice: waits are skewed, and never below 0
 */
export function waitingTime(
  own: readonly number[],
  prior: WaitingPrior,
  options: { readonly elapsedDays: number; readonly coverage: number },
): WaitingTime {
  const logs = [...own].sort((a, b) => a - b).map(Math.log);
  const weight = prior.weight + logs.length;
  const mean = logs.reduce((sum, log) => sum + log, prior.weight * Math.log(prior.typicalDays)) / weight;
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, prior.weight * prior.spread ** 2);
  const spread = Math.sqrt((squares / weight) * (1 + 1 / weight));
  const lastsLonger = (days: number): number => (days <= 0 ? 1 : normalCdf((mean - Math.log(days)) / spread));
  const still = lastsLonger(options.elapsedDays);
  const endsBy = (share: number): number =>
    Math.max(options.elapsedDays, Math.exp(mean - spread * normalQuantile(Math.max(still * (1 - share), 1e-300))));
  const outside = (1 - options.coverage) / 2;
  return {
    earliestDays: endsBy(outside),
    expectedDays: endsBy(0.5),
    latestDays: endsBy(1 - outside),
    stillWaiting: still,
    within: (days) => (still === 0 ? 1 : 1 - lastsLonger(options.elapsedDays + days) / still),
  };
}
