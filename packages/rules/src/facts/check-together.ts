import { parseDuration } from "@tributary/core";
import { checkFormula } from "./check-formula";
import {
  DEFAULT_KEEP,
  type DecayedFact,
  type DistinctFact,
  type EdgeFact,
  type FactDefinition,
  type TopFact,
} from "./definition";

/** A mistake inside one definition. */
export interface Mistake {
  readonly code: string;
  readonly place: readonly PropertyKey[];
  readonly message: string;
  readonly hint?: string;
}

/** Most steps of age in the window of a fact that fades. Our choice: three years of days. */
const MAX_AGE_STEPS = 1_000;
/** Half-lives after which an occurrence weighs nothing, as `remaining` counts it. */
const MOST_HALVINGS = 40;
const FADED = `must be shorter than ${MOST_HALVINGS} half-lives: what is older weighs nothing`;

/** Finds what the members of one definition, each right by itself, say wrong together. */
export function checkTogether(fact: FactDefinition): readonly Mistake[] {
  switch (fact.kind) {
    case "formula":
      return checkFormula(fact.formula, ["formula"]);
    case "first":
    case "last":
      return checkEdge(fact);
    case "distinct":
      return [...checkLast(fact), ...checkDistinct(fact)];
    case "top":
      return [...checkLast(fact), ...checkTop(fact)];
    case "decayed":
      return checkSteps(fact);
    case "sequence": {
      const { steps, keep = DEFAULT_KEEP } = fact;
      if (steps.length <= keep) return [];
      return [mistake("above-bound", ["steps"], `must be at most keep, ${keep}`)];
    }
    default:
      return "last" in fact ? checkLast(fact) : [];
  }
}

function checkLast({ last, keep = DEFAULT_KEEP }: { readonly last?: number; readonly keep?: number }): Mistake[] {
  return last !== undefined && last > keep ? [mistake("above-bound", ["last"], `must be at most keep, ${keep}`)] : [];
}

function checkEdge(fact: EdgeFact): readonly Mistake[] {
  if (fact.read !== "at")
    return fact.property === undefined ? [missing("property", 'name a property, or read "at"')] : [];
  return (["property", "type"] as const)
    .filter((unused) => fact[unused] !== undefined)
    .map((unused) => mistake("unknown-key", [unused], `says nothing beside read "at"; select with where instead`));
}

function checkDistinct({ by, property, zone }: DistinctFact): readonly Mistake[] {
  if (by === "day") {
    return property === undefined
      ? []
      : [mistake("unknown-key", ["property"], `says nothing beside by "day"; select with where instead`)];
  }
  const mistakes = property === undefined ? [missing("property", 'name a property, or count by "day"')] : [];
  return zone === undefined
    ? mistakes
    : [...mistakes, mistake("unknown-key", ["zone"], `says nothing without by "day"`)];
}

function checkTop({ within, halfLife, step }: TopFact): readonly Mistake[] {
  if (halfLife === undefined)
    return step === undefined ? [] : [mistake("unknown-key", ["step"], "says nothing without a halfLife")];
  if (within === undefined) return [missing("within", "a preference that fades needs a window")];
  const halvings = (parseDuration(within) as number) / (parseDuration(halfLife) as number);
  const faded = halvings < MOST_HALVINGS ? [] : [mistake("above-bound", ["within"], FADED)];
  return [...faded, ...checkSteps({ within, ...(step !== undefined && { step }) })];
}

function checkSteps({ within, step = "1d" }: Pick<DecayedFact, "within" | "step">): readonly Mistake[] {
  const steps = (parseDuration(within) as number) / (parseDuration(step) as number);
  if (steps <= MAX_AGE_STEPS) return [];
  return [mistake("too-many-steps", ["step"], `must go at most ${MAX_AGE_STEPS} times into within`)];
}

const missing = (member: string, remedy: string): Mistake => mistake("bad-value", [member], `is missing: ${remedy}`);

const mistake = (code: string, place: readonly PropertyKey[], message: string): Mistake => ({ code, place, message });
