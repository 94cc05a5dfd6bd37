import { appendTo } from "./append-to";
import type { Link } from "./links";

/** Links without a cycle, to walk. */
export interface Forest {
  /** The links from one node to another, in order; undefined when they are in different trees. */
  path(from: number, to: number): readonly Link[] | undefined;
  /** The links of the paths from one node to each of `targets`, walking only through `within`. */
  spanning(from: number, targets: Iterable<number>, within: ReadonlySet<number>): ReadonlySet<Link>;
}

/** Prepares walking a forest. */
export function forestOf(links: readonly Link[]): Forest {
  const around = new Map<number, Link[]>();
  for (const link of links) {
    appendTo(around, link.a, link);
    appendTo(around, link.b, link);
  }

  const reach = (from: number, within: ReadonlySet<number> | undefined): ReadonlyMap<number, Link | undefined> => {
    const via = new Map<number, Link | undefined>([[from, undefined]]);
    for (const node of via.keys()) {
      for (const link of around.get(node) ?? []) {
        const other = link.a === node ? link.b : link.a;
        if (!via.has(other) && within?.has(other) !== false) via.set(other, link);
      }
    }
    return via;
  };

  const back = (via: ReadonlyMap<number, Link | undefined>, to: number): Link[] => {
    const path: Link[] = [];
    let at = to;
    for (let link = via.get(at); link; link = via.get(at)) {
      path.push(link);
      at = link.a === at ? link.b : link.a;
    }
    return path.reverse();
  };

  return {
    path: (from, to) => {
      const via = reach(from, undefined);
      return via.has(to) ? back(via, to) : undefined;
    },
    spanning: (from, targets, within) => {
      const via = reach(from, within);
      return new Set([...targets].flatMap((to) => back(via, to)));
    },
  };
}
