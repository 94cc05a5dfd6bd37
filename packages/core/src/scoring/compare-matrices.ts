import { byCodeUnit, type EpochMs, type Label } from "../model";
import type { IntentMatrix } from "./intent-matrix";
import type { IntentAction } from "./intent-tally";
import { type IntentScore, scoreIntent } from "./score-intent";

/** What one person did, as both matrices will read it. */
export interface IntentHistory {
  readonly person: string;
  readonly actions: readonly IntentAction[];
}

/** How many persons one band holds by either matrix. */
export interface BandCount {
  readonly band: string;
  readonly label: Label;
  readonly before: number;
  readonly after: number;
}

/** How many persons leave one band for another. */
export interface BandMove {
  readonly from: string;
  readonly to: string;
  readonly persons: number;
}

/** One person whose score or band differs, and the actions that are worth more or less. */
export interface ScoreChange {
  readonly person: string;
  readonly before: Pick<IntentScore, "score" | "band">;
  readonly after: Pick<IntentScore, "score" | "band">;
  /** After less before. */
  readonly difference: number;
  /** The largest first. Points before the caps of columns and of the whole, so they need not add up to the difference. */
  readonly because: readonly { readonly action: string; readonly label: Label; readonly difference: number }[];
}

/** What another matrix would change, as data for whoever decides. */
export interface MatrixComparison {
  /** Versions of the two matrices. */
  readonly before: string;
  readonly after: string;
  readonly persons: number;
  readonly raised: number;
  readonly lowered: number;
  /** How many end in another band. */
  readonly moved: number;
  /** Over everybody; 0 of nobody. */
  readonly meanDifference: number;
  /** The bands of the first matrix in its order, then those that only the second has. */
  readonly bands: readonly BandCount[];
  /** The most persons first. */
  readonly moves: readonly BandMove[];
  /** The largest differences first. */
  readonly changes: readonly ScoreChange[];
}

/**
 * Scores the same histories by two matrices, such as the one in use and a draft: who would move to another band, whose
 * score would change by how much, and through which actions. Nothing is replayed, and the draft touches nobody.
 *
 * The same histories in any order give the same bytes.
 *
 * @param histories one entry a person
 * @param before the matrix in use
 * @param after the other one
 * @param options.now the moment to score at
 * @param options.limit how many of the persons whose score or band differs to list, 100 by default; all of them count
 * @throws RangeError when a person is there twice, `limit` is no whole number from 0, or an action is none
 * @example
 * const at = 1_760_000_000_000;
 * const draft = { ...DEFAULT_INTENT_MATRIX, version: "draft", totalCap: 0.6 };
 * const histories = [{ person: "Lin", actions: [{ action: "click", at, count: 5 }, { action: "save", at }] }];
 * const found = compareMatrices(histories, DEFAULT_INTENT_MATRIX, { ...draft, bands: draft.bands.slice(0, 3) }, { now: at });
 * [found.lowered, found.moved, found.changes[0].before.score, found.changes[0].after.score]; // => [1, 0, 0.7, 0.6]
 */
export function compareMatrices(
  histories: readonly IntentHistory[],
  before: IntentMatrix,
  after: IntentMatrix,
  options: { readonly now: EpochMs; readonly limit?: number },
): MatrixComparison {
  const { now, limit = 100 } = options;
  if (!Number.isSafeInteger(limit) || limit < 0) throw new RangeError(`limit must be an integer from 0, got ${limit}`);
  const pairs = inPersonOrder(histories).map((history) => scorePair(history, before, after, now));
  const differing = pairs.filter(({ difference, moves }) => difference !== 0 || moves);
  const listed = [...differing].sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference)).slice(0, limit);
  const sum = pairs.reduce((total, { difference }) => total + difference, 0);
  return {
    before: before.version,
    after: after.version,
    persons: pairs.length,
    raised: pairs.filter(({ difference }) => difference > 0).length,
    lowered: pairs.filter(({ difference }) => difference < 0).length,
    moved: pairs.filter(({ moves }) => moves).length,
    meanDifference: pairs.length === 0 ? 0 : round(sum / pairs.length),
    bands: countBands(pairs, before, after),
    moves: countMoves(pairs),
    changes: listed.map((pair) => explained(pair, before, after, now)),
  };
}

