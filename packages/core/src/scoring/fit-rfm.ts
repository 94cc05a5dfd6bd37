import type { Rfm } from "./measure-rfm";
import type { RfmColumns } from "./rfm-columns";
import { type RfmBreaks, type RfmModel, type RfmNaming, rfmModelOf } from "./rfm-model";
import type { RfmTally, ValueCounts } from "./rfm-tally";

/** Customers, one by one or by column, or what was counted of them. */
export type RfmPopulation = readonly Rfm[] | RfmColumns | RfmTally;

/** How to bin: by the population's own quantiles, or by breaks the host knows. */
export type RfmOptions = RfmNaming &
  ({ readonly method: "quantile"; readonly bins?: number } | { readonly method: "fixed"; readonly breaks: RfmBreaks });

/**
 * Fits bins to a population's recency, frequency and monetary value, so that one customer can be scored against it.
 *
 * Bins are half-open, `[lower, upper)`. `quantile` puts each threshold at the quantile of type 7 **plus 1**, as R's
 * `rfm` does: with integers, a value equal to a whole quantile stays in the lower bin; but where the quantile falls
 * between two integers (255.8 + 1 = 256.8) the integer above it, 256, stays low too. `fixed` takes the breaks as they
 * are. Without `segments`, five bins use {@link RFM_SEGMENTS} and any other number uses none. The model is JSON to store;
 * `checkRfmModel` checks it when it is read back.
 *
 * @param population the measures of every customer, in any order, in columns or not, or the tally of them; not read by
 *   `fixed`
 * @param options `bins` from 2 to 9 (5 by default), so that the three scores make one readable number
 * @throws RangeError when the population of a `quantile` is empty or no tally, a measure is not finite, `bins` is out of
 *   range, breaks do not ascend or differ in number, weights are no parts, or a segment holds no scores
 * @example
 * const spent = [100, 200, 300, 400].map((monetaryMinor) => ({ recencyDays: 1, frequency: 1, monetaryMinor }));
 * fitRfm(spent, { method: "quantile", bins: 2 }).breaks.monetaryMinor; // => [251]
 * @see rsquaredacademy, rfm 0.3.0, `rfm_table_order`; R. J. Hyndman and Y. Fan, Sample quantiles in statistical
 *   packages (1996), definition 7
 */
export function fitRfm(population: RfmPopulation, options: RfmOptions): RfmModel {
  const { method, weights, segments } = options;
  const naming = { ...(weights && { weights }), ...(segments && { segments }) };
  if (method === "fixed") return rfmModelOf({ method, breaks: copyOf(options.breaks), customers: 0, ...naming });
  const customers = sizeOf(population);
  const breaks = quantileBreaks(population, customers, options.bins ?? 5);
  return rfmModelOf({ method, breaks, customers, ...naming });
}

const copyOf = ({ recencyDays, frequency, monetaryMinor }: RfmBreaks): RfmBreaks => ({
  recencyDays: [...recencyDays],
  frequency: [...frequency],
  monetaryMinor: [...monetaryMinor],
});

function quantileBreaks(population: RfmPopulation, customers: number, bins: number): RfmBreaks {
  if (customers === 0) throw new RangeError("population must not be empty");
  if (!Number.isInteger(bins) || bins < 2 || bins > 9) throw new RangeError(`bins must be 2 to 9, got ${bins}`);
  const of = (measure: keyof Rfm): number[] => {
    const valueAt =
      "customers" in population
        ? rankedCounts(population[measure], customers)
        : rankedValues(valuesOf(population, measure));
    return Array.from({ length: bins - 1 }, (_, i) => quantile7Plus1(valueAt, customers, i + 1, bins));
  };
  return { recencyDays: of("recencyDays"), frequency: of("frequency"), monetaryMinor: of("monetaryMinor") };
}

function sizeOf(population: RfmPopulation): number {
  if ("customers" in population) return population.customers;
  return "customer" in population ? population.customer.length : population.length;
}

const valuesOf = (population: readonly Rfm[] | RfmColumns, measure: keyof Rfm): Float64Array =>
  "customer" in population ? population[measure].slice() : Float64Array.from(population, (rfm) => rfm[measure]);

/** The value of a rank, from 0, among all in ascending order. */
type ValueAt = (rank: number) => number;

function rankedValues(values: Float64Array): ValueAt {
  for (const value of values)
    if (!Number.isFinite(value)) throw new RangeError(`a measure must be finite, got ${value}`);
  values.sort();
  return (rank) => values[rank] as number;
}

function rankedCounts(counts: ValueCounts, customers: number): ValueAt {
  const lasts: number[] = [];
  let sum = 0;
  for (const [i, [value, count]] of counts.entries()) {
    const ascends = Number.isFinite(value) && (i === 0 || value > (counts[i - 1] as ValueCounts[number])[0]);
    if (!ascends || !Number.isSafeInteger(count) || count < 1)
      throw new RangeError(`a tally must hold ascending values, each with a count from 1, got [${value}, ${count}]`);
    sum += count;
    lasts.push(sum - 1);
  }
  if (sum !== customers) throw new RangeError(`a tally must count every customer, got ${sum} of ${customers}`);
  return (rank) => {
    const at = lasts.findIndex((last) => rank <= last);
    return (counts[at] as ValueCounts[number])[0];
  };
}

/** The k-th of n quantiles of sorted integers, plus 1, with one rounding only: the sums before the division are exact. */
function quantile7Plus1(valueAt: ValueAt, customers: number, k: number, n: number): number {
  const position = k * (customers - 1);
  const rest = position % n;
  const low = valueAt((position - rest) / n);
  const high = rest === 0 ? low : valueAt((position - rest) / n + 1);
  return (low * (n - rest) + high * rest + n) / n;
}
