import { DefinitionError, type EpochMs } from "@tributary/core";
import { Engine, type RuleProperties, type TopLevelCondition } from "json-rules-engine";
import { addedOperators, askAdded } from "../condition/compatible/compatible-operator";
import { readCompatiblePath } from "../condition/compatible/read-compatible-path";
import { operatorsWith } from "../condition/host-operator";
import { type ConditionOptions, checkRules, type PathSegment, parsePath, type Rule } from "../condition/index";

/** What json-rules-engine is given beside the rules. */
export interface EngineOptions
  extends Pick<ConditionOptions, "conditions" | "operators" | "allowUndefinedFacts" | "allowUndefinedConditions"> {
  /** The moment a run is at, for `withinLast` and what else depends on it. */
  readonly now: () => EpochMs;
}

/**
 * Loads rules into a json-rules-engine, which may then be given functions as facts and handlers for its events.
 *
 * The rules are checked before it sees them. Paths are read by our reader, never by the one it comes with, so no text of
 * a rule is ever run. It knows our operators and the host's beside its own, except `elementMatches`; what they do not know
 * is false.
 *
 * @throws DefinitionError with every mistake in every rule at once, see `checkRules`
 * @example
 * const engine = createEngine(
 *   [{ name: "back", conditions: { all: [{ fact: "lastVisit", operator: "withinLast", value: "7d" }] }, event: { type: "hello" } }],
 *   { now: () => 10 * DAY_MS },
 * );
 * engine.addFact("lastVisit", async () => 9 * DAY_MS);
 * (await engine.run()).events; // => [{ type: "hello" }]
 */
export function createEngine(rules: readonly Rule[], options: EngineOptions): Engine {
  const { now, conditions = {}, operators, allowUndefinedFacts = false, allowUndefinedConditions = false } = options;
  const checked = checkRules(rules, { semantics: "json-rules-engine", conditions, ...(operators && { operators }) });
  if (!checked.ok) throw new DefinitionError("rules", checked.error);
  const engine = new Engine([], { allowUndefinedFacts, allowUndefinedConditions, pathResolver: pathReader() });
  for (const [name, operator] of addedOperators(operatorsWith(operators))) {
    const ask = askAdded(operator);
    engine.addOperator(name, (actual: unknown, expected: unknown) => ask(actual, expected, now()) === true);
  }
  for (const [name, condition] of Object.entries(conditions))
    engine.setCondition(name, copyOf(condition) as unknown as TopLevelCondition);
  for (const rule of rules) engine.addRule(copyOf(rule) as unknown as RuleProperties);
  return engine;
}

/** json-rules-engine changes what it is given. */
const copyOf = <T>(definition: T): T => JSON.parse(JSON.stringify(definition)) as T;

/** Reads places of facts, each path parsed once. */
function pathReader(): (value: object, path: string) => unknown {
  const parsed = new Map<string, readonly PathSegment[]>();
  const parse = (path: string): readonly PathSegment[] => {
    const read = parsePath(path);
    if (!read.ok) throw new RangeError(`path ${JSON.stringify(path)}: ${read.error.message}`);
    parsed.set(path, read.value);
    return read.value;
  };
  return (value, path) => readCompatiblePath(value, parsed.get(path) ?? parse(path));
}