/** One person by both matrices. */
interface Pair {
  readonly history: IntentHistory;
  readonly before: Pick<IntentScore, "score" | "band">;
  readonly after: Pick<IntentScore, "score" | "band">;
  readonly difference: number;
  readonly moves: boolean;
}

function inPersonOrder(histories: readonly IntentHistory[]): readonly IntentHistory[] {
  const sorted = [...histories].sort((a, b) => byCodeUnit(a.person, b.person));
  sorted.forEach(({ person }, i) => {
    if (person === sorted[i - 1]?.person) throw new RangeError(`a person must be there once, got ${person} twice`);
  });
  return sorted;
}

function scorePair(history: IntentHistory, before: IntentMatrix, after: IntentMatrix, now: EpochMs): Pair {
  const [old, young] = [before, after].map((matrix) => {
    const { score, band } = scoreIntent(history.actions, matrix, { now });
    return { score, band };
  }) as [Pair["before"], Pair["after"]];
  const difference = round(young.score - old.score);
  return { history, before: old, after: young, difference, moves: old.band !== young.band };
}

function countBands(pairs: readonly Pair[], before: IntentMatrix, after: IntentMatrix): readonly BandCount[] {
  const known = new Set(before.bands.map(({ band }) => band));
  const all = [...before.bands, ...after.bands.filter(({ band }) => !known.has(band))];
  return all.map(({ band, label }) => ({
    band,
    label,
    before: pairs.filter((pair) => pair.before.band === band).length,
    after: pairs.filter((pair) => pair.after.band === band).length,
  }));
}

function countMoves(pairs: readonly Pair[]): readonly BandMove[] {
  const counts = new Map<string, BandMove>();
  for (const { before, after, moves } of pairs) {
    if (!moves) continue;
    const [from, to] = [before.band, after.band];
    const key = JSON.stringify([from, to]);
    counts.set(key, { from, to, persons: (counts.get(key)?.persons ?? 0) + 1 });
  }
  return [...counts.values()].sort(
    (a, b) => b.persons - a.persons || byCodeUnit(a.from, b.from) || byCodeUnit(a.to, b.to),
  );
}

/** Why: what every action is worth by either matrix; those only one of them names are worth 0 by the other. */
function explained(pair: Pair, before: IntentMatrix, after: IntentMatrix, now: EpochMs): ScoreChange {
  const points = new Map<string, number>();
  for (const [matrix, sign] of [
    [before, -1],
    [after, 1],
  ] as const) {
    const { contributions } = scoreIntent(pair.history.actions, matrix, { now });
    for (const one of contributions) points.set(one.action, (points.get(one.action) ?? 0) + sign * one.points);
  }
  const labels = new Map([...labelsIn(before), ...labelsIn(after)]);
  const because = [...points]
    .map(([action, difference]) => ({ action, label: labels.get(action) as Label, difference: round(difference) }))
    .filter(({ difference }) => difference !== 0)
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || byCodeUnit(a.action, b.action));
  return {
    person: pair.history.person,
    before: pair.before,
    after: pair.after,
    difference: pair.difference,
    because,
  };
}

const labelsIn = ({ columns, negative }: IntentMatrix): (readonly [string, Label])[] =>
  [...columns, ...(negative ? [negative] : [])].flatMap(({ actions }) =>
    actions.map(({ action, label }) => [action, label] as const),
  );

/** Nine decimals, as scores have, and never minus zero. */
const round = (value: number): number => Math.round(value * 1e9) / 1e9 + 0;
