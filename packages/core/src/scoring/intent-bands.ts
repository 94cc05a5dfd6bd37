import type { IntentBand, IntentMatrix } from "./intent-matrix";

/**
 * The band a score falls into: the last one that starts at or below it.
 *
 * @param score in [0, total cap]
 * @throws RangeError when the score is no number, or below the first band
 * @example
 * bandOf(0.3, DEFAULT_INTENT_MATRIX); // => "medium"
 * bandOf(1.5, DEFAULT_INTENT_MATRIX); // => "veryHigh"
 */
export const bandOf = (score: number, matrix: Pick<IntentMatrix, "bands">): string =>
  lastFrom(score, 0, matrix.bands).band;

/**
 * The band of a score for one who was in a band before: a higher band is entered at once, a lower one only when the
 * score is at least `margin` below the edge. So a score that trembles on an edge does not flap.
 *
 * The previous band is the caller's to keep: the score itself has no memory.
 *
 * @param previous the band before; `undefined`, or a name the matrix no longer has, gives the plain band
 * @param options.margin how far below a band's edge one still stays in it, in points of score; 0.02 by default (our
 *   choice: half the width of the narrowest default band)
 * @throws RangeError when the score is no number, or the margin is no number from 0
 * @example
 * bandWithHysteresis("high", 0.79, DEFAULT_INTENT_MATRIX); // => "high"
 * bandWithHysteresis("high", 0.77, DEFAULT_INTENT_MATRIX); // => "medium"
 * bandWithHysteresis("medium", 0.79, DEFAULT_INTENT_MATRIX); // => "medium"
 */
export function bandWithHysteresis(
  previous: string | undefined,
  score: number,
  matrix: Pick<IntentMatrix, "bands">,
  options: { readonly margin?: number } = {},
): string {
  const { margin = 0.02 } = options;
  if (!(margin >= 0)) throw new RangeError(`margin must be a number from 0, got ${margin}`);
  const plain = lastFrom(score, 0, matrix.bands);
  const before = matrix.bands.find(({ band }) => band === previous);
  if (before === undefined || before.from <= plain.from) return plain.band;
  const upToBefore = matrix.bands.filter(({ from }) => from <= before.from);
  return lastFrom(score, margin, upToBefore).band;
}

function lastFrom(score: number, margin: number, bands: readonly IntentBand[]): IntentBand {
  let found: IntentBand | undefined;
  for (const band of bands) if (score > band.from - margin || score >= band.from) found = band;
  if (found === undefined) throw new RangeError(`score must be a number from the first band on, got ${score}`);
  return found;
}
