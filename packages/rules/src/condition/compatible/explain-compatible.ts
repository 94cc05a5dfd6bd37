import type { Label } from "@tributary/core";
import type { Explanation, NodeExplanation, Outcome } from "../explanation";
import { minimalChange } from "../minimal-change";
import type { Trace } from "./evaluate-compatible";

/** A traced rule in our words; a node that was skipped is not known. */
export function explainTrace(trace: Trace, result: unknown): Explanation {
  const root = { ...explain(trace), result: Boolean(result) };
  return { result: root.result, root, minimal: minimalChange(root) };
}

function explain({ node, result, factResult, valueResult, children }: Trace): NodeExplanation {
  const { name, label } = node.source;
  const notes = {
    ...(typeof name === "string" && { name }),
    ...(label !== undefined && { label: label as unknown as Label }),
  };
  const outcome: Outcome = result === undefined ? "unknown" : Boolean(result);
  const skipped = result === undefined ? ({ skipped: true } as const) : {};
  if (node.kind !== "leaf") {
    const reference = node.kind === "condition" ? { condition: String(node.source.condition) } : {};
    return { kind: node.kind, result: outcome, children: children.map(explain), ...reference, ...notes, ...skipped };
  }
  const { operator, path, fact } = node.source;
  return {
    kind: "leaf",
    result: outcome,
    fact: String(fact),
    ...(typeof path === "string" && { path }),
    operator: String(operator),
    ...notes,
    ...(valueResult !== undefined && { expected: valueResult }),
    ...(factResult !== undefined && { actual: factResult }),
    ...(outcome === false && { reason: factResult === undefined ? ("missing" as const) : ("false" as const) }),
    ...skipped,
  };
}
