import { byCodeUnit, type EpochMs } from "../model";
import type { IntentMatrix } from "./intent-matrix";
import type { IntentAction } from "./intent-tally";
import { scoreIntent } from "./score-intent";

/** How much of a person's interest one car series has. */
export interface SeriesInterest {
  readonly series: string;
  /** The score of the actions about this series alone. */
  readonly score: number;
  /** Its part of the scores of all series, in (0, 1]. */
  readonly share: number;
}

/** Which car series a person's interest is in, and how much in one alone. */
export interface IntentFocus {
  /** Those with a score above 0, the highest first; equal ones in code-unit order. */
  readonly series: readonly SeriesInterest[];
  /** Herfindahl–Hirschman index: 1 where all interest is in one series, 1/n where n share it; absent without any. */
  readonly hhi?: number;
  /** Nothing of it changes between `now` and this instant, unless something new happens; absent: never. */
  readonly nextChange?: EpochMs;
}

/**
 * Reads which car series a person's interest is in: each series is scored by the matrix from the actions about it, and
 * shares of the sum tell how focused the person is. An adviser knows what to offer to whom has an `hhi` near 1.
 *
 * Actions about no series say nothing here. The same actions in any order give the same bytes.
 *
 * @param actions one person's actions, in any order
 * @throws RangeError when `now` or an instant is not an integer, or a count is not a whole number from 0
 * @example
 * const at = 1_760_000_000_000;
 * const actions = [{ action: "testDrive", at, series: "星愿" }, { action: "save", at, series: "星愿" }, { action: "save", at, series: "银河" }];
 * const { series, hhi } = focusIntent([...actions, { action: "click", at }], DEFAULT_INTENT_MATRIX, { now: at });
 * series.map(({ series, score }) => [series, score]); // => [["星愿", 0.9], ["银河", 0.4]]
 * hhi; // => 0.573964497
 * @see O. C. Herfindahl, Concentration in the Steel Industry (1950), on the sum of squared shares
 */
export function focusIntent(
  actions: readonly IntentAction[],
  matrix: IntentMatrix,
  options: { readonly now: EpochMs },
): IntentFocus {
  const scored = [...bySeries(actions)].map(([series, own]) => ({ series, ...scoreIntent(own, matrix, options) }));
  const some = scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || byCodeUnit(a.series, b.series));
  const sum = some.reduce((total, { score }) => total + score, 0);
  const hhi = some.reduce((total, { score }) => total + (score / sum) ** 2, 0);
  const nextChange = Math.min(...scored.map((one) => one.nextChange ?? Number.POSITIVE_INFINITY));
  return {
    series: some.map(({ series, score }) => ({ series, score, share: round(score / sum) })),
    ...(some.length > 0 && { hhi: round(hhi) }),
    ...(Number.isFinite(nextChange) && { nextChange }),
  };
}

function bySeries(actions: readonly IntentAction[]): ReadonlyMap<string, readonly IntentAction[]> {
  const groups = new Map<string, IntentAction[]>();
  for (const action of actions) {
    if (action.series === undefined) continue;
    const known = groups.get(action.series);
    if (known) known.push(action);
    else groups.set(action.series, [action]);
  }
  return groups;
}

/** Nine decimals, as scores have. */
const round = (value: number): number => Math.round(value * 1e9) / 1e9;
