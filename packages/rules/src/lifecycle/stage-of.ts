import { type EpochMs, type Label, requireNow } from "@tributary/core";
import type { Explanation, Facts } from "../condition/index";
import type { Lifecycle, Stage } from "./definition";

/** Where a customer stands, and why. */
export interface StageReading {
  readonly stage: string;
  readonly label: Label;
  /** How the stage's entry condition came out; absent on the first stage, which takes everybody. */
  readonly because?: Explanation;
}

/**
 * Places a customer: the last stage whose entry condition holds, else the first stage.
 *
 * It has no memory: the stage follows from the facts of the moment alone, so a stage whose entry reads a fading score
 * can be left again.
 *
 * @throws RangeError when `now` is no instant
 * @example
 * const lifecycle = defineLifecycle({
 *   stages: [
 *     { stage: "aware", label: { zh: "了解", en: "Aware" } },
 *     { stage: "owner", label: { zh: "车主", en: "Owner" }, entry: { fact: "deliveredAt", operator: "exists" } },
 *   ],
 * });
 * stageOf(lifecycle, { deliveredAt: 0 }, { now: 1 }).stage; // => "owner"
 * stageOf(lifecycle, {}, { now: 1 }); // => { stage: "aware", label: { zh: "了解", en: "Aware" } }
 */
export function stageOf(lifecycle: Lifecycle, facts: Facts, options: { readonly now: EpochMs }): StageReading {
  requireNow(options.now);
  let found = lifecycle.stages[0] as Stage;
  for (const stage of lifecycle.stages) if (stage.entry?.test(facts, options)) found = stage;
  const { stage, label, entry } = found;
  return { stage, label, ...(entry && { because: entry.explain(facts, options) }) };
}
