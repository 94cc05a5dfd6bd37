import { type EpochMs, requireSpan, type Span } from "@tributary/core";
import { type FactSet, nextChange, nextFactChange, readFacts, type Tracks } from "../facts/index";
import { type Advanced, advance, type StageChange } from "./advance";
import type { Lifecycle } from "./definition";

/**
 * Follows a customer through the lifecycle from their tracks alone: every move at the very millisecond it falls due, by
 * what happened or by time. However often and whenever a host called `advance`, and in whatever order events came in,
 * this is what happened.
 *
 * @param lifecycle whose conditions read the set's own facts
 * @param options.from the instant the customer is placed at
 * @param options.to the last instant looked at
 * @returns the moves in order, the placing first
 * @throws RangeError when an instant is none, `to` is before `from`, or a condition reads what the set does not have
 * @example
 * const facts = defineFacts({ leadAt: { kind: "last", events: "leadSubmitted", read: "at", within: "30d" } });
 * const lifecycle = defineLifecycle({
 *   stages: [
 *     { stage: "aware", label: { zh: "了解", en: "Aware" } },
 *     { stage: "lead", label: { zh: "留资", en: "Lead" }, entry: { fact: "leadAt", operator: "exists" } },
 *   ],
 *   regressions: [{ regression: "cooled", label: { zh: "冷却", en: "Cooled" }, from: "lead", to: "aware" }],
 * });
 * const lead = { id: "e1", type: "leadSubmitted", at: DAY_MS, ids: [], properties: {}, source: "crm" };
 * const moves = stageHistory(lifecycle, facts, foldTracks(facts, undefined, lead), { from: 0, to: 60 * DAY_MS });
 * moves.map(({ to, at }) => [to, at / DAY_MS]); // => [["aware", 0], ["lead", 1], ["aware", 31]]
 */
export function stageHistory(
  lifecycle: Lifecycle,
  set: FactSet,
  tracks: Tracks | undefined,
  options: Span,
): readonly StageChange[] {
  const { from, to } = requireSpan(options);
  const moves: StageChange[] = [];
  let state: Advanced | undefined;
  for (let at: EpochMs | undefined = from; at !== undefined && at <= to; at = nextLook(at, state)) {
    state = advance(lifecycle, readFacts(set, tracks, { now: at }), state, { now: at });
    moves.push(...state.changes);
  }
  return moves;

  /** The next instant at which an entry, a reason or a dwell can let the customer move. */
  function nextLook(now: EpochMs, { blocked }: Advanced): EpochMs | undefined {
    const instants = lifecycle.stages.flatMap(({ entry, definition: { lost } }) => [
      entry && nextChange(set, tracks, entry, { now }),
      lost && nextFactChange(set, tracks, lost.reason, { now }),
    ]);
    return [...instants, blocked?.until].reduce(
      (least, at) => (at === undefined || (least !== undefined && least <= at) ? least : at),
      undefined,
    );
  }
}
