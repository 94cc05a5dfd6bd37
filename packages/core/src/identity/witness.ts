import { byCodeUnit } from "../model";
import { appendTo } from "./append-to";
import type { Group } from "./compile-policy";
import { crowdedWindow } from "./constraints";
import type { Forest } from "./forest";
import type { Link } from "./links";
import type { Edge, Witness } from "./resolution";
import type { Solution } from "./solve";

/** The parts a refused link would have joined: everything tied to either end by then. */
export interface Sides {
  readonly sideA: readonly number[];
  readonly sideB: readonly number[];
}

/**
 * Says what a refused link would have broken, and which accepted edges had led there. Where it would have broken more
 * than one thing, a cannot-link is named first, then limits and windows by the policy's order, then the size.
 */
export function witnessOf(
  solution: Solution,
  link: Link,
  sides: Sides,
  forest: Forest,
  edgeOf: (link: Link) => Edge,
): Witness {
  const { overrides, policy } = solution;
  const [inA, inB] = [new Set(sides.sideA), new Set(sides.sideB)];
  const spanning = (nodes: readonly number[]): readonly Edge[] => {
    const [targetsA, targetsB] = [nodes.filter((node) => inA.has(node)), nodes.filter((node) => inB.has(node))];
    const links = [...forest.spanning(link.a, targetsA, inA), ...forest.spanning(link.b, targetsB, inB)];
    return links.map(edgeOf).sort(byEnds);
  };
  const apart = overrides.find(({ a, b, override }) => {
    const [x, y] = [solution.graph.find(a) as number, solution.graph.find(b) as number];
    return override.link === "cannot" && ((inA.has(x) && inB.has(y)) || (inB.has(x) && inA.has(y)));
  });
  if (apart) {
    const foes = [apart.a, apart.b].map((key) => solution.graph.find(key) as number);
    return { code: "cannot-link", override: apart.override, edges: spanning(foes) };
  }
  const nodes = [...sides.sideA, ...sides.sideB];
  const crowd = crowdOf(solution, nodes);
  if (!crowd) return { code: "max-person", limit: policy.maxPerson, size: nodes.length, edges: spanning(nodes) };
  const { group, window, crowded } = crowd;
  const ids = crowded.map((node) => solution.graph.keys[node] as string).sort(byCodeUnit);
  const { type, scope } = group;
  const of = scope === undefined ? { type } : { type, scope };
  const edges = spanning(crowded);
  return window
    ? { code: "window-limit", ...of, limit: window.limit, within: window.within, ids, edges }
    : { code: "limit", ...of, limit: group.limit, ids, edges };
}

/** In code-unit order of their keys. */
export const byEnds = (x: Edge, y: Edge): number => byCodeUnit(x.a, y.a) || byCodeUnit(x.b, y.b);

interface Crowd {
  readonly group: Group;
  readonly window?: NonNullable<Group["window"]>;
  readonly crowded: readonly number[];
}

/** The first group, by the policy's order and then by scope, of which these nodes are too many. */
function crowdOf({ graph, firstAt }: Solution, nodes: readonly number[]): Crowd | undefined {
  const byGroup = new Map<Group, number[]>();
  for (const node of nodes) {
    const group = graph.groups[graph.groupOf[node] as number] as Group;
    appendTo(byGroup, group, node);
  }
  const groups = [...byGroup].sort(([x], [y]) => x.rank - y.rank || byCodeUnit(x.prefix, y.prefix));
  for (const [group, members] of groups) {
    if (members.length > group.limit) return { group, crowded: members };
    const at = (node: number): number => firstAt[node] as number;
    const crowd = group.window && crowdedWindow(members.map(at), group.window);
    if (!group.window || !crowd) continue;
    const crowded = members.filter((node) => at(node) >= crowd[0] && at(node) <= crowd[1]);
    return { group, window: group.window, crowded };
  }
  return undefined;
}
