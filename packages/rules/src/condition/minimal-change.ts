import type { LeafExplanation, NodeExplanation } from "./explanation";

/**
 * The fewest leaves whose coming out otherwise changes an explained result: from true to false, from anything else to
 * true.
 *
 * To make `all` true every child that is not must change; to make it false the cheapest child is enough; `any` is the
 * dual. Exact where every leaf is about something of its own; two leaves about one fact may move together, and then
 * fewer facts would do.
 *
 * @example
 * const { root } = compileCondition({ all: [
 *   { fact: "visits", operator: "greaterThan", value: 2 },
 *   { fact: "city", operator: "equal", value: "上海" },
 * ] }).explain({ visits: 5, city: "北京" }, { now: 0 });
 * minimalChange(root).map(({ fact }) => fact); // => ["city"]
 */
export function minimalChange(root: NodeExplanation): readonly LeafExplanation[] {
  const leaves: LeafExplanation[] = [];
  collect(root, root.result !== true, leaves);
  return leaves;
}

function collect(node: NodeExplanation, want: boolean, into: LeafExplanation[]): void {
  if (node.result === want) return;
  if (node.kind === "leaf") {
    into.push(node);
    return;
  }
  const wanted = node.kind === "not" ? !want : want;
  if ((node.kind === "any") === want) {
    const child = cheapest(node.children, wanted);
    if (child) collect(child, wanted, into);
  } else for (const child of node.children) collect(child, wanted, into);
}

/** The first child with the fewest leaves to change. */
function cheapest(children: readonly NodeExplanation[], want: boolean): NodeExplanation | undefined {
  let best: NodeExplanation | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const child of children) {
    const cost = costOf(child, want);
    if (cost < least) [best, least] = [child, cost];
  }
  return best;
}

function costOf(node: NodeExplanation, want: boolean): number {
  if (node.result === want) return 0;
  if (node.kind === "leaf") return 1;
  const wanted = node.kind === "not" ? !want : want;
  const one = (node.kind === "any") === want;
  let cost = one ? Number.POSITIVE_INFINITY : 0;
  for (const child of node.children) {
    const inner = costOf(child, wanted);
    cost = one ? Math.min(cost, inner) : cost + inner;
  }
  return cost;
}
