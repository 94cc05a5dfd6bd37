import * as fc from "fast-check";
import { DAY_MS, type EpochMs, localDay, startOfLocalDay } from "../model";
import {
  actionsOf,
  type IntentAction,
  type IntentContribution,
  type IntentMatrix,
  type IntentScore,
  type MatrixAction,
  mergeTallies,
  remaining,
  scoreIntent,
  tallyActions,
} from "../scoring";
import { type Law, law } from "./law";
import { actionsIn, arbitraryActions, arbitraryInstant, arbitraryIntentMatrix } from "./scoring-arbitraries";

/** What roundings to nine decimals may add up to. */
const NEARLY = 1e-7;

/**
 * The laws of a mergeable intent score, to run on a host's own matrix.
 *
 * @param matrix a checked matrix
 * @returns laws for any test runner; each tries 100 random histories by default
 * @example
 * intentLaws(DEFAULT_INTENT_MATRIX).length; // => 16
 */
export function intentLaws(matrix: IntentMatrix): readonly Law[] {
  return [...stateLaws(matrix), ...growthLaws(matrix), ...timeLaws(matrix), ...readingLaws(matrix)];
}

/** A moment, and lists of actions around it. */
type World = readonly [now: EpochMs, ...histories: (readonly IntentAction[])[]];

const world = (matrix: IntentMatrix, histories: number): fc.Arbitrary<World> =>
  arbitraryInstant.chain((now) =>
    fc
      .tuple(...Array.from({ length: histories }, () => arbitraryActions(matrix, now)))
      .map((all): World => [now, ...all]),
  );

const bytes = (value: unknown): string => JSON.stringify(value);

function same(a: unknown, b: unknown, what: string): void {
  if (bytes(a) !== bytes(b)) throw new Error(`${what}:\n  ${bytes(a)}\n  ${bytes(b)}`);
}

