import type { EpochMs } from "../model";
import { silenceOf } from "./compile-policy";
import type { EpochCut, Sighting } from "./evidence";
import type { IdentityPolicy } from "./policy";

/** Where sums of observations are split in time, so that each lies in one epoch of its identifiers. */
export interface Splits {
  /** Between two observations this far apart or farther. */
  readonly gapMs?: number;
  /** Before the first observation at or after each of these instants. */
  readonly splitAt?: readonly EpochMs[];
}

/**
 * Where sightings have to be split to be resolved under a policy: at the shortest silence of its types, and at every cut.
 *
 * Finer splits change nobody: what belongs together is summed up again.
 *
 * @throws RangeError when a silence is no duration
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0, silence: "90d" }],
 * });
 * splitsFor(policy, []); // => { gapMs: 90 * DAY_MS }
 */
export function splitsFor(policy: IdentityPolicy, cuts: readonly EpochCut[]): Splits {
  const gapMs = Math.min(...policy.types.map(silenceOf));
  const splitAt = [...new Set(cuts.map(({ at }) => at))].sort((x, y) => x - y);
  return { ...(Number.isFinite(gapMs) && { gapMs }), ...(splitAt.length > 0 && { splitAt }) };
}

/** How many instants there are, and the first and last of them. */
export type Run = Pick<Sighting, "count" | "firstAt" | "lastAt">;

/**
 * Sums instants up, split where asked.
 *
 * @param instants in any order
 * @example
 * splitRuns([5, 1, 30, 31], { gapMs: 10, splitAt: [31] });
 * // => [{ count: 2, firstAt: 1, lastAt: 5 }, { count: 1, firstAt: 30, lastAt: 30 }, { count: 1, firstAt: 31, lastAt: 31 }]
 */
export function splitRuns(instants: readonly EpochMs[], splits: Splits): readonly Run[] {
  const { gapMs = Number.POSITIVE_INFINITY, splitAt = [] } = splits;
  const runs: { count: number; firstAt: EpochMs; lastAt: EpochMs }[] = [];
  for (const at of [...instants].sort((x, y) => x - y)) {
    const last = runs.at(-1);
    const parted = last && (at - last.lastAt >= gapMs || splitAt.some((cut) => last.lastAt < cut && cut <= at));
    if (!last || parted) runs.push({ count: 1, firstAt: at, lastAt: at });
    else [last.count, last.lastAt] = [last.count + 1, at];
  }
  return runs;
}
