import {
  actionsOf,
  type EpochMs,
  type IntentAction,
  type IntentScore,
  lastingDays,
  localDay,
  type MatrixAction,
  scoreIntent,
  startOfLocalDay,
} from "@tributary/core";
import { type FactReading, type FactSet, readFact, type Tracks } from "../facts/index";
import type { IntentDefinition } from "./definition";
import { intentFact, valuedActions } from "./intent-facts";

/**
 * Scores a person's intent from the days on which each action was done: what `scoreIntent` gives of the events
 * themselves, contributions included.
 *
 * @returns `"bound"` where more happened than is kept, and the days of an action cannot be told
 */
export function readIntent(
  { matrix }: IntentDefinition,
  facts: FactSet,
  tracks: Tracks | undefined,
  { now }: { readonly now: EpochMs },
): IntentScore | "bound" {
  const done: IntentAction[] = [];
  for (const valued of valuedActions(matrix)) {
    const reading = readFact(facts, tracks, intentFact(valued.action), { now });
    const actions = actionsDone(reading, valued, matrix.zone, now);
    if (actions === undefined) return "bound";
    done.push(...actions);
  }
  return scoreIntent(done, matrix, { now });
}

/** An action as often as it was done, day by day; `undefined` where that cannot be told. */
function actionsDone(
  { value, counted = 0, nextAt }: FactReading,
  valued: MatrixAction,
  zone: string,
  now: EpochMs,
): readonly IntentAction[] | undefined {
  if (value === undefined) return undefined;
  const { action } = valued;
  const days = value as { readonly [date: string]: number };
  const before = counted - Object.values(days).reduce((sum, count) => sum + count, 0);
  const lasts = lastingDays(valued);
  // without an end and with a daily cap, how they lie on the days that were let go decides how many count
  if (before > 0 && lasts === undefined && valued.dailyCap !== undefined) return undefined;
  const long = localDay(now, zone) - (lasts ?? MOST_DAYS) - 2;
  return [
    ...actionsOf({ [action]: days }, zone),
    ...(before > 0 ? [{ action, at: startOfLocalDay(long, zone), count: before }] : []),
    ...(nextAt === undefined ? [] : [{ action, at: nextAt }]),
  ];
}

/** Further back than any day that is kept apart: where an action never ends, when it was done does not matter. */
const MOST_DAYS = 2_000;
