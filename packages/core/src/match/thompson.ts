import { byCodeUnit, hash53 } from "../model";
import { type BanditState, requireOutcomes } from "./arm-outcomes";
import { sampleBeta } from "./sample-beta";
import { type UniformStream, uniformStream } from "./uniform-stream";

/** What was believed of every arm before anything happened: as many taken and refused. */
export interface BetaPrior {
  /** Above 0. */
  readonly alpha: number;
  /** Above 0. */
  readonly beta: number;
}

/** How to draw for one person. */
export interface ThompsonOptions {
  /** Another seed, other draws: the round, the campaign, the day. */
  readonly seed: string | number;
  /** Whom it is drawn for: the same person gets the same answer from the same state, whoever else was asked before. */
  readonly person: string;
  /** The least share of persons every arm gets, whatever is believed of it; 0 by default, at most 1 / number of arms. */
  readonly floor?: number;
  /** Beta(1, 1) by default: any rate is as likely as any other. */
  readonly prior?: BetaPrior;
}

/** The arm for a person, and what was drawn of each. */
export interface ThompsonPick {
  readonly arm: string;
  /** Whether it got this person as its floor, not by its draw. */
  readonly explored: boolean;
  /** By falling draw: what is believed of each arm's rate on average, and what was drawn from that belief. */
  readonly draws: readonly { readonly arm: string; readonly mean: number; readonly draw: number }[];
}

const EVEN: BetaPrior = { alpha: 1, beta: 1 };

/**
 * Picks one of several offers by Thompson sampling: draws a rate for each from what its outcomes let one believe, and
 * takes the highest. Offers that may yet be the best keep being tried; those that are surely worse cease to be.
 *
 * Every draw hangs on the seed, the person and the arm only, so that neither the order of arms nor that of persons means
 * anything, and another arm's coming changes nobody's draws.
 *
 * @param state outcomes so far; an arm it does not know has had none
 * @param arms what may be offered, without repeats, in any order
 * @throws RangeError when there is no arm, an arm is named twice, or an option is out of range
 * @example
 * const state = { discount: { taken: 90, refused: 910 }, gift: { taken: 10, refused: 990 } };
 * const { arm, draws } = thompson(state, ["gift", "discount"], { seed: 1, person: "p1" });
 * arm; // => "discount"
 * draws.map(({ mean }) => mean.toFixed(3)); // => ["0.091", "0.011"]
 * @see W. R. Thompson, On the likelihood that one unknown probability exceeds another in view of the evidence of two
 *   samples (1933); D. Russo and others, A tutorial on Thompson sampling (2018). The floor is our choice: it keeps every
 *   arm's rate measurable when tastes change
 */
export function thompson(state: BanditState, arms: readonly string[], options: ThompsonOptions): ThompsonPick {
  const { seed, person, floor = 0, prior = EVEN } = options;
  requireArms(arms, prior);
  if (!(floor >= 0 && floor * arms.length <= 1))
    throw new RangeError(`floor must be from 0 to 1 / number of arms, got ${floor}`);
  const streamOf = (what: string): UniformStream => uniformStream(JSON.stringify([seed, person, what]));
  const draws = arms
    .map((arm) => {
      const { alpha, beta } = beliefIn(state, arm, prior);
      return { arm, mean: alpha / (alpha + beta), draw: sampleBeta(alpha, beta, streamOf(`draw ${arm}`)) };
    })
    .sort((a, b) => b.draw - a.draw || byCodeUnit(a.arm, b.arm));
  const explored = streamOf("floor")() < floor * arms.length;
  const arm = explored ? anyOf(arms, JSON.stringify([seed, person])) : (draws[0]?.arm as string);
  return { arm, explored, draws };
}

/**
 * How probable it is of each arm that its rate is the highest, by drawing from what is believed of all of them.
 *
 * @param options.draws how many times to draw, 10,000 by default: the error is then some 0.005
 * @returns by arm, in order of name, shares that add up to 1
 * @throws RangeError when there is no arm, an arm is named twice, or an option is out of range
 * @example
 * const state = { a: { taken: 90, refused: 910 }, b: { taken: 10, refused: 990 } };
 * probabilityBest(state, ["a", "b"], { seed: 1 }); // => { a: 1, b: 0 }
 */
export function probabilityBest(
  state: BanditState,
  arms: readonly string[],
  options: { readonly seed: string | number; readonly draws?: number; readonly prior?: BetaPrior },
): Readonly<Record<string, number>> {
  const { seed, draws = 10_000, prior = EVEN } = options;
  requireArms(arms, prior);
  if (!Number.isInteger(draws) || draws < 1) throw new RangeError(`draws must be a whole number from 1, got ${draws}`);
  const streams = [...arms].sort(byCodeUnit).map((arm) => {
    const { alpha, beta } = beliefIn(state, arm, prior);
    const uniform = uniformStream(JSON.stringify([seed, arm]));
    return { arm, draw: () => sampleBeta(alpha, beta, uniform), wins: 0 };
  });
  for (let i = 0; i < draws; i++) {
    let [best, highest] = [streams[0], -1];
    for (const each of streams) {
      const rate = each.draw();
      if (rate > highest) [best, highest] = [each, rate];
    }
    if (best) best.wins++;
  }
  return Object.fromEntries(streams.map(({ arm, wins }) => [arm, wins / draws]));
}

function beliefIn(state: BanditState, arm: string, { alpha, beta }: BetaPrior): BetaPrior {
  const outcomes = Object.hasOwn(state, arm) ? state[arm] : undefined;
  const { taken, refused } = outcomes ?? { taken: 0, refused: 0 };
  requireOutcomes(arm, { taken, refused });
  return { alpha: alpha + taken, beta: beta + refused };
}

function requireArms(arms: readonly string[], { alpha, beta }: BetaPrior): void {
  if (arms.length === 0) throw new RangeError("arms must not be empty");
  if (new Set(arms).size < arms.length) throw new RangeError(`arms must be named once each, got ${arms.join(", ")}`);
  for (const [name, value] of Object.entries({ alpha, beta }))
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`prior.${name} must be finite, above 0, got ${value}`);
}

/** One arm, each as likely, whichever way they are listed. */
function anyOf(arms: readonly string[], text: string): string {
  const hashed = arms.map((arm) => ({ arm, hash: hash53(`${text} ${arm}`) }));
  return (hashed.sort((a, b) => a.hash - b.hash || byCodeUnit(a.arm, b.arm))[0] as { arm: string }).arm;
}
