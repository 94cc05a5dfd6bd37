import type { EpochMs } from "@tributary/core";
import { isBound } from "./bound-facts";
import type { Values } from "./compile-test";
import type { Facts } from "./condition";
import { type ElementTest, isElement } from "./element-test";
import type { ElementExplanation, Explanation, LeafExplanation, NodeExplanation, Outcome } from "./explanation";
import { isEmptyWindow } from "./measure-window";
import { minimalChange } from "./minimal-change";
import type { LeafPlan, Plan, Slot } from "./plan";
import { readValues } from "./read-values";
import { compileReader, whyMissing } from "./reader";

/** Explains a planned condition over the values of one call. */
export function explainPlan(
  plan: Plan,
  values: Values,
  at: { readonly facts: Facts; readonly now: EpochMs },
): Explanation {
  const root = explainNode(plan, values, at);
  return { result: root.result, root, minimal: minimalChange(root) };
}

type Moment = { readonly facts: Facts; readonly now: EpochMs };

function explainNode(plan: Plan, values: Values, at: Moment): NodeExplanation {
  if (plan.kind === "leaf") return explainLeaf(plan, values, at);
  const { kind, shown } = plan;
  const children: NodeExplanation[] = new Array(plan.children.length);
  for (let i = 0; i < children.length; i++) children[i] = explainNode(plan.children[i] as Plan, values, at);
  const result = combine(kind, children);
  return shown === undefined ? { kind, result, children } : { kind, result, children, ...shown };
}

function combine(kind: "all" | "any" | "not" | "condition", children: readonly NodeExplanation[]): Outcome {
  const decisive = kind === "any";
  let result: Outcome = !decisive;
  for (const child of children) {
    if (kind === "condition") return child.result;
    if (kind === "not") return child.result === "unknown" ? "unknown" : !child.result;
    if (child.result === decisive) return decisive;
    if (child.result === "unknown") result = "unknown";
  }
  return result;
}

function explainLeaf(plan: LeafPlan, values: Values, at: Moment): LeafExplanation {
  const { slot, named, expected } = plan;
  const actual = values[slot.index];
  const other = "slot" in expected ? expected.slot : undefined;
  const value = other ? values[other.index] : (expected as { readonly constant: unknown }).constant;
  if (named.whenMissing !== undefined) {
    if (actual !== undefined)
      return write(plan, !named.whenMissing, actual, value, named.whenMissing ? "false" : undefined);
    const reason = why(slot, at);
    if (reason === "bound") return write(plan, "unknown", actual, value, reason);
    return write(plan, named.whenMissing, actual, value, named.whenMissing ? undefined : reason);
  }
  if (actual === undefined) return write(plan, "unknown", actual, value, why(slot, at));
  if (other && value === undefined) return write(plan, "unknown", actual, value, why(other, at));
  const holds = named.compare(actual, value, at.now);
  if (named.operator.operand === "element") return explainElements(plan, value as ElementTest, holds, actual, at.now);
  if (holds === true) return write(plan, true, actual, value, undefined);
  return write(plan, holds ?? "unknown", actual, value, holds === false ? "false" : "type");
}

function why({ fact, path, window }: Slot, { facts, now }: Moment): "missing" | "bound" | "type" {
  if (isBound(facts, fact)) return "bound";
  const list = window && compileReader(fact, path)(facts, now);
  if (!window || list === undefined) return whyMissing(facts, fact, path);
  return isEmptyWindow(list, window, now) ? "missing" : "type";
}

/** Elements that are shown where none matches. Our choice: enough to see why, and bounded. */
const MAX_SHOWN = 20;

/** A leaf that asks elements is not known for the reason that the first element that is not known gives. */
function explainElements(
  plan: LeafPlan,
  test: ElementTest,
  holds: boolean | undefined,
  actual: unknown,
  now: EpochMs,
): LeafExplanation {
  const list = Array.isArray(actual) ? (actual as readonly unknown[]) : [];
  const match = list.findIndex((element) => test.holds(element, now) === true);
  const elements =
    match >= 0
      ? [explainElement(test, list[match], match, now)]
      : list.slice(0, MAX_SHOWN).map((element, index) => explainElement(test, element, index, now));
  const leaf = write(plan, holds ?? "unknown", actual, undefined, holds === true ? undefined : "false");
  if (holds !== undefined) return { ...leaf, elements };
  const unknown = list.findIndex((element) => test.holds(element, now) === undefined);
  const first = unknown < 0 ? undefined : explainElement(test, list[unknown], unknown, now).root;
  return { ...leaf, reason: first ? reasonIn(first) : "type", elements };
}

function explainElement(test: ElementTest, element: unknown, index: number, now: EpochMs): ElementExplanation {
  if (!isElement(element)) return { index, result: "unknown" };
  const root = explainNode(test.plan, readValues(test.slots, element, now), { facts: element, now });
  return { index, result: root.result, root };
}

/** The reason of the first leaf that is not known. */
function reasonIn(node: NodeExplanation): "missing" | "bound" | "type" | "false" {
  if (node.kind === "leaf") return node.reason ?? "type";
  const unknown = node.children.find(({ result }) => result === "unknown");
  return unknown ? reasonIn(unknown) : "type";
}

type Reason = LeafExplanation["reason"];

/** Most leaves have neither name nor label and compare with a constant: those are written without a copy of a copy. */
function write({ shown }: LeafPlan, result: Outcome, actual: unknown, value: unknown, reason: Reason): LeafExplanation {
  const { fact, path, operator, expected, rest } = shown;
  if (rest === undefined && actual !== undefined && expected !== undefined) {
    if (path === undefined)
      return reason === undefined
        ? { kind: "leaf", result, fact, operator, expected, actual }
        : { kind: "leaf", result, fact, operator, expected, actual, reason };
    return reason === undefined
      ? { kind: "leaf", result, fact, path, operator, expected, actual }
      : { kind: "leaf", result, fact, path, operator, expected, actual, reason };
  }
  return {
    kind: "leaf",
    result,
    fact,
    ...(path !== undefined && { path }),
    operator,
    ...rest,
    ...(expected !== undefined && { expected }),
    ...(rest?.expectedFact && value !== undefined && { expected: value }),
    ...(actual !== undefined && { actual }),
    ...(reason && { reason }),
  };
}
