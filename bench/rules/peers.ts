import { ZenEngine } from "@gorules/zen-engine";
import type { Condition, Facts, Rule } from "@tributary/rules/condition";
import { LogicEngine } from "json-logic-engine";
import { Engine } from "json-rules-engine";

/** An engine with the rules loaded: the names of those that hold for one person. */
export type Matcher = (facts: Facts) => readonly string[] | Promise<readonly string[]>;

const nameOf = (rule: Rule): string => rule.name as string;

/** json-rules-engine as its README uses it; it builds the result of every rule, matched or not. */
export function jsonRulesEngine(rules: readonly Rule[]): Matcher {
  const engine = new Engine();
  for (const rule of rules) engine.addRule(JSON.parse(JSON.stringify(rule)));
  return async (facts) => {
    const { results } = await engine.run(facts);
    return results.map(({ name }) => name);
  };
}

const JSON_LOGIC: Readonly<Record<string, string>> = {
  in: "in",
  equal: "===",
  greaterThanInclusive: ">=",
  lessThan: "<",
};

function toJsonLogic(condition: Condition): unknown {
  if ("all" in condition) return { and: condition.all.map(toJsonLogic) };
  if ("any" in condition) return { or: condition.any.map(toJsonLogic) };
  if ("not" in condition) return { "!": [toJsonLogic(condition.not)] };
  if ("condition" in condition) throw new Error("the bench has no named conditions");
  const { fact, path = "$", operator, value } = condition;
  return { [JSON_LOGIC[operator] as string]: [{ var: fact + path.slice(1) }, value] };
}

/** json-logic-engine: every rule built once, to generated code (`compiled`) or run through its interpreter (`default`). */
export function jsonLogicEngine(rules: readonly Rule[], mode: "compiled" | "default"): Matcher {
  const engine = new LogicEngine();
  const loaded = rules.map((rule) => {
    const logic = toJsonLogic(rule.conditions);
    const holds = mode === "compiled" ? engine.build(logic) : (facts: Facts): unknown => engine.run(logic, facts);
    return { name: nameOf(rule), holds: holds as (facts: Facts) => unknown };
  });
  return (facts) => {
    const matched: string[] = [];
    for (const { name, holds } of loaded) if (holds(facts) === true) matched.push(name);
    return matched;
  };
}

const ZEN: Readonly<Record<string, string>> = { in: "in", equal: "==", greaterThanInclusive: ">=", lessThan: "<" };

function toZen(condition: Condition): string {
  if ("all" in condition) return `(${condition.all.map(toZen).join(" and ")})`;
  if ("any" in condition) return `(${condition.any.map(toZen).join(" or ")})`;
  if ("not" in condition) return `not (${toZen(condition.not)})`;
  if ("condition" in condition) throw new Error("the bench has no named conditions");
  const { fact, path = "$", operator, value } = condition;
  return `${fact}${path.slice(1)} ${ZEN[operator]} ${JSON.stringify(value)}`;
}

/** zen-engine: one decision graph with one expression a rule, one call a person. */
export function zenEngine(rules: readonly Rule[], options: { readonly trace: boolean }): Matcher {
  const node = (id: string, type: string, content?: object): object => ({ id, name: id, type, content });
  const expressions = rules.map((rule) => ({ id: nameOf(rule), key: nameOf(rule), value: toZen(rule.conditions) }));
  const decision = new ZenEngine().createDecision({
    nodes: [
      node("in", "inputNode", {}),
      node("rules", "expressionNode", { expressions, passThrough: false }),
      node("out", "outputNode", {}),
    ],
    edges: [
      { id: "a", type: "edge", sourceId: "in", targetId: "rules" },
      { id: "b", type: "edge", sourceId: "rules", targetId: "out" },
    ],
  });
  return async (facts) => {
    const { result } = await decision.evaluate(facts, options);
    return rules.map(nameOf).filter((name) => (result as Record<string, unknown>)[name] === true);
  };
}

/** Stops the bench where an engine does not give the reference's answers. */
export async function mustAgree(
  engine: string,
  matcher: Matcher,
  persons: readonly Facts[],
  expected: readonly (readonly string[])[],
): Promise<void> {
  for (const [i, facts] of persons.entries()) {
    const names = [...(await matcher(facts))].sort().join();
    if (names !== [...(expected[i] as readonly string[])].sort().join())
      throw new Error(`${engine} answers ${names} for person ${i}, the reference ${(expected[i] as string[]).join()}`);
  }
}

/** Runs a matcher over persons, one after the other, and counts what matched. */
export async function countMatches(matcher: Matcher, persons: readonly Facts[]): Promise<number> {
  let matched = 0;
  for (const facts of persons) {
    const names = matcher(facts);
    matched += (names instanceof Promise ? await names : names).length;
  }
  return matched;
}