function claim(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const due = (actions: readonly IntentAction[], now: EpochMs): IntentAction[] => actions.filter(({ at }) => at <= now);

function stateLaws(matrix: IntentMatrix): Law[] {
  const { zone } = matrix;
  return [
    law(
      "1: merging tallies is associative and commutative, with nothing as its identity",
      fc.property(world(matrix, 3), ([, ...histories]) => {
        const [a = {}, b = {}, c = {}] = histories.map((history) => tallyActions(history, zone));
        same(mergeTallies(a, b), mergeTallies(b, a), "commutative");
        same(mergeTallies(mergeTallies(a, b), c), mergeTallies(a, mergeTallies(b, c)), "associative");
        same(mergeTallies(a, {}), a, "identity");
      }),
    ),
    law(
      "2: any order, sharding or batching of the same actions gives the same bytes",
      fc.property(world(matrix, 1), fc.array(fc.nat(3)), ([now, history = []], shards) => {
        const parts = [0, 1, 2, 3].map((shard) => history.filter((_, i) => (shards[i] ?? 0) === shard));
        const shuffled = parts.flat().reverse();
        const merged = parts.map((part) => tallyActions(part, zone)).reduceRight(mergeTallies, {});
        const oneByOne = history.reduce((sum, one) => mergeTallies(sum, tallyActions([one], zone)), {});
        same(merged, tallyActions(history, zone), "tally by shards");
        same(oneByOne, tallyActions(history, zone), "tally one by one");
        same(scoreIntent(shuffled, matrix, { now }), scoreIntent(history, matrix, { now }), "score");
      }),
    ),
    law(
      "9: an action that arrives late scores like one in order",
      fc.property(world(matrix, 2), ([now, early = [], late = []]) => {
        const inOrder = [...early, ...late].sort((a, b) => a.at - b.at);
        same(scoreIntent([...early, ...late], matrix, { now }), scoreIntent(inOrder, matrix, { now }), "score");
      }),
    ),
    law(
      "10: a tally survives JSON, and what is outside every window may be forgotten",
      fc.property(world(matrix, 1), ([now, history = []]) => {
        const past = due(history, now);
        const tally = tallyActions(past, zone);
        same(JSON.parse(bytes(tally)), tally, "JSON");
        const score = withoutCounts(scoreIntent(past, matrix, { now }));
        same(withoutCounts(scoreIntent(actionsOf(tally, zone), matrix, { now })), score, "read back");
        same(withoutCounts(scoreIntent(prune(past, matrix, now), matrix, { now })), score, "pruned");
      }),
    ),
    law(
      "11: a new matrix scores the same tallies: nothing is replayed",
      fc.property(world(matrix, 1), arbitraryIntentMatrix(zone), ([now, history = []], other) => {
        const past = due(history, now);
        const kept = actionsOf(tallyActions(past, zone), zone);
        const next = revalued(matrix, actionsIn(other));
        same(scoreIntent(kept, next, { now }), scoreIntent(past, next, { now }), "score");
      }),
    ),
  ];
}

/** The matrix with every action worth, capped and fading like another one. */
const revalued = (matrix: IntentMatrix, others: readonly MatrixAction[]): IntentMatrix => {
  const actions = actionsIn(matrix).map(({ action }, i) => ({
    ...(others[i % others.length] as MatrixAction),
    action,
  }));
  const { negative: _, ...positive } = matrix;
  return { ...positive, columns: matrix.columns.slice(0, 1).map((column) => ({ ...column, actions })) };
};

const withoutCounts = (score: IntentScore): object => ({
  ...score,
  contributions: score.contributions.map(({ count: _, ...rest }) => rest),
  nextChange: undefined,
});

const prune = (actions: readonly IntentAction[], matrix: IntentMatrix, now: EpochMs): IntentAction[] => {
  const valued = new Map(actionsIn(matrix).map((one) => [one.action, one]));
  return actions.filter(({ action, at }) => {
    const one = valued.get(action);
    return one !== undefined && remaining(one, localDay(now, matrix.zone) - localDay(at, matrix.zone)) > 0;
  });
};

/** The positive side of a matrix, and its negative group as if it were positive: each obeys the laws by itself. */
function sides(matrix: IntentMatrix): readonly IntentMatrix[] {
  const { negative, ...positive } = matrix;
  if (!negative) return [positive];
  return [positive, { ...positive, totalCap: negative.cap, columns: [{ column: "acquire", ...negative }] }];
}

function growthLaws(matrix: IntentMatrix): Law[] {
  return [
    law(
      "3, 12: a merge scores at least the better part and at most the sum, on each side",
      fc.property(world(matrix, 2), ([now, x = [], y = []]) => {
        for (const side of sides(matrix)) {
          const [a, b, both] = [x, y, [...x, ...y]].map((history) => scoreIntent(history, side, { now }).score);
          claim((both ?? 0) >= Math.max(a ?? 0, b ?? 0), `merge ${both} below a part, ${a} or ${b}`);
          claim((both ?? 0) <= (a ?? 0) + (b ?? 0) + NEARLY, `merge ${both} above the sum of ${a} and ${b}`);
        }
      }),
    ),
    law(
      "3: disjoint actions add up where no column or total cap binds",
      fc.property(world(matrix, 1), ([now, history = []]) => {
        const [side = matrix] = sides(matrix);
        const first = new Set(side.columns.flatMap(({ actions }) => actions.filter((_, i) => i % 2 === 0)).map(nameOf));
        const x = history.filter(({ action }) => first.has(action));
        const y = history.filter(({ action }) => !first.has(action));
        const merged = scoreIntent(history, side, { now });
        if (bound(side, merged.contributions)) return;
        const sum = scoreIntent(x, side, { now }).score + scoreIntent(y, side, { now }).score;
        claim(Math.abs(merged.score - sum) < NEARLY, `merge ${merged.score} is not the sum ${sum}`);
      }),
    ),
    law(
      "4, 12: one more action never moves the score against its side",
      fc.property(world(matrix, 2), ([now, history = [], more = []]) => {
        const negative = new Set(matrix.negative?.actions.map(nameOf));
        const { score } = scoreIntent(history, matrix, { now });
        for (const one of due(more, now)) {
          const after = scoreIntent([...history, one], matrix, { now }).score;
          claim(negative.has(one.action) ? after <= score : after >= score, `${one.action}: ${score} to ${after}`);
        }
      }),
    ),
    law(
      "6: copies beyond a daily cap change nothing",
      fc.property(world(matrix, 1), fc.nat(9), ([now, history = []], extra) => {
        for (const { action, dailyCap } of actionsIn(matrix)) {
          if (dailyCap === undefined) continue;
          const full = { action, at: now, count: dailyCap };
          const { score } = scoreIntent([...history, full], matrix, { now });
          const after = scoreIntent([...history, { ...full, count: dailyCap + extra }], matrix, { now }).score;
          same(after, score, `${action} beyond its daily cap`);
        }
      }),
    ),
    law(
      "15: what one more would add is what it adds",
      fc.property(world(matrix, 1), ([now, history = []]) => {
        const before = scoreIntent(history, matrix, { now });
        for (const { action, next } of before.contributions) {
          const after = scoreIntent([...history, { action, at: now }], matrix, { now }).score;
          claim(Math.abs(after - before.score - next) < NEARLY, `${action}: ${before.score} + ${next} is ${after}`);
        }
      }),
    ),
  ];
}

const nameOf = ({ action }: MatrixAction): string => action;

/** Whether the cap of a column, or of all of them, holds points back. */
function bound({ columns, totalCap }: IntentMatrix, contributions: readonly IntentContribution[]): boolean {
  const sumOf = (column?: string): number =>
    contributions
      .filter((one) => column === undefined || one.column === column)
      .reduce((sum, { points }) => sum + points, 0);
  return sumOf() > totalCap - NEARLY || columns.some(({ column, cap }) => sumOf(column) > cap - NEARLY);
}

function timeLaws(matrix: IntentMatrix): Law[] {
  const { zone } = matrix;
  return [
    law(
      "5, 12: with nothing new, neither side ever rises",
      fc.property(world(matrix, 1), fc.nat(200 * DAY_MS), ([now, history = []], later) => {
        for (const side of sides(matrix)) {
          const before = scoreIntent(due(history, now), side, { now }).score;
          const after = scoreIntent(due(history, now), side, { now: now + later }).score;
          claim(after <= before, `rose from ${before} to ${after}`);
        }
      }),
    ),
    law(
      "5: points with a half-life halve in it, where no cap binds and no window closes",
      fc.property(arbitraryInstant, fc.nat(60), fc.nat(5), (at, age, copies) => {
        for (const one of actionsIn(matrix)) {
          const { decay, windowDays = Number.POSITIVE_INFINITY } = one;
          if (decay.kind !== "halfLife" || age + decay.days >= Math.min(windowDays, 39 * decay.days)) continue;
          claim(remaining(one, age + decay.days) === remaining(one, age) / 2, `${one.action} at ${age} days`);
          const day = localDay(at, zone);
          const pointsAt = (days: number): number => {
            const now = startOfLocalDay(day + days, zone);
            const { contributions } = scoreIntent([{ action: one.action, at, count: copies }], matrix, { now });
            return contributions.find(({ action }) => action === one.action)?.points ?? Number.NaN;
          };
          if (age === 0 || copies >= one.frequencyCap) continue;
          claim(Math.abs(pointsAt(age + decay.days) - pointsAt(age) / 2) < NEARLY, `points of ${one.action}`);
        }
      }),
    ),
    law(
      "7: moving all actions and the moment by whole days changes nothing",
      fc.property(world(matrix, 1), fc.integer({ min: -900, max: 900 }), ([now, history = []], days) => {
        const move = (at: EpochMs, by: number): EpochMs => startOfLocalDay(localDay(at, zone) + by, zone);
        const read = (by: number): object => {
          const moved = due(history, now).map((one) => ({ ...one, at: move(one.at, by) }));
          const { nextChange: _, ...score } = scoreIntent(moved, matrix, { now: move(now, by) });
          return score;
        };
        same(read(days), read(0), `moved by ${days} days`);
      }),
    ),
    law(
      "8: actions later than the moment count for nothing until they are due",
      fc.property(world(matrix, 1), ([now, history = []]) => {
        const { nextChange: _, ...seen } = scoreIntent(history, matrix, { now });
        const { nextChange: __, ...known } = scoreIntent(due(history, now), matrix, { now });
        same(seen, known, "the future counted");
      }),
    ),
    law(
      "14: nothing changes before the announced next change",
      fc.property(world(matrix, 1), fc.double({ min: 0, max: 1, noNaN: true }), ([now, history = []], share) => {
        const { score, band, nextChange } = scoreIntent(history, matrix, { now });
        claim(nextChange === undefined || nextChange > now, `announced ${nextChange}, not after ${now}`);
        const end = nextChange ?? now + 400 * DAY_MS;
        for (const at of [now + Math.floor((end - 1 - now) * share), end - 1]) {
          const then = scoreIntent(history, matrix, { now: at });
          same([then.score, then.band], [score, band], `changed by ${at}, announced for ${nextChange}`);
        }
      }),
    ),
  ];
}

function readingLaws(matrix: IntentMatrix): Law[] {
  return [
    law(
      "13: the score is within its caps, and its band rises with it",
      fc.property(world(matrix, 2), ([now, x = [], y = []]) => {
        const [a, b] = [scoreIntent(x, matrix, { now }), scoreIntent(y, matrix, { now })];
        const rank = ({ band }: IntentScore): number => matrix.bands.findIndex((one) => one.band === band);
        claim(a.score >= 0 && a.score <= matrix.totalCap, `score ${a.score}`);
        claim(a.score < b.score ? rank(a) <= rank(b) : rank(a) >= rank(b), `${bytes([a, b])}`);
      }),
    ),
  ];
}
