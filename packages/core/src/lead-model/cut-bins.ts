import { byCodeUnit } from "../model";
import type { BinOptions } from "./lead-spec";
import { type BinCounts, weighEvidence } from "./weigh-evidence";

/** What a field of a lead reads as: a number, a text (flags as `"true"` and `"false"`), or missing. */
export type FieldValue = number | string | undefined;

/** One bin of a field: numbers from `from` (the first: all below the second), or texts; or missing values. */
export interface WoeBin extends BinCounts {
  readonly woe: number;
  readonly from?: number;
  readonly values?: readonly string[];
  /** Holds texts never seen in training as well. */
  readonly other?: boolean;
  readonly missing?: boolean;
}

type Cell = Omit<WoeBin, "woe">;

/** Two neighbours that differ by less are one bin: the 5 % point of χ² with one degree of freedom. */
const DIFFERENT = 3.841;

/**
 * Cuts a field into bins and weighs the evidence of each.
 *
 * Numbers start from the quantiles of `minShare` steps, texts from their values by win rate, the rare ones pooled;
 * neighbours are merged while a bin is too small, two do not differ by χ², or there are too many. Missing values keep a
 * bin of their own.
 *
 * @returns the bins, missing values last; an empty list where nothing was won or lost
 * @see R. Kerber, ChiMerge: discretization of numeric attributes (1992)
 */
export function cutBins(values: readonly FieldValue[], won: ArrayLike<number>, options: BinOptions): readonly WoeBin[] {
  const missing: Tally = { wins: 0, losses: 0 };
  const tallies = new Map<number | string, Tally>();
  values.forEach((value, i) => {
    const tally = value === undefined ? missing : (tallies.get(value) ?? { wins: 0, losses: 0 });
    if (value !== undefined) tallies.set(value, tally);
    if (won[i] === 1) tally.wins++;
    else tally.losses++;
  });
  const least = options.minShare * values.length;
  const numeric = typeof tallies.keys().next().value === "number";
  const cells = numeric
    ? numberCells(tallies as Map<number, Tally>, least)
    : textCells(tallies as Map<string, Tally>, least);
  const ordered = numeric && options.monotone ? alongOneTrend(cells) : cells;
  const merged: Cell[] = mergeNeighbours(ordered, least, options.maxBins);
  if (sizeOf(missing) > 0) merged.push({ ...missing, missing: true });
  if (!merged.some(({ wins }) => wins > 0) || !merged.some(({ losses }) => losses > 0)) return [];
  const { woe } = weighEvidence(merged, options);
  return merged.map((cell, i) => ({ ...cell, woe: woe[i] as number }));
}

interface Tally {
  wins: number;
  losses: number;
}

const sizeOf = ({ wins, losses }: BinCounts): number => wins + losses;
const rateOf = (counts: BinCounts): number => counts.wins / sizeOf(counts);

/** Numbers in ascending cells of at least `least` rows, where equal numbers allow. */
function numberCells(tallies: ReadonlyMap<number, Tally>, least: number): Cell[] {
  const cells: Cell[] = [];
  let from: number | undefined;
  let [wins, losses] = [0, 0];
  for (const value of Float64Array.from(tallies.keys()).sort()) {
    const tally = tallies.get(value) as Tally;
    if (wins + losses >= least) {
      cells.push({ wins, losses, ...(from !== undefined && { from }) });
      [wins, losses, from] = [0, 0, value];
    }
    wins += tally.wins;
    losses += tally.losses;
  }
  if (wins + losses > 0) cells.push({ wins, losses, ...(from !== undefined && { from }) });
  return cells;
}

/** Texts by win rate, those with fewer than `least` rows pooled. */
function textCells(tallies: ReadonlyMap<string, Tally>, least: number): Cell[] {
  const cells: Cell[] = [];
  let rare: Cell | undefined;
  for (const value of [...tallies.keys()].sort(byCodeUnit)) {
    const cell: Cell = { ...(tallies.get(value) as Tally), values: [value] };
    if (sizeOf(cell) >= least) cells.push(cell);
    else rare = rare ? joined(rare, cell) : { ...cell, other: true };
  }
  if (rare) cells.push(rare);
  return cells.sort((a, b) => rateOf(a) - rateOf(b) || byCodeUnit(a.values?.[0] ?? "", b.values?.[0] ?? ""));
}

/** Merges neighbours until rates only rise, or only fall, whichever loses less. */
function alongOneTrend(cells: readonly Cell[]): Cell[] {
  const [rising, falling] = [1, -1].map((sign) => {
    const kept: Cell[] = [];
    for (const cell of cells) {
      kept.push(cell);
      for (let i = kept.length - 1; i > 0 && sign * rateOf(kept[i]!) <= sign * rateOf(kept[i - 1]!); i--) {
        kept.splice(i - 1, 2, joined(kept[i - 1]!, kept[i]!));
      }
    }
    return kept;
  }) as [Cell[], Cell[]];
  return spread(rising) >= spread(falling) ? rising : falling;
}

/** How much the rates of cells tell: Σ wins² / size, which merging can only lower. */
const spread = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.wins * rateOf(cell), 0);

function mergeNeighbours(cells: readonly Cell[], least: number, most: number): Cell[] {
  const kept = [...cells];
  while (kept.length > 1) {
    const sizes = kept.map(sizeOf);
    const smallest = sizes.indexOf(Math.min(...sizes));
    const tooSmall = (sizes[smallest] as number) < least;
    let [at, weakest] = [-1, Number.POSITIVE_INFINITY];
    for (let i = 1; i < kept.length; i++) {
      if (tooSmall && i !== smallest && i - 1 !== smallest) continue;
      const difference = chiSquared(kept[i - 1]!, kept[i]!);
      if (difference < weakest) [at, weakest] = [i, difference];
    }
    if (!tooSmall && kept.length <= most && weakest >= DIFFERENT) break;
    kept.splice(at - 1, 2, joined(kept[at - 1]!, kept[at]!));
  }
  return kept;
}

/** Two neighbours as one; the first keeps where it starts. */
const joined = (a: Cell, b: Cell): Cell => ({
  ...a,
  wins: a.wins + b.wins,
  losses: a.losses + b.losses,
  ...(a.values && { values: [...a.values, ...(b.values ?? [])].sort(byCodeUnit) }),
  ...((a.other || b.other) && { other: true }),
});

/** Pearson's χ² of a two by two table, 0 where a margin is empty. */
function chiSquared(a: BinCounts, b: BinCounts): number {
  const margins = sizeOf(a) * sizeOf(b) * (a.wins + b.wins) * (a.losses + b.losses);
  const cross = a.wins * b.losses - a.losses * b.wins;
  return margins === 0 ? 0 : ((sizeOf(a) + sizeOf(b)) * cross * cross) / margins;
}

/**
 * The bin a value falls into; `undefined` where training saw no such value.
 *
 * @param bins as {@link cutBins} gives them
 */
export function binOf(value: FieldValue, bins: readonly WoeBin[]): WoeBin | undefined {
  if (value === undefined) return bins.find(({ missing }) => missing);
  const known = bins.filter(({ missing }) => !missing);
  if (typeof value === "number") {
    let found = known[0];
    for (const bin of known) if (bin.from !== undefined && value >= bin.from) found = bin;
    return found;
  }
  return known.find(({ values }) => values?.includes(value)) ?? known.find(({ other }) => other);
}
