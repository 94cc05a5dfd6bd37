import { type EpochMs, type Json, type Label, requireNow } from "@tributary/core";
import { type Explanation, type Facts, factOf } from "../condition/index";
import type { Lifecycle, Stage, StageState } from "./definition";

/** One move of a customer between two stages. */
export interface StageChange {
  /** The stage before; absent where a customer is placed for the first time. */
  readonly from?: string;
  readonly to: string;
  readonly at: EpochMs;
  readonly kind: "placed" | "advanced" | "regressed";
  /** The name of a move back. */
  readonly regression?: string;
  /** Why a customer was lost. */
  readonly reason?: Json;
}

/** A move that the facts ask for and the lifecycle does not let happen, or not yet. */
export interface BlockedMove {
  readonly to: string;
  readonly why: "not-allowed" | "min-dwell" | "no-reason";
  /** When the dwell is over. */
  readonly until?: EpochMs;
}

/** Where a customer stands after a reading of the facts, and how they came there. */
export interface Advanced extends StageState {
  readonly label: Label;
  /** How the stage's entry condition came out; absent on the first stage, which takes everybody. */
  readonly because?: Explanation;
  /** In order; none where nothing moved. */
  readonly changes: readonly StageChange[];
  readonly blocked?: BlockedMove;
}

/**
 * Moves a customer through the lifecycle: forward to the last stage that the facts and the allowed moves reach, through
 * any number of stages in between, or back by a named regression once the stage's own condition surely fails.
 *
 * Pure, and the same however the facts came together; called twice at one moment, the second call moves nothing. What is
 * not known moves nobody.
 *
 * @param previous what was kept of the last call; `undefined` for a customer who is placed for the first time, wherever
 *   the facts put them
 * @throws RangeError when `now` is no instant or before `previous.since`, or the lifecycle has no such stage
 * @example
 * const known = (fact) => ({ fact, operator: "exists" });
 * const lifecycle = defineLifecycle({
 *   stages: [
 *     { stage: "aware", label: { zh: "了解", en: "Aware" } },
 *     { stage: "lead", label: { zh: "留资沟通", en: "In contact" }, entry: known("leadAt"), minDwell: "1d" },
 *     { stage: "owner", label: { zh: "车主", en: "Owner" }, entry: known("deliveredAt"), from: ["lead"] },
 *   ],
 * });
 * const first = advance(lifecycle, { leadAt: 0 }, undefined, { now: 0 });
 * [first.stage, first.since]; // => ["lead", 0]
 * const soon = advance(lifecycle, { leadAt: 0, deliveredAt: 9 }, first, { now: 9 });
 * [soon.stage, soon.blocked]; // => ["lead", { to: "owner", why: "min-dwell", until: 86400000 }]
 * advance(lifecycle, { leadAt: 0, deliveredAt: 9 }, first, { now: DAY_MS }).changes;
 * // => [{ from: "lead", to: "owner", at: 86400000, kind: "advanced" }]
 */
export function advance(
  lifecycle: Lifecycle,
  facts: Facts,
  previous: StageState | undefined,
  options: { readonly now: EpochMs },
): Advanced {
  const now = requireNow(options.now);
  const changes: StageChange[] = [];
  let state = previous && requireState(lifecycle, previous, now);
  if (!state) {
    const { stage } = placeFirst(lifecycle, facts, now);
    state = { stage, since: now };
    changes.push({ to: stage.stage, at: now, kind: "placed", ...reasonOf(stage, facts) });
  }
  let move = nextMove(lifecycle, facts, state.stage, now);
  while (move && !("why" in move) && now >= state.since + state.stage.minDwellMs) {
    changes.push({ from: state.stage.stage, to: move.to.stage, at: now, ...move.how, ...reasonOf(move.to, facts) });
    state = { stage: move.to, since: now };
    move = nextMove(lifecycle, facts, state.stage, now);
  }
  const blocked = move && blockedBy(move, state);
  const { stage, since } = state;
  return {
    stage: stage.stage,
    since,
    label: stage.label,
    ...(stage.entry && { because: stage.entry.explain(facts, { now }) }),
    changes,
    ...(blocked && { blocked }),
  };
}

