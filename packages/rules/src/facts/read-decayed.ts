import { type EpochMs, remaining } from "@tributary/core";
import type { Read } from "./reading";
import { instantAt, numberAt, type Selection } from "./selection";
import { NO_NUMBER } from "./tracks";

/** How occurrences fade. */
export interface Fade {
  readonly halfLifeMs: number;
  readonly stepMs: number;
}

/**
 * What is left of the occurrences in range:
 *
 *     Σ weight · 2^(−age / halfLife), with the age in whole steps, rounded to nine decimals
 *
 * The power is taken as the intent score takes it: to 40 binary digits, and nothing after forty half-lives.
 *
 * @param column the numeric column of the weights; `undefined` where each weighs 1
 * @see G. Cormode et al., Forward Decay (ICDE 2009), section 2, on backward exponential decay
 */
export const readDecayed =
  (column: number | undefined, fade: Fade): Read =>
  (selection, now) => {
    const { start, end, complete } = selection;
    if (!complete) return { unknown: "bound", from: selection };
    let [sum, skipped] = [0, 0];
    for (let i = start; i < end; i++) {
      const weight = column === undefined ? 1 : numberAt(selection, i, column);
      if (weight === NO_NUMBER) skipped++;
      else sum += weight * leftOf(selection, i, fade, now);
    }
    return { value: Math.round(sum * 1e9) / 1e9 + 0, counted: end - start, skipped, from: selection };
  };

/** What is left of a kept occurrence, in (0, 1], or 0 after forty half-lives. */
export function leftOf(selection: Selection, i: number, { halfLifeMs, stepMs }: Fade, now: EpochMs): number {
  // only the ratio of age to half-life counts, so milliseconds do as well as days
  const fading = { decay: { kind: "halfLife", days: halfLifeMs } } as const;
  return remaining(fading, stepsOf(selection, i, stepMs, now) * stepMs);
}

/** The next instant at which an occurrence in range grows a step older. */
export function nextStepAt(selection: Selection, stepMs: number, now: EpochMs): EpochMs | undefined {
  let next: EpochMs | undefined;
  for (let i = selection.start; i < selection.end; i++) {
    const older = instantAt(selection, i) + (stepsOf(selection, i, stepMs, now) + 1) * stepMs;
    if (next === undefined || older < next) next = older;
  }
  return next;
}

const stepsOf = (selection: Selection, i: number, stepMs: number, now: EpochMs): number =>
  Math.floor((now - instantAt(selection, i)) / stepMs);
