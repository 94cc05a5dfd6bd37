import type { EpochMs } from "@tributary/core";
import type { Facts } from "../condition";
import type { CompatibleFact, CompatibleGroup, CompatibleLeaf, CompatibleNode } from "./compatible-plan";
import { readCompatiblePath } from "./read-compatible-path";

/** A fact that a condition reaches and that is not there, as json-rules-engine throws it. */
export class UndefinedFactError extends Error {
  readonly code = "UNDEFINED_FACT";

  constructor(fact: unknown) {
    super(`Undefined fact: ${String(fact)}`);
  }
}

/** What is asked, of whom and when. */
export interface CompatibleCall {
  readonly facts: Facts;
  readonly now: EpochMs;
  readonly allowUndefinedFacts: boolean;
  readonly allowUndefinedConditions: boolean;
}

/** How a node came out. Without `result` it was skipped: a higher priority had decided. */
export interface Trace {
  readonly node: CompatibleNode;
  result?: unknown;
  factResult?: unknown;
  valueResult?: unknown;
  readonly children: readonly Trace[];
}

/** An empty trace of a node and of all below it. */
export const traceOf = (node: CompatibleNode): Trace => ({
  node,
  children: node.kind === "leaf" ? [] : node.children.map(traceOf),
});

/** The answer of a rule: that of its root, raw where an operator's is. */
export function evaluateRoot(root: CompatibleNode, call: CompatibleCall, trace?: Trace): unknown {
  return root.kind === "leaf" || root.kind === "condition"
    ? evaluateNode(root, call, trace)
    : evaluateGroup(root, call, trace);
}

function evaluateNode(node: CompatibleNode, call: CompatibleCall, trace: Trace | undefined): unknown {
  const result = resultOf(node, call, trace);
  if (trace) trace.result = result;
  return result;
}

function resultOf(node: CompatibleNode, call: CompatibleCall, trace: Trace | undefined): unknown {
  if (node.kind === "leaf") return evaluateLeaf(node, call, trace);
  if (node.kind !== "condition") return evaluateGroup(node, call, trace) === true;
  const [target] = node.children;
  if (target) return evaluateNode(target, call, trace?.children[0]);
  if (call.allowUndefinedConditions) return false;
  throw new Error(`No condition ${String(node.source.condition)} exists`);
}

/** One child alone gives its own answer; of several only `true` counts, and all of one priority are asked. */
function evaluateGroup(group: CompatibleGroup, call: CompatibleCall, trace: Trace | undefined): unknown {
  const { kind, children, sets } = group;
  const [only] = children;
  if (!only) return true;
  if (kind === "not") return !evaluateNode(only, call, trace?.children[0]);
  if (children.length === 1) return evaluateNode(only, call, trace?.children[0]);
  const decisive = kind === "any";
  for (const set of sets) {
    let decided = false;
    for (const i of set) {
      const result = evaluateNode(children[i] as CompatibleNode, call, trace?.children[i]) === true;
      if (result === decisive) decided = true;
    }
    if (decided) return decisive;
  }
  return !decisive;
}

function evaluateLeaf(leaf: CompatibleLeaf, call: CompatibleCall, trace: Trace | undefined): unknown {
  const { compare, expected, source } = leaf;
  if (!compare) throw new Error(`Unknown operator: ${String(source.operator)}`);
  const value = "reference" in expected ? factOf(expected.reference, call) : expected.constant;
  const fact = factOf(leaf, call);
  const result = compare(fact, value, call.now);
  if (trace) {
    trace.factResult = fact;
    trace.valueResult = value;
  }
  return result;
}

function factOf({ fact, path }: CompatibleFact, { facts, allowUndefinedFacts }: CompatibleCall): unknown {
  if (typeof fact !== "string" || !Object.hasOwn(facts, fact)) {
    if (allowUndefinedFacts) return undefined;
    throw new UndefinedFactError(fact);
  }
  const value = facts[fact];
  if (typeof value === "function")
    throw new TypeError(`fact ${fact} is a function; run it through @tributary/rules/json-rules-engine`);
  return path && typeof value === "object" && value !== null ? readCompatiblePath(value, path) : value;
}
