import { type IntentMatrix, type Issue, pointerOf } from "@tributary/core";
import type { FactDefinitions } from "../facts/index";
import { MAX_KEEP } from "../facts/index";
import type { IntentDefinition } from "./definition";

const PREFIX = "$intent.";

/** The name of the daily fact that counts an action. */
export const intentFact = (action: string): string => PREFIX + action;

/** Whether a fact only serves the intent score. */
export const isIntentFact = (fact: string): boolean => fact.startsWith(PREFIX);

/** The daily facts that hold what the matrix counts. Our choice: a year of days where an action has no window. */
export function intentFacts({ matrix, actions }: IntentDefinition): FactDefinitions {
  const windows = new Map(valuedActions(matrix).map(({ action, windowDays = 366 }) => [action, windowDays]));
  return Object.fromEntries(
    Object.entries(actions).map(([action, { events, where }]) => [
      intentFact(action),
      {
        kind: "daily",
        events,
        ...(where && { where }),
        keep: Math.min(MAX_KEEP, windows.get(action) ?? 1),
        zone: matrix.zone,
      },
    ]),
  );
}

/** Finds actions that the matrix values and no event is, and the other way round. */
export function checkActions({ matrix, actions }: IntentDefinition): readonly Issue[] {
  const valued = new Set(valuedActions(matrix).map(({ action }) => action));
  const unheard = [...valued].filter((action) => !Object.hasOwn(actions, action));
  const unvalued = Object.keys(actions).filter((action) => !valued.has(action));
  return [
    ...unheard.map((action) => issue(["intent", "actions"], `the matrix values ${action}, and no event is it`)),
    ...unvalued.map((action) => issue(["intent", "actions", action], `the matrix has no action ${action}`)),
  ];
}

const valuedActions = ({ columns, negative }: IntentMatrix): IntentMatrix["columns"][number]["actions"] =>
  [...columns, ...(negative ? [negative] : [])].flatMap(({ actions }) => actions);

const issue = (path: readonly PropertyKey[], message: string): Issue => ({
  code: "unknown-action",
  pointer: pointerOf(path),
  message,
});
