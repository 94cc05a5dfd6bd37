import type { RuleExplanation } from "../compile-rules";
import type { RuleEvent } from "../condition";
import type { NodeExplanation } from "../explanation";
import type { Trace } from "./evaluate-compatible";

/** A node of a json-rules-engine result. */
export type JreCondition = { [key: string]: unknown };

/** What json-rules-engine says of one rule; `toJSON()` leaves out what it leaves out there. */
export class JreRuleResult {
  readonly conditions: JreCondition;
  readonly event: RuleEvent;
  readonly priority: number;
  readonly name: unknown;
  readonly result: unknown;

  constructor(
    conditions: JreCondition,
    { event, priority, name, result }: Omit<JreRuleResult, "conditions" | "toJSON">,
  ) {
    this.conditions = conditions;
    this.event = event;
    this.priority = priority;
    this.name = name;
    this.result = result;
  }

  /** As text; as an object with `stringify` false. */
  toJSON(stringify: unknown = true): unknown {
    const { event, priority, name, result } = this;
    const props = { conditions: withoutExtras(this.conditions), event, priority, name, result };
    return stringify ? JSON.stringify(props) : props;
  }
}

/** What json-rules-engine's `run` gives, without the almanac. */
export interface JreResult {
  readonly results: readonly JreRuleResult[];
  readonly failureResults: readonly JreRuleResult[];
  readonly events: readonly RuleEvent[];
  readonly failureEvents: readonly RuleEvent[];
}

/**
 * Writes explained rules as json-rules-engine writes its results.
 *
 * Exactly so for rules compiled with `semantics: "json-rules-engine"`: extra keys, answers that are no booleans, empty
 * nodes where a priority had decided. For strict rules the nearest shape: what is not known is false.
 *
 * @example
 * const rules = compileRules(
 *   [{ name: "adult", conditions: { all: [{ fact: "age", operator: "greaterThan", value: 17 }] }, event: { type: "adult" } }],
 *   { semantics: "json-rules-engine" },
 * );
 * const { results, failureEvents } = toJreResult(rules.explain({ age: 20 }, { now: 0 }));
 * results[0].conditions.all[0].factResult; // => 20
 * results[0].toJSON(false).conditions.operator; // => undefined
 * failureEvents; // => []
 */
export function toJreResult(explained: readonly RuleExplanation[]): JreResult {
  const all = explained.map((rule) => {
    const { event, priority, jre } = rule;
    const { name, result, conditions } = jre ?? {
      name: rule.rule,
      result: rule.result === true,
      conditions: nearest(rule.root, true),
    };
    return new JreRuleResult(conditions, { event: event, priority, name, result });
  });
  const [results, failureResults] = [all.filter(({ result }) => result), all.filter(({ result }) => !result)];
  const eventOf = ({ event }: JreRuleResult): RuleEvent => event;
  return { results, failureResults, events: results.map(eventOf), failureEvents: failureResults.map(eventOf) };
}

/** A traced condition as json-rules-engine leaves it after a run: a reference that was reached is what it refers to. */
export function liveCondition(trace: Trace): JreCondition {
  const { node, result, children } = trace;
  const { source } = node;
  if (node.kind === "leaf")
    return result === undefined
      ? source
      : { ...source, factResult: trace.factResult, valueResult: trace.valueResult, result };
  const settled = result === undefined ? {} : { result };
  if (node.kind === "condition") {
    const [target] = children;
    if (!target || result === undefined) return { ...source, ...settled };
    const { condition: _, ...rest } = source;
    return { ...rest, ...liveCondition(target) };
  }
  const { kind, priority } = node;
  const inner = children.map(liveCondition);
  return { ...source, operator: kind, priority, [kind]: kind === "not" ? inner[0] : inner, ...settled };
}

/** A strictly explained condition in that shape: what is not known is false. */
function nearest(node: NodeExplanation, root = false): JreCondition {
  const { result: outcome, name } = node;
  const result = { ...(name !== undefined && { name }), ...(!root && { result: outcome === true }) };
  if (node.kind === "leaf") {
    const { fact, operator, path, expected, expectedFact, actual } = node;
    const value = expectedFact ?? expected;
    return {
      fact,
      operator,
      ...(path !== undefined && { path }),
      value,
      factResult: actual,
      valueResult: expected,
      ...result,
    };
  }
  const inner = node.children.map((child) => nearest(child));
  if (node.kind === "condition") return { ...inner[0], ...result };
  return { operator: node.kind, priority: 1, [node.kind]: node.kind === "not" ? inner[0] : inner, ...result };
}

/** What json-rules-engine writes of a condition: of a boolean node neither operator nor result. */
function withoutExtras(node: JreCondition): JreCondition {
  const { priority, name } = node;
  const notes = { ...(priority ? { priority } : {}), ...(name ? { name } : {}) };
  const kind = ["any", "all", "not"].find((key) => Object.hasOwn(node, key));
  if (kind !== undefined) {
    const inner = node[kind] as JreCondition | readonly JreCondition[];
    return { ...notes, [kind]: Array.isArray(inner) ? inner.map(withoutExtras) : withoutExtras(inner as JreCondition) };
  }
  if (Object.hasOwn(node, "condition")) return { ...notes, condition: node.condition };
  const { operator, value, fact, factResult, valueResult, result, params, path } = node;
  return {
    ...notes,
    operator,
    value,
    fact,
    ...(factResult !== undefined && { factResult }),
    ...(valueResult !== undefined && { valueResult }),
    ...(result !== undefined && { result }),
    ...(params ? { params } : {}),
    ...(path ? { path } : {}),
  };
}
