import { normalCdf } from "../clv/normal";

/** How many of independent things happen: the mean, its variance, and an interval. */
export interface CountForecast {
  readonly expected: number;
  /** Of the count about `expected`, chances being right and independent. */
  readonly variance: number;
  /** Whole numbers, both in the interval. */
  readonly low: number;
  readonly high: number;
}

/** Our choice: up to so many chances the distribution is worked out exactly. */
const EXACT_UP_TO = 1_000;

/**
 * Forecasts how many of independent things happen, each with its own chance (the Poisson-binomial distribution): exactly
 * for up to 1,000 of them, else by the normal distribution corrected for skewness. The interval's ends are quantiles, so it
 * holds at least `coverage`.
 *
 * @param chances in [0, 1], in any order
 * @param options.dispersion how many times the variance is what independent chances have; above 1, the normal distribution
 *   is used
 * @see A. Volkova, A refinement of the central limit theorem for sums of independent random indicators (1996); Y. Hong, On
 *   computing the distribution function for the Poisson binomial distribution (2013)
 */
export function forecastCount(
  chances: readonly number[],
  options: { readonly coverage: number; readonly dispersion: number },
): CountForecast {
  const sorted = Float64Array.from(chances).sort(); // one order, so that sums are the same to the last digit
  let [expected, variance, third] = [0, 0, 0];
  for (const p of sorted) {
    expected += p;
    variance += p * (1 - p);
    third += p * (1 - p) * (1 - 2 * p);
  }
  const { coverage, dispersion } = options;
  const below = (1 - coverage) / 2;
  const exact = dispersion === 1 && sorted.length <= EXACT_UP_TO;
  const cdf = exact ? exactCdf(sorted) : normalCdfOf(expected, variance * dispersion, third * dispersion);
  const quantile = (share: number, from: number): number => {
    let k = from;
    while (k < sorted.length && cdf(k) < share - 1e-12) k++;
    return k;
  };
  const low = quantile(below, 0);
  return { expected, variance, low, high: quantile(1 - below, low) };
}

function exactCdf(chances: Float64Array): (k: number) => number {
  const mass = new Float64Array(chances.length + 1);
  mass[0] = 1;
  chances.forEach((p, n) => {
    for (let k = n + 1; k > 0; k--) mass[k] = (mass[k] as number) * (1 - p) + (mass[k - 1] as number) * p;
    mass[0] = (mass[0] as number) * (1 - p);
  });
  for (let k = 1; k < mass.length; k++) mass[k] = (mass[k] as number) + (mass[k - 1] as number);
  return (k) => mass[k] as number;
}

function normalCdfOf(mean: number, variance: number, third: number): (k: number) => number {
  if (variance === 0) return (k) => (k >= Math.round(mean) ? 1 : 0);
  const deviation = Math.sqrt(variance);
  const skewness = third / (variance * deviation);
  return (k) => {
    const x = (k + 0.5 - mean) / deviation;
    return normalCdf(x) + (skewness * (1 - x * x) * Math.exp(-0.5 * x * x)) / (6 * Math.sqrt(2 * Math.PI));
  };
}
