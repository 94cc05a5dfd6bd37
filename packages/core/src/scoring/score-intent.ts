import { type EpochMs, isEpochMs, localDay, requireNow, startOfLocalDay } from "../model";
import { nextAge, remaining } from "./decay";
import { bandOf } from "./intent-bands";
import type { IntentMatrix, MatrixAction } from "./intent-matrix";
import { countDays, type DayCounts, type IntentAction } from "./intent-tally";
import { nextDateAt } from "./next-date";

/** What one action of the matrix adds to a score, and what one more of it would. */
export interface IntentContribution {
  readonly action: string;
  /** The column it stands in, or `"negative"`. */
  readonly column: string;
  /** How often it was done, ever. */
  readonly count: number;
  /** How many of these count: inside the window, within the daily cap. */
  readonly counted: number;
  /** The share of those that time has left, in [0, 1]; 1 where none count. */
  readonly decay: number;
  /** Points before the caps of its column and of the total; below zero in the negative group. */
  readonly points: number;
  /** What the score would gain from one more of it now, all caps applied; below zero in the negative group. */
  readonly next: number;
}

/** A person's readiness at a moment, and where it comes from. */
export interface IntentScore {
  /** In [0, total cap]; 0.8 is 80 %. Concentration, not probability. */
  readonly score: number;
  readonly band: string;
  /** Every action of the matrix, in its order, done or not. */
  readonly contributions: readonly IntentContribution[];
  /** No change of the score lies between `now` and this instant, unless something new happens; absent: never. */
  readonly nextChange?: EpochMs;
}

/**
 * Scores how concentrated a person's interest is, by the lead concentration matrix (线索浓度矩阵): every action times its
 * frequency, faded by age, capped per day, action, column and in total, less the negative group, at least 0.
 *
 *     score = max(0, min(totalCap, Σ_column min(cap, Σ_a points_a)) − min(cap, Σ_negative points_a))
 *     points_a = weight_a · min(1, Σ_day min(count_a,day, dailyCap_a) · remaining_a(age of the day) / frequencyCap_a)
 *
 * Days are dates in the matrix's zone, so points fade at its midnights. Actions later than `now` count once due; actions
 * the matrix does not name count for nothing. The same actions in any order give the same bytes. Scores and points are
 * rounded to nine decimals, so that weights add up as on paper and 0.7 + 0.1 is in the band from 0.8.
 *
 * @param actions one person's actions, in any order
 * @throws RangeError when `now` or an instant is not an integer, or a count is not a whole number from 0
 * @example
 * const at = 1_760_000_000_000;
 * const actions = [{ action: "click", at, count: 5 }, { action: "save", at }];
 * const { score, band } = scoreIntent(actions, DEFAULT_INTENT_MATRIX, { now: at });
 * [score, band]; // => [0.7, "medium"]
 * @see The worked example of the lead concentration matrix in the private-domain white papers: five clicks and a saved
 *   product are 70 %. The rolling window and the daily cap follow Adobe Marketo's activity score.
 */
export function scoreIntent(
  actions: readonly IntentAction[],
  matrix: IntentMatrix,
  options: { readonly now: EpochMs },
): IntentScore {
  const now = requireNow(options.now);
  const due = countDays(
    actions.filter(({ at }) => !(isEpochMs(at) && at > now)),
    matrix.zone,
  );
  const today = localDay(now, matrix.zone);
  const columns = matrix.columns.map(({ column, cap, actions }) => readGroup(column, cap, actions, due, today));
  const { cap = 0, actions: against = [] } = matrix.negative ?? {};
  const negative = readGroup("negative", cap, against, due, today);
  const score = round(total(columns, negative, matrix.totalCap));
  const contributions = [...columns, negative].flatMap((group) =>
    group.readings.map((reading) =>
      contribution(group, reading, round(round(total(columns, negative, matrix.totalCap, reading)) - score)),
    ),
  );
  const readings = [...columns, negative].flatMap((group) => group.readings);
  const nextChange = nextChangeOf(actions, readings, matrix.zone, now);
  return { score, band: bandOf(score, matrix), contributions, ...(nextChange !== undefined && { nextChange }) };
}

/** One column, or the negative group, as a person did it. */
interface Group {
  readonly name: string;
  readonly cap: number;
  readonly readings: readonly Reading[];
  /** The points of all its actions, capped. */
  readonly points: number;
}

