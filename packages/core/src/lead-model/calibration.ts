import type { Ranking } from "./rank-leads";

/** One tenth of the leads by probability, and what became of it. */
export interface CalibrationBin {
  /** How many leads; where equal probabilities straddle a border they count in part on either side. */
  readonly leads: number;
  /** The mean probability. */
  readonly predicted: number;
  /** The win rate. */
  readonly observed: number;
}

/** How far probabilities are from what happened. */
export interface Calibration {
  /** The mean squared error of the probabilities. */
  readonly brier: number;
  /** The expected calibration error: the mean distance of prediction and rate over ten bins of equal count. */
  readonly ece: number;
  /** From the least likely tenth to the most likely. */
  readonly bins: readonly CalibrationBin[];
}

const BINS = 10;

/**
 * Compares probabilities with what happened. Ties are split over bins in equal parts, so no order of rows can matter.
 *
 * @param ranking leads ranked by probability
 * @see G. W. Brier, Verification of forecasts expressed in terms of probability (1950); M. P. Naeini et al., Obtaining
 *   well calibrated probabilities using Bayesian binning (2015), for the calibration error
 */
export function measureCalibration({ scores, wins, losses }: Ranking): Calibration {
  let total = 0;
  let squares = 0;
  for (let g = 0; g < scores.length; g++) {
    const [p, w, l] = [scores[g] as number, wins[g] as number, losses[g] as number];
    total += w + l;
    squares += w * (1 - p) ** 2 + l * p ** 2;
  }
  const bins = Array.from({ length: BINS }, () => ({ leads: 0, sum: 0, wins: 0 }));
  let passed = 0;
  for (let g = scores.length - 1; g >= 0; g--) {
    const size = (wins[g] as number) + (losses[g] as number);
    for (let b = 0; b < BINS; b++) {
      const [from, to] = [(b * total) / BINS, ((b + 1) * total) / BINS];
      const inside = Math.min(to, passed + size) - Math.max(from, passed);
      const bin = bins[b];
      if (inside <= 0 || !bin) continue;
      bin.leads += inside;
      bin.sum += inside * (scores[g] as number);
      bin.wins += (inside * (wins[g] as number)) / size;
    }
    passed += size;
  }
  const table = bins.map(({ leads, sum, wins }) => ({ leads, predicted: sum / leads, observed: wins / leads }));
  const ece = table.reduce((sum, { predicted, observed }) => sum + Math.abs(predicted - observed) / BINS, 0);
  return { brier: squares / total, ece, bins: table };
}