interface Standing {
  readonly stage: Stage;
  readonly since: EpochMs;
}

/** A move that may happen, and how, or one that may not. */
type Move =
  | { readonly to: Stage; readonly how: Pick<StageChange, "kind" | "regression"> }
  | { readonly to: Stage; readonly why: "not-allowed" | "no-reason" };

function requireState(lifecycle: Lifecycle, { stage: name, since }: StageState, now: EpochMs): Standing {
  const stage = lifecycle.stages.find((one) => one.stage === name);
  if (!stage) throw new RangeError(`the lifecycle has no stage ${JSON.stringify(name)}`);
  if (!(since <= now)) throw new RangeError(`previous.since must not be after now, got ${since} and ${now}`);
  return { stage, since };
}

function placeFirst({ stages }: Lifecycle, facts: Facts, now: EpochMs): { readonly stage: Stage } {
  const holds = (stage: Stage): boolean => stage.entry?.test(facts, { now }) === true && hasReason(stage, facts);
  return { stage: stages.filter(holds).at(-1) ?? (stages[0] as Stage) };
}

/** Forward to the last stage that can be reached in one step, else back, else the first thing that stands in the way. */
function nextMove(lifecycle: Lifecycle, facts: Facts, from: Stage, now: EpochMs): Move | undefined {
  const here = lifecycle.stages.indexOf(from);
  const ahead = lifecycle.stages.slice(here + 1).filter(({ entry }) => entry?.test(facts, { now }) === true);
  const moves = ahead.reverse().map((to): Move => {
    if (!(to.definition.from ?? [from.stage]).includes(from.stage)) return { to, why: "not-allowed" };
    return hasReason(to, facts) ? { to, how: { kind: "advanced" } } : { to, why: "no-reason" };
  });
  return moves.find((move) => "how" in move) ?? moveBack(lifecycle, facts, from, now) ?? moves[0];
}

/** Back to the last of the earlier stages that hold and a regression leads to, once the stage itself surely does not. */
function moveBack(lifecycle: Lifecycle, facts: Facts, from: Stage, now: EpochMs): Move | undefined {
  if (from.entry?.explain(facts, { now }).result !== false) return undefined;
  const behind = lifecycle.stages.slice(0, lifecycle.stages.indexOf(from)).reverse();
  const holding = behind.filter(({ entry }) => !entry || entry.test(facts, { now }));
  const moves = holding.map((to): Move => {
    const named = lifecycle.definition.regressions?.find((one) => one.from === from.stage && one.to === to.stage);
    if (!named) return { to, why: "not-allowed" };
    const how = { kind: "regressed", regression: named.regression } as const;
    return hasReason(to, facts) ? { to, how } : { to, why: "no-reason" };
  });
  return moves.find((move) => "how" in move) ?? moves[0];
}

function blockedBy(move: Move, { stage, since }: Standing): BlockedMove {
  if ("why" in move) return { to: move.to.stage, why: move.why };
  return { to: move.to.stage, why: "min-dwell", until: since + stage.minDwellMs };
}

/** A lost customer has a reason, one of the listed where there is a list. */
function hasReason({ definition: { lost } }: Stage, facts: Facts): boolean {
  if (!lost) return true;
  const reason = factOf(facts, lost.reason);
  if (reason === undefined || reason === null || reason === "") return false;
  return lost.reasons === undefined || lost.reasons.some((known) => known === reason);
}

const reasonOf = ({ definition: { lost } }: Stage, facts: Facts): Pick<StageChange, "reason"> =>
  lost ? { reason: facts[lost.reason] as Json } : {};
