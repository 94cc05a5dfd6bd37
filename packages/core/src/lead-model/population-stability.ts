import { byCodeUnit } from "../model";
import type { FieldValue } from "./cut-bins";

/** How training values were spread: numbers over deciles, texts over the common ones; the last two: other, missing. */
export interface Spread {
  /** Bin i holds numbers from `breaks[i − 1]` to below `breaks[i]`. */
  readonly breaks?: readonly number[];
  readonly values?: readonly string[];
  readonly counts: readonly number[];
}

/** An empty cell counts as this share. Convention. */
const PSI_FLOOR = 1e-4;
/** Texts with a lesser share of the training rows are counted together. Our choice. */
const COMMON = 0.01;

/** From here a shift is worth a warning, and from here a strong one. Convention. */
export const PSI_WARN = 0.1;
export const PSI_STRONG = 0.25;

/**
 * The population stability index (PSI): how far a population has moved from the one a model was fitted on,
 * `Σ (a − e) · ln(a / e)` over the shares of bins. From 0.10 look at it, from 0.25 do not trust it.
 *
 * It sees inputs drift, not what becomes of leads: a moved win rate shows in expected against observed wins.
 *
 * @param expected counts per bin in training
 * @param actual counts per bin now
 * @param options.floor the share an empty bin counts as; 0.0001 by default
 * @throws RangeError when the lists differ in length or either is empty of counts
 * @example
 * populationStability([50, 50], [70, 30]).toFixed(4); // => "0.1695"
 * populationStability([50, 50], [5, 5]); // => 0
 * @see N. Siddiqi, Credit Risk Scorecards (2006), on the system stability report
 */
export function populationStability(
  expected: readonly number[],
  actual: readonly number[],
  options: { readonly floor?: number } = {},
): number {
  const { floor = PSI_FLOOR } = options;
  const [before, now] = [expected, actual].map((counts) => counts.reduce((sum, count) => sum + count, 0)) as [
    number,
    number,
  ];
  if (expected.length !== actual.length || !(before > 0) || !(now > 0)) {
    throw new RangeError(`expected and actual must be counts of the same bins, got [${expected}] and [${actual}]`);
  }
  return expected.reduce((sum, count, i) => {
    const [e, a] = [Math.max(floor, count / before), Math.max(floor, (actual[i] as number) / now)];
    return sum + (a - e) * Math.log(a / e);
  }, 0);
}

/** How values are spread over bins of their own making. */
export function spreadOf(values: readonly FieldValue[]): Spread {
  const known = values.filter((value) => value !== undefined);
  const bins =
    typeof known[0] === "number"
      ? { breaks: decilesOf(Float64Array.from(known as number[]).sort()) }
      : { values: commonIn(known as string[], values.length * COMMON) };
  return { ...bins, counts: countIn(values, bins) };
}

/** How many values fall into each bin of a spread. */
export function countIn(
  values: readonly FieldValue[],
  { breaks, values: texts = [] }: Omit<Spread, "counts">,
): number[] {
  const bins = breaks ? breaks.length + 1 : texts.length;
  const counts = new Array<number>(bins + 2).fill(0);
  const places = new Map(texts.map((text, i) => [text, i]));
  for (const value of values) {
    if (value === undefined) counts[bins + 1]!++;
    else if (typeof value === "number" && breaks) counts[placeIn(breaks, value)]!++;
    else counts[places.get(value as string) ?? bins]!++;
  }
  return counts;
}

function placeIn(breaks: readonly number[], value: number): number {
  let place = 0;
  while (place < breaks.length && value >= (breaks[place] as number)) place++;
  return place;
}

function decilesOf(sorted: Float64Array): number[] {
  const breaks = Array.from({ length: 9 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / 10)] as number);
  return breaks.filter((value, i) => value > (i === 0 ? (sorted[0] as number) : (breaks[i - 1] as number)));
}

function commonIn(texts: readonly string[], least: number): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts.keys()].filter((text) => (counts.get(text) as number) >= least).sort(byCodeUnit);
}
