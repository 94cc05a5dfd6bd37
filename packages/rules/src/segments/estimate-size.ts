import { type EpochMs, requireNow } from "@tributary/core";
import type { Facts } from "../condition/index";
import type { Segment } from "./compile-segment";

/** How many a segment is likely to hold, read from a sample. Counts of persons are not rounded. */
export interface SizeEstimate {
  readonly sampled: number;
  readonly matched: number;
  /** Of these nobody knows: a fact is missing, or beyond what is kept. They are not in the segment. */
  readonly unknown: number;
  /** `matched / sampled`, in [0, 1]. */
  readonly share: number;
  readonly size: number;
  /** The interval that holds the true size in 95 % of samples. */
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Estimates the size of a segment before it is launched, from a random sample of the population.
 *
 * @param sample facts of persons drawn at random; a sample of the busiest says nothing of the rest
 * @param options.population how many persons there are, at least as many as were sampled
 * @throws RangeError when the sample is empty, the population smaller than it, or `now` no instant
 * @example
 * const label = { zh: "到店", en: "Visited" };
 * const visited = compileSegment({ segment: "visited", label, when: { fact: "visits", operator: "greaterThan", value: 0 } });
 * const sample = Array.from({ length: 400 }, (_, i) => ({ visits: i % 4 === 0 ? 1 : 0 }));
 * const { size, low, high } = estimateSize(visited, sample, { now: 0, population: 100_000 });
 * [size, Math.round(low), Math.round(high)]; // => [25000, 21008, 29468]
 * @see E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927): the interval
 */
export function estimateSize(
  segment: Segment,
  sample: readonly Facts[],
  options: { readonly now: EpochMs; readonly population: number },
): SizeEstimate {
  const { population } = options;
  const now = requireNow(options.now);
  const sampled = sample.length;
  if (sampled === 0) throw new RangeError("the sample must hold at least one person");
  if (!(Number.isSafeInteger(population) && population >= sampled)) {
    throw new RangeError(
      `population must be a whole number from ${sampled}, the size of the sample, got ${population}`,
    );
  }
  const results = sample.map((facts) => segment.explain(facts, { now }).result);
  const matched = results.filter((result) => result === true).length;
  const share = matched / sampled;
  const { low, high } = wilson(share, sampled);
  return {
    sampled,
    matched,
    unknown: results.filter((result) => result === "unknown").length,
    share,
    size: share * population,
    low: low * population,
    high: high * population,
  };
}

function wilson(share: number, n: number): { readonly low: number; readonly high: number } {
  const z2 = Z * Z;
  const centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  return { low: share === 0 ? 0 : centre - half, high: share === 1 ? 1 : centre + half };
}
