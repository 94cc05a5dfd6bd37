import type { Rfm } from "./measure-rfm";
import type { RfmModel } from "./rfm-model";
import { OTHER_CUSTOMERS, type RfmSegment, type ScoreRange } from "./rfm-segments";

/** A customer's scores, each from 1 (worst) to the model's number of bins (best), and the segment they fall into. */
export interface RfmScore {
  readonly r: number;
  readonly f: number;
  readonly m: number;
  /** 100 r + 10 f + m. */
  readonly score: number;
  /**
   * The three scores as one number to rank by, in [0, 1]: 0 in the worst bin of all, 1 in the best of all, whatever the
   * number of bins.
   */
  readonly weighted: number;
  /** The first segment of the model that holds the scores, else `"Others"`. */
  readonly segment: string;
}

/**
 * Scores one customer by a fitted model. The recency score is reversed: the most recent customers score highest.
 *
 * Values outside the population the model was fitted on get the nearest bin.
 *
 * @example
 * const breaks = { recencyDays: [30, 90, 180, 365], frequency: [2, 3, 5, 8], monetaryMinor: [1e4, 3e4, 1e5, 3e5] };
 * const model = fitRfm([], { method: "fixed", breaks });
 * scoreRfm({ recencyDays: 12, frequency: 9, monetaryMinor: 400_000 }, model);
 * // => { r: 5, f: 5, m: 5, score: 555, weighted: 1, segment: "Champions" }
 * @see Each score runs from 0 to 1 and counts by its weight, all over the sum of weights: a weighted mean. Our choice, as
 *   nothing published gives one number that models of different bins share.
 */
export const scoreRfm = (rfm: Rfm, model: RfmModel): RfmScore => scoreOfBins(binsOf(rfm, model), model);

/** The bins of one customer, as scores. */
export interface RfmBins {
  readonly r: number;
  readonly f: number;
  readonly m: number;
}

/** The scores of one customer: the bins, that of recency reversed. */
export const binsOf = (rfm: Rfm, { breaks, bins }: RfmModel): RfmBins => ({
  r: bins + 1 - binOf(rfm.recencyDays, breaks.recencyDays),
  f: binOf(rfm.frequency, breaks.frequency),
  m: binOf(rfm.monetaryMinor, breaks.monetaryMinor),
});

/** What the scores come to. */
export function scoreOfBins({ r, f, m }: RfmBins, model: RfmModel): RfmScore {
  const { segment } = model.segments.find((region) => holds(region, r, f, m)) ?? OTHER_CUSTOMERS;
  return { r, f, m, score: 100 * r + 10 * f + m, weighted: weightedMean(r, f, m, model), segment };
}

/** Sums of integers, then one division. */
function weightedMean(r: number, f: number, m: number, { bins, weights }: RfmModel): number {
  const { recency, frequency, monetary } = weights;
  const points = recency * (r - 1) + frequency * (f - 1) + monetary * (m - 1);
  return points / ((recency + frequency + monetary) * (bins - 1));
}

function binOf(value: number, breaks: readonly number[]): number {
  let bin = 1;
  for (const lower of breaks) if (value >= lower) bin++;
  return bin;
}

const holds = (region: RfmSegment, r: number, f: number, m: number): boolean =>
  within(r, region.recency) && within(f, region.frequency) && within(m, region.monetary);

const within = (score: number, [from, to]: ScoreRange): boolean => score >= from && score <= to;
