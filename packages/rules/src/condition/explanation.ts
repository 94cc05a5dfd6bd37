import type { EpochMs, Label } from "@tributary/core";
import { isBound } from "./bound-facts";
import type { Values } from "./compile-test";
import type { FactReference, Facts } from "./condition";
import { minimalChange } from "./minimal-change";
import type { LeafPlan, Plan, Slot } from "./plan";
import { whyMissing } from "./reader";

/** True, false, or not known because something is missing or of the wrong type. */
export type Outcome = boolean | "unknown";

/** How one leaf came out. It shows the values it read and no other fact. */
export interface LeafExplanation {
  readonly kind: "leaf";
  readonly result: Outcome;
  readonly fact: string;
  readonly path?: string;
  readonly operator: string;
  /** The constant as written, or the value of the other fact; absent where that fact is missing. */
  readonly expected?: unknown;
  readonly expectedFact?: FactReference;
  /** Absent where the fact is missing. */
  readonly actual?: unknown;
  /**
   * Why the leaf is not true: `false`, the values do not compare so; `missing`, a fact is not there; `bound`, more
   * happened than is kept, so nobody can tell its value or that it has none; `type`, a value is of a type the operator
   * has no answer for, or the path goes through a value with nothing inside.
   */
  readonly reason?: "missing" | "bound" | "type" | "false";
  readonly name?: string;
  readonly label?: Label;
}

/** How a node with children came out; all children are answered, none is skipped. */
export interface GroupExplanation {
  readonly kind: "all" | "any" | "not" | "condition";
  readonly result: Outcome;
  /** The name a reference goes by. */
  readonly condition?: string;
  readonly children: readonly NodeExplanation[];
  readonly name?: string;
  readonly label?: Label;
}

/** How one node of a condition came out. */
export type NodeExplanation = LeafExplanation | GroupExplanation;

/** Why a condition holds, or why it does not. */
export interface Explanation {
  readonly result: Outcome;
  readonly root: NodeExplanation;
  /** The fewest leaves that would have to come out otherwise to make a true result false, or any other one true. */
  readonly minimal: readonly LeafExplanation[];
}

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
  if (holds === true) return write(plan, true, actual, value, undefined);
  return write(plan, holds ?? "unknown", actual, value, holds === false ? "false" : "type");
}

const why = ({ fact, path }: Slot, { facts }: Moment): "missing" | "bound" | "type" =>
  isBound(facts, fact) ? "bound" : whyMissing(facts, fact, path);

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
