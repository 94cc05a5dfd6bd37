import type { Rfm } from "./measure-rfm";

/** How many customers have each value, by ascending value. */
export type ValueCounts = readonly (readonly [value: number, customers: number])[];

/** A population as counts of values: all that its quantiles need, to the last digit, and it adds up. */
export interface RfmTally {
  readonly customers: number;
  readonly recencyDays: ValueCounts;
  readonly frequency: ValueCounts;
  readonly monetaryMinor: ValueCounts;
}

/**
 * Counts a population's values, so that shards of it can be counted apart, kept as JSON, merged by
 * {@link mergeRfmTallies}, and fitted by `fitRfm` to the very model of the whole.
 *
 * A tally is as long as there are different values: a few hundred for recency and frequency, up to one a customer for
 * monetary value.
 *
 * @param population the measures of every customer of the shard, in any order
 * @throws RangeError when a measure is not finite
 * @example
 * const population = [300, 100, 300].map((monetaryMinor) => ({ recencyDays: 9, frequency: 1, monetaryMinor }));
 * tallyRfm(population).monetaryMinor; // => [[100, 1], [300, 2]]
 */
export function tallyRfm(population: readonly Rfm[]): RfmTally {
  const counts = (measure: keyof Rfm): ValueCounts => sumCounts(population.map((rfm) => [rfm[measure], 1] as const));
  return {
    customers: population.length,
    recencyDays: counts("recencyDays"),
    frequency: counts("frequency"),
    monetaryMinor: counts("monetaryMinor"),
  };
}

/**
 * Adds the tallies of *different* customers, measured at one moment: commutative and associative, with the tally of
 * nobody as its identity. A customer whose orders lie on two shards is two customers here: merge their orders first,
 * by `mergeOrders`.
 *
 * @example
 * const one = tallyRfm([{ recencyDays: 9, frequency: 1, monetaryMinor: 300 }]);
 * mergeRfmTallies(one, one).recencyDays; // => [[9, 2]]
 */
export const mergeRfmTallies = (a: RfmTally, b: RfmTally): RfmTally => ({
  customers: a.customers + b.customers,
  recencyDays: sumCounts([...a.recencyDays, ...b.recencyDays]),
  frequency: sumCounts([...a.frequency, ...b.frequency]),
  monetaryMinor: sumCounts([...a.monetaryMinor, ...b.monetaryMinor]),
});

function sumCounts(counts: ValueCounts): ValueCounts {
  const sums = new Map<number, number>();
  for (const [value, customers] of counts) {
    if (!Number.isFinite(value)) throw new RangeError(`a measure must be finite, got ${value}`);
    sums.set(value, (sums.get(value) ?? 0) + customers);
  }
  return [...sums].sort(([a], [b]) => a - b);
}
