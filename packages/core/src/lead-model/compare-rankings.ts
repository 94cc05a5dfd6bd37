import { measureRanking, rankLeads } from "./rank-leads";
import { interval95, type Resampling, resampleRankings } from "./resample-rankings";

/** One measure of two rankings of the same leads. */
export interface Gap {
  readonly one: number;
  readonly other: number;
  /** The middle 95 % of `one − other` over paired resamples: by how much chance alone may move the difference. */
  readonly interval: readonly [number, number];
}

/** Two rankings of the same leads side by side. */
export interface RankingGaps {
  readonly leads: number;
  readonly auc: Gap;
  /** At the capacity asked for. */
  readonly lift: Gap;
}

/** Compares two scores of the same leads; both measures are `NaN` where all were won, or all lost. */
export function compareRankings(
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  won: ArrayLike<number>,
  { capacity, ...resampling }: Resampling & { readonly capacity: number },
): RankingGaps {
  const rankings = [rankLeads(one, won), rankLeads(other, won)];
  const gapOf = (measures: readonly (readonly [number, number])[], [a, b]: readonly [number, number]): Gap => ({
    one: a,
    other: b,
    interval: interval95(measures.map(([x, y]) => x - y)),
  });
  const measured = rankings.map((ranking) => measureRanking(ranking, [capacity]));
  const samples = resampleRankings(rankings, won, [capacity], resampling);
  const aucs = ([a, b]: typeof measured): [number, number] => [a?.auc ?? Number.NaN, b?.auc ?? Number.NaN];
  const lifts = ([a, b]: typeof measured): [number, number] => [a?.lift[0] ?? Number.NaN, b?.lift[0] ?? Number.NaN];
  return {
    leads: won.length,
    auc: gapOf(samples.map(aucs), aucs(measured)),
    lift: gapOf(samples.map(lifts), lifts(measured)),
  };
}
