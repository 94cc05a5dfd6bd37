import { byCodeUnit } from "../model";

/** How often something was offered and taken, or offered and not taken. Whole numbers from 0. */
export interface ArmOutcomes {
  readonly taken: number;
  readonly refused: number;
}

/** The outcomes of every arm, by its name: all that is remembered, and it adds up. */
export type BanditState = Readonly<Record<string, ArmOutcomes>>;

/**
 * Adds two states: those of two shards, or what was known and what happened since. Commutative and associative, with `{}`
 * as its identity; the same state twice counts twice, so each outcome belongs in one.
 *
 * @throws RangeError when a count is not a whole number from 0
 * @example
 * const state = mergeOutcomes({ discount: { taken: 3, refused: 40 } }, { discount: { taken: 1, refused: 0 } });
 * state; // => { discount: { taken: 4, refused: 40 } }
 * @see O. Chapelle and L. Li, An empirical evaluation of Thompson sampling (2011), on updates in batches
 */
export function mergeOutcomes(x: BanditState, y: BanditState): BanditState {
  const sum = new Map<string, ArmOutcomes>();
  for (const [arm, { taken, refused }] of [...Object.entries(x), ...Object.entries(y)]) {
    requireOutcomes(arm, { taken, refused });
    const known = sum.get(arm) ?? { taken: 0, refused: 0 };
    sum.set(arm, { taken: known.taken + taken, refused: known.refused + refused });
  }
  return Object.fromEntries([...sum].sort(([a], [b]) => byCodeUnit(a, b)));
}

/**
 * Throws where outcomes are not counts.
 *
 * @throws RangeError when a count is not a whole number from 0
 */
export function requireOutcomes(arm: string, outcomes: ArmOutcomes): void {
  const { taken, refused } = outcomes;
  for (const [name, count] of Object.entries({ taken, refused }))
    if (!Number.isSafeInteger(count) || count < 0)
      throw new RangeError(`${arm}.${name} must be a whole number from 0, got ${count}`);
}
