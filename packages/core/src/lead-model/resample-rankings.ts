import { seededDice } from "../model";
import { measureRanking, type Ranking, type RankMeasures } from "./rank-leads";

/** How often to draw, and from which seed. */
export interface Resampling {
  readonly resamples: number;
  readonly seed: number;
}

/**
 * Measures rankings of the same leads on samples drawn with replacement, the same draws for every ranking, so that
 * their differences are paired. A sample without a win or a loss measures nothing and is left out.
 *
 * @returns per sample, the measures of each ranking
 * @see B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993)
 */
export function resampleRankings(
  rankings: readonly Ranking[],
  won: ArrayLike<number>,
  capacities: readonly number[],
  { resamples, seed }: Resampling,
): readonly RankMeasures[][] {
  const { below } = seededDice(seed);
  const n = won.length;
  const drawn = new Uint32Array(n);
  const samples: RankMeasures[][] = [];
  for (let sample = 0; sample < resamples; sample++) {
    for (let i = 0; i < n; i++) drawn[i] = below(n);
    const measures = rankings.map((ranking) => measureRanking(counted(ranking, drawn, won), capacities));
    if (measures.every(({ auc }) => Number.isFinite(auc))) samples.push(measures);
  }
  return samples;
}

function counted(
  { groupOf, scores }: Ranking,
  drawn: Uint32Array,
  won: ArrayLike<number>,
): Pick<Ranking, "wins" | "losses"> {
  const [wins, losses] = [new Float64Array(scores.length), new Float64Array(scores.length)];
  for (const i of drawn) (won[i] === 1 ? wins : losses)[groupOf[i] as number]!++;
  return { wins, losses };
}

/** The middle 95 % of values, by linear interpolation; `NaN` where there are none. */
export function interval95(values: readonly number[]): readonly [number, number] {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(place)] ?? Number.NaN, sorted[Math.ceil(place)] ?? Number.NaN];
    return low + (high - low) * (place - Math.floor(place));
  };
  return [at(0.025), at(0.975)];
}
