/** How leads rank by a score: from the best group of equal scores to the worst, with what became of them. */
export interface Ranking {
  /** Which group each lead stands in, by its place among the scores. */
  readonly groupOf: Uint32Array;
  readonly scores: Float64Array;
  readonly wins: Float64Array;
  readonly losses: Float64Array;
}

/** How well a ranking tells wins from losses. */
export interface RankMeasures {
  /** The chance that a won lead ranks above a lost one, ties counted half. */
  readonly auc: number;
  /** The largest distance between the shares of wins and losses passed on the way down. */
  readonly ks: number;
  /** Per capacity, the rate among the best ones over the rate of all; ties at the cut count in part. */
  readonly lift: readonly number[];
}

/** Groups leads by equal scores, the best first. */
export function rankLeads(scores: ArrayLike<number>, won: ArrayLike<number>): Ranking {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i);
  order.sort((a, b) => (scores[b] as number) - (scores[a] as number));
  const groupOf = new Uint32Array(order.length);
  const distinct: number[] = [];
  for (const i of order) {
    if (distinct.length === 0 || scores[i] !== distinct[distinct.length - 1]) distinct.push(scores[i] as number);
    groupOf[i] = distinct.length - 1;
  }
  const [wins, losses] = [new Float64Array(distinct.length), new Float64Array(distinct.length)];
  for (const i of order) (won[i] === 1 ? wins : losses)[groupOf[i] as number]!++;
  return { groupOf, scores: Float64Array.from(distinct), wins, losses };
}

/**
 * Measures a ranking. Counts are whole, so the order of the leads cannot matter.
 *
 * @param capacities shares of the leads in (0, 1] at which to measure lift: the best `round(capacity · leads)`
 * @returns the measures, `NaN` where there is no win or no loss
 * @see J. A. Hanley and B. J. McNeil, The meaning and use of the area under a ROC curve (1982)
 */
export function measureRanking(
  { wins, losses }: Pick<Ranking, "wins" | "losses">,
  capacities: readonly number[],
): RankMeasures {
  const [won, lost] = [sumOf(wins), sumOf(losses)];
  const cuts = capacities.map((capacity) => Math.max(1, Math.round(capacity * (won + lost))));
  const taken = cuts.map(() => 0);
  let [passedWins, passedLosses, area, ks] = [0, 0, 0, 0];
  for (let g = 0; g < wins.length; g++) {
    const w = wins[g] as number;
    const l = losses[g] as number;
    const passed = passedWins + passedLosses;
    for (let c = 0; c < cuts.length; c++) {
      const room = Math.min(w + l, (cuts[c] as number) - passed);
      if (room > 0) taken[c]! += (w * room) / (w + l);
    }
    area += l * (passedWins + w / 2);
    passedWins += w;
    passedLosses += l;
    ks = Math.max(ks, Math.abs(passedWins / won - passedLosses / lost));
  }
  const base = won / (won + lost);
  return {
    auc: area / (won * lost),
    ks: won * lost > 0 ? ks : Number.NaN,
    lift: taken.map((wins, c) => wins / (cuts[c] as number) / base),
  };
}

/**
 * The highest lift there can be: `min(1 / base, 1 / share)`, the share being what `round(capacity · leads)` comes to.
 */
export function liftCeiling(wins: number, leads: number, capacity: number): number {
  const cut = Math.max(1, Math.round(capacity * leads));
  return Math.min(leads / wins, leads / cut);
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
