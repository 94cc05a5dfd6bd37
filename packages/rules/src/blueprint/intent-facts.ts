import { type IntentMatrix, type Issue, issueAt, lastingDays, type MatrixAction } from "@tributary/core";
import type { FactDefinitions } from "../facts/index";
import { DEFAULT_KEEP, MAX_KEEP } from "../facts/index";
import type { IntentDefinition } from "./definition";

const PREFIX = "$intent.";

/** The name of the daily fact that counts an action. */
export const intentFact = (action: string): string => PREFIX + action;

/** Whether a fact only serves the intent score. */
export const isIntentFact = (fact: string): boolean => fact.startsWith(PREFIX);

/** Days kept of an action that never ends. Our choice: a year. */
const ENDLESS_KEEP = 366;

/**
 * The daily facts that hold what the matrix counts: every day an action can count on and two more, so that an event that
 * is stamped ahead, across a midnight, pushes out none of them.
 */
export function intentFacts({ matrix, actions }: IntentDefinition): FactDefinitions {
  const lasts = new Map(valuedActions(matrix).map((valued) => [valued.action, lastingDays(valued)]));
  return Object.fromEntries(
    Object.entries(actions).map(([action, { events, where }]) => {
      const withinDays = lasts.get(action);
      const days = withinDays === undefined ? ENDLESS_KEEP : withinDays + 2;
      return [
        intentFact(action),
        {
          kind: "daily",
          events,
          ...(where && { where }),
          keep: Math.max(DEFAULT_KEEP, Math.min(MAX_KEEP, days)),
          ...(withinDays !== undefined && { withinDays }),
          zone: matrix.zone,
        },
      ];
    }),
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

/** Every action a matrix values, those of the negative group last. */
export const valuedActions = ({ columns, negative }: IntentMatrix): readonly MatrixAction[] =>
  [...columns, ...(negative ? [negative] : [])].flatMap(({ actions }) => actions);

const issue = (path: readonly PropertyKey[], message: string): Issue => issueAt("unknown-action", path, message);
