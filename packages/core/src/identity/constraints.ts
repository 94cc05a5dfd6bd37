import { appendTo } from "./append-to";
import type { Group, WindowLimit } from "./compile-policy";
import type { SightingGraph } from "./intern-sightings";
import type { IdentityPolicy } from "./policy";

/** What a policy and people's decisions forbid one person to be. All are monotone: a part of an allowed set is allowed. */
export interface Constraints {
  readonly maxPerson: number;
  /** Whether anything but `maxPerson` speaks about a node. */
  constrains(node: number): boolean;
  /** Whether one person may hold `size` nodes, the first `length` of `nodes` being all its constrained ones. */
  allows(nodes: readonly number[], length: number, size: number): boolean;
}

/** Two nodes that must stay apart. */
export type Apart = readonly [number, number];

/**
 * Prepares checking sets of nodes against the policy's limits and windows and the pairs that must stay apart.
 *
 * @param firstAt the first admitted sighting of each node; windows look at it and at nothing else
 */
export function constraintsOf(
  graph: SightingGraph,
  policy: IdentityPolicy,
  firstAt: Float64Array,
  aparts: readonly Apart[],
): Constraints {
  const { groups, groupOf } = graph;
  const limited = groups.map(({ limit, window }) => Number.isFinite(limit) || window !== undefined);
  const foes = new Map<number, number[]>();
  for (const [x, y] of aparts) {
    appendTo(foes, x, y);
    appendTo(foes, y, x);
  }
  const counts = new Int32Array(groups.length);

  const withinLimits = (nodes: readonly number[], length: number): boolean => {
    let fine = true;
    for (let i = 0; i < length; i++) {
      const group = groupOf[nodes[i] as number] as number;
      const count = (counts[group] as number) + 1;
      counts[group] = count;
      if (count > (groups[group] as Group).limit) fine = false;
    }
    for (let i = 0; i < length; i++) counts[groupOf[nodes[i] as number] as number] = 0;
    return fine;
  };

  const withinWindows = (nodes: readonly number[], length: number): boolean => {
    const times = new Map<Group, number[]>();
    for (let i = 0; i < length; i++) {
      const group = groups[groupOf[nodes[i] as number] as number] as Group;
      if (group.window) appendTo(times, group, firstAt[nodes[i] as number] as number);
    }
    return [...times].every(([{ window }, at]) => window === undefined || crowdedWindow(at, window) === undefined);
  };

  const friendly = (nodes: readonly number[], length: number): boolean => {
    const present = new Set(nodes.slice(0, length));
    return !nodes.slice(0, length).some((node) => foes.get(node)?.some((foe) => present.has(foe)));
  };

  const hasWindows = groups.some(({ window }) => window !== undefined);
  return {
    maxPerson: policy.maxPerson,
    constrains: (node) => limited[groupOf[node] as number] === true || foes.has(node),
    allows: (nodes, length, size) =>
      size <= policy.maxPerson &&
      withinLimits(nodes, length) &&
      (!hasWindows || withinWindows(nodes, length)) &&
      (foes.size === 0 || friendly(nodes, length)),
  };
}

/** The first window `[t, t + withinMs)` that holds more instants than its limit: its first and last, or undefined. */
export function crowdedWindow(
  instants: readonly number[],
  { limit, withinMs }: WindowLimit,
): readonly [number, number] | undefined {
  const sorted = [...instants].sort((x, y) => x - y);
  for (let i = limit; i < sorted.length; i++) {
    const from = sorted[i - limit] as number;
    if ((sorted[i] as number) - from < withinMs) return [from, sorted[i] as number];
  }
  return undefined;
}
