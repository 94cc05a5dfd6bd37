import { appendTo } from "./append-to";
import type { Link } from "./links";

/**
 * The links without which what they connect would fall apart, in the order given: those on no cycle.
 *
 * @see R. E. Tarjan, A note on finding the bridges of a graph (1974)
 */
export function bridgesOf(links: readonly Link[]): readonly Link[] {
  const around = new Map<number, Link[]>();
  for (const link of links) {
    appendTo(around, link.a, link);
    appendTo(around, link.b, link);
  }
  const order = new Map<number, number>();
  /** The earliest node that a node and all behind it reach by one link outside the tree. */
  const reach = new Map<number, number>();
  const bridges = new Set<Link>();
  for (const root of around.keys()) {
    if (order.has(root)) continue;
    const path: { readonly node: number; readonly via?: Link; next: number }[] = [{ node: root, next: 0 }];
    while (path.length > 0) {
      const top = path.at(-1) as (typeof path)[number];
      const { node, via } = top;
      if (top.next === 0 && !order.has(node)) {
        order.set(node, order.size);
        reach.set(node, order.get(node) as number);
      }
      const link = (around.get(node) as Link[])[top.next++];
      if (!link) {
        path.pop();
        if (!via) continue;
        const before = via.a === node ? via.b : via.a;
        const [near, far] = [order.get(before) as number, reach.get(node) as number];
        if (far > near) bridges.add(via);
        reach.set(before, Math.min(reach.get(before) as number, far));
        continue;
      }
      if (link === via) continue;
      const other = link.a === node ? link.b : link.a;
      const seen = order.get(other);
      if (seen === undefined) path.push({ node: other, via: link, next: 0 });
      else reach.set(node, Math.min(reach.get(node) as number, seen));
    }
  }
  return links.filter((link) => bridges.has(link));
}
