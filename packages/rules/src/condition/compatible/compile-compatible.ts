import { DefinitionError, type EpochMs, requireNow } from "@tributary/core";
import type { CompiledCondition } from "../compile-condition";
import type { CompiledRules, MatchedRule } from "../compile-rules";
import type { ConditionOptions, Facts, RequiredFact } from "../condition";
import type { CompatibleNode } from "./compatible-plan";
import { type CompatibleCall, evaluateRoot, traceOf } from "./evaluate-compatible";
import { explainTrace } from "./explain-compatible";
import { liveCondition } from "./jre-result";
import { type Read, readCompatibleCondition, readCompatibleRules } from "./read-compatible-rules";

/** Compiles rules that answer as json-rules-engine does, errors included. @throws DefinitionError with every mistake */
export function compileCompatibleRules(input: unknown, options: ConditionOptions): CompiledRules {
  const rules = settled("rules", readCompatibleRules(input, options));
  const matches = rules.map(({ rule, priority, event }): MatchedRule => Object.freeze({ rule, priority, event }));
  return {
    run: (facts, { now, firstMatch = false }) => {
      const call = callOf(facts, now, options);
      const matched: MatchedRule[] = [];
      for (const [i, { root }] of rules.entries())
        if (evaluateRoot(root, call)) matched.push(matches[i] as MatchedRule);
      const kept = firstMatch ? matched.slice(0, 1) : matched;
      return { matched: kept, events: kept.map(({ event }) => event) };
    },
    explain: (facts, { now }) => {
      const call = callOf(facts, now, options);
      return rules.map(({ rule, priority, event, name, root }) => {
        const trace = traceOf(root);
        const result = evaluateRoot(root, call, trace);
        const jre = { name, result, conditions: liveCondition(trace) };
        return { rule, priority, event, ...explainTrace(trace, result), jre };
      });
    },
    requiredFacts: requiredFactsOf(rules.map(({ root }) => root)),
  };
}

/** Compiles a condition that answers as json-rules-engine does. @throws DefinitionError with every mistake */
export function compileCompatibleCondition(input: unknown, options: ConditionOptions): CompiledCondition {
  const root = settled("condition", readCompatibleCondition(input, options));
  return {
    test: (facts, { now }) => Boolean(evaluateRoot(root, callOf(facts, now, options))),
    explain: (facts, { now }) => {
      const trace = traceOf(root);
      return explainTrace(trace, evaluateRoot(root, callOf(facts, now, options), trace));
    },
    requiredFacts: requiredFactsOf([root]),
  };
}

function settled<T>(what: string, { issues, value }: Read<T>): T {
  if (issues.length > 0 || value === undefined) throw new DefinitionError(what, issues);
  return value;
}

function callOf(facts: Facts, now: EpochMs, options: ConditionOptions): CompatibleCall {
  if (typeof facts !== "object" || facts === null) throw new TypeError(`facts must be an object, got ${String(facts)}`);
  const { allowUndefinedFacts = false, allowUndefinedConditions = false } = options;
  return { facts, now: requireNow(now), allowUndefinedFacts, allowUndefinedConditions };
}

function requiredFactsOf(roots: readonly CompatibleNode[]): readonly RequiredFact[] {
  const facts = new Map<string, RequiredFact>();
  const seen = new Set<CompatibleNode>();
  const need = ({ fact, path, params }: { readonly [key: string]: unknown }): void => {
    const one = { fact, ...(path ? { path } : {}), ...(params ? { params } : {}) } as RequiredFact;
    facts.set(JSON.stringify(one), one);
  };
  const visit = (node: CompatibleNode): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind !== "leaf") node.children.forEach(visit);
    else {
      need(node.source);
      if ("reference" in node.expected) need(node.source.value as { readonly [key: string]: unknown });
    }
  };
  roots.forEach(visit);
  return [...facts.values()];
}