/** One action of the matrix as a person did it. */
interface Reading {
  readonly action: string;
  readonly count: number;
  readonly counted: number;
  /** The counted ones, faded. */
  readonly faded: number;
  readonly points: number;
  /** The points there would be with one more today. */
  readonly pointsWithOneMore: number;
  /** The first local day on which something of it fades further. */
  readonly nextDay: number | undefined;
}

const NO_DAYS: ReadonlyMap<number, number> = new Map();

function readGroup(name: string, cap: number, actions: readonly MatrixAction[], due: DayCounts, today: number): Group {
  const readings = actions.map((action) => readAction(action, due.get(action.action) ?? NO_DAYS, today));
  return { name, cap, readings, points: sumCapped(readings, cap) };
}

function readAction(valued: MatrixAction, days: ReadonlyMap<number, number>, today: number): Reading {
  const { action, dailyCap = Number.POSITIVE_INFINITY } = valued;
  let [count, counted, faded] = [0, 0, 0];
  let nextDay: number | undefined;
  for (const day of [...days.keys()].sort(ascending)) {
    const times = days.get(day) as number;
    const age = Math.max(0, today - day);
    const left = remaining(valued, age);
    count += times;
    if (left === 0) continue;
    counted += Math.min(times, dailyCap);
    faded += Math.min(times, dailyCap) * left;
    const next = nextAge(valued, age);
    if (next !== undefined && !(nextDay !== undefined && nextDay <= day + next)) nextDay = day + next;
  }
  const more = (days.get(today) ?? 0) < dailyCap ? remaining(valued, 0) : 0;
  const points = pointsOf(valued, faded);
  return { action, count, counted, faded, points, pointsWithOneMore: pointsOf(valued, faded + more), nextDay };
}

const ascending = (a: number, b: number): number => a - b;

const pointsOf = ({ weight, frequencyCap }: MatrixAction, faded: number): number =>
  weight * Math.min(1, faded / frequencyCap);

/** The points of a group, capped; `oneMore` is the action of which there would be one more today. */
function sumCapped(readings: readonly Reading[], cap: number, oneMore?: Reading): number {
  let sum = 0;
  for (const reading of readings) sum += reading === oneMore ? reading.pointsWithOneMore : reading.points;
  return Math.min(cap, sum);
}

/** The unrounded score; `oneMore` is the action of which there would be one more today. */
function total(columns: readonly Group[], negative: Group, totalCap: number, oneMore?: Reading): number {
  const pointsIn = (group: Group): number =>
    oneMore !== undefined && group.readings.includes(oneMore)
      ? sumCapped(group.readings, group.cap, oneMore)
      : group.points;
  let positive = 0;
  for (const column of columns) positive += pointsIn(column);
  return Math.max(0, Math.min(totalCap, positive) - pointsIn(negative));
}

const contribution = (
  { name }: Group,
  { action, count, counted, faded, points }: Reading,
  next: number,
): IntentContribution => ({
  action,
  column: name,
  count,
  counted,
  decay: counted === 0 ? 1 : round(faded / counted),
  points: round(name === "negative" ? -points : points),
  next,
});

/** Nine decimals, and never minus zero. */
const round = (value: number): number => Math.round(value * 1e9) / 1e9 + 0;

function nextChangeOf(
  actions: readonly IntentAction[],
  readings: readonly Reading[],
  zone: string,
  now: EpochMs,
): EpochMs | undefined {
  const valued = new Set(readings.map(({ action }) => action));
  let next = Number.POSITIVE_INFINITY;
  for (const { action, at } of actions) if (at > now && at < next && valued.has(action)) next = at;
  if (readings.some(({ count }) => count > 0)) {
    const dateEnds = nextDateAt(now, zone);
    const clockGoesBack = localDay(dateEnds, zone) < localDay(now, zone);
    const nextDay = Math.min(...readings.map((reading) => reading.nextDay ?? Number.POSITIVE_INFINITY));
    if (clockGoesBack) next = Math.min(next, dateEnds);
    else if (nextDay < Number.POSITIVE_INFINITY) {
      next = Math.min(next, Math.max(dateEnds, startOfLocalDay(nextDay, zone)));
    }
  }
  return next === Number.POSITIVE_INFINITY ? undefined : next;
}
