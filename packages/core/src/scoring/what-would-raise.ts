import type { Label } from "../model";
import { bandOf } from "./intent-bands";
import type { IntentMatrix } from "./intent-matrix";
import type { IntentScore } from "./score-intent";

/** One more of an action, and what it would do for a score. */
export interface IntentGain {
  readonly action: string;
  readonly label: Label;
  /** Points it would add now, all caps applied. */
  readonly adds: number;
  /** The score there would be, and its band. */
  readonly score: number;
  readonly band: string;
}

/**
 * Says what would raise a score now: every action of which one more adds something, the most first; equal ones in the
 * matrix's order. An action that is not among them is full, or a cap of its column, of the day or of the whole holds it.
 *
 * @param matrix the one that gave the score
 * @example
 * const at = 1_760_000_000_000;
 * const reading = scoreIntent([{ action: "click", at, count: 5 }], DEFAULT_INTENT_MATRIX, { now: at });
 * const [best] = whatWouldRaise(reading, DEFAULT_INTENT_MATRIX);
 * [best.action, best.adds, best.band]; // => ["testDrive", 0.5, "high"]
 * whatWouldRaise(reading, DEFAULT_INTENT_MATRIX).some(({ action }) => action === "click"); // => false
 */
export function whatWouldRaise({ score, contributions }: IntentScore, matrix: IntentMatrix): readonly IntentGain[] {
  const labels = new Map(matrix.columns.flatMap(({ actions }) => actions.map(({ action, label }) => [action, label])));
  const gains = contributions.flatMap(({ action, next }): IntentGain[] => {
    const label = labels.get(action);
    if (label === undefined || next <= 0) return [];
    const raised = Math.min(matrix.totalCap, Math.round((score + next) * 1e9) / 1e9);
    return [{ action, label, adds: next, score: raised, band: bandOf(raised, matrix) }];
  });
  return gains.sort((a, b) => b.adds - a.adds);
}
