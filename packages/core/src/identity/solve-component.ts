import type { Constraints } from "./constraints";
import { disjointSets, rootOf, unite } from "./disjoint-sets";
import type { Link } from "./links";

/** What became of a component's links. */
export interface SolvedComponent {
  /** A forest: what joined, strongest first. */
  readonly accepted: readonly Link[];
  /** Would have joined two parts that may not be one person, strongest first. */
  readonly refused: readonly Link[];
  /** Dropped because the component was larger than `maxComponent`, and joining two persons. */
  readonly peeled: readonly Link[];
}

/** Called on each refusal, before anything later is tried: the nodes of both sides, and the links that formed them. */
export type OnRefused = (link: Link, sideA: readonly number[], sideB: readonly number[]) => void;

/**
 * Joins nodes greedily under constraints: of two links the stronger is tried first, and it is taken unless the person it
 * would make is forbidden.
 *
 * Since constraints are monotone, this is the one lexicographically strongest maximal set of links.
 *
 * @param nodes the nodes of one component
 * @param links its links, strongest first
 * @see J. B. Kruskal, On the shortest spanning subtree of a graph (1956), for the greedy order
 */
export function solveComponent(
  nodes: ArrayLike<number>,
  links: readonly Link[],
  constraints: Constraints,
  maxComponent: number,
  onRefused?: OnRefused,
): SolvedComponent {
  const local = new Map<number, number>();
  for (let i = 0; i < nodes.length; i++) local.set(nodes[i] as number, i);
  const place = (node: number): number => local.get(node) as number;
  const kept = nodes.length > maxComponent ? peel(nodes.length, links, place, maxComponent) : links;
  const parts = createParts(nodes, constraints);
  const accepted: Link[] = [];
  const refused: Link[] = [];
  for (const link of kept) {
    const verdict = parts.join(place(link.a), place(link.b));
    if (verdict === "joined") accepted.push(link);
    if (verdict !== "forbidden") continue;
    refused.push(link);
    onRefused?.(link, parts.nodesWith(place(link.a)), parts.nodesWith(place(link.b)));
  }
  const keptSet = kept === links ? undefined : new Set(kept);
  const peeled = links.filter((link) => keptSet?.has(link) === false && !parts.together(place(link.a), place(link.b)));
  return { accepted, refused, peeled };
}

interface Parts {
  join(a: number, b: number): "joined" | "together" | "forbidden";
  together(a: number, b: number): boolean;
  nodesWith(member: number): readonly number[];
}

/** Disjoint sets whose members, and whose constrained members, are circular lists: joining two is one swap. */
function createParts(nodes: ArrayLike<number>, constraints: Constraints): Parts {
  const parent = disjointSets(nodes.length);
  const next = disjointSets(nodes.length);
  const size = new Int32Array(nodes.length).fill(1);
  const nextConstrained = disjointSets(nodes.length);
  const someConstrained = new Int32Array(nodes.length);
  for (let i = 0; i < nodes.length; i++) someConstrained[i] = constraints.constrains(nodes[i] as number) ? i : -1;

  const joint: number[] = [];
  const gather = (root: number, length: number): number => {
    const head = someConstrained[root] as number;
    if (head < 0) return length;
    let [at, to] = [head, length];
    do {
      joint[to++] = nodes[at] as number;
      at = nextConstrained[at] as number;
    } while (at !== head);
    return to;
  };
  const fits = (a: number, b: number): boolean => {
    const joined = (size[a] as number) + (size[b] as number);
    if (joined > constraints.maxPerson) return false;
    return constraints.allows(joint, gather(b, gather(a, 0)), joined);
  };
  const merge = (a: number, b: number): void => {
    unite(parent, a, b);
    const [root, gone] = rootOf(parent, a) === a ? [a, b] : [b, a];
    size[root] = (size[a] as number) + (size[b] as number);
    swap(next, a, b);
    const [ca, cb] = [someConstrained[root] as number, someConstrained[gone] as number];
    if (ca < 0) someConstrained[root] = cb;
    else if (cb >= 0) swap(nextConstrained, ca, cb);
  };

  return {
    join: (x, y) => {
      const [a, b] = [rootOf(parent, x), rootOf(parent, y)];
      if (a === b) return "together";
      if (!fits(a, b)) return "forbidden";
      merge(a, b);
      return "joined";
    },
    together: (x, y) => rootOf(parent, x) === rootOf(parent, y),
    nodesWith: (member) => {
      const found: number[] = [];
      let at = member;
      do {
        found.push(nodes[at] as number);
        at = next[at] as number;
      } while (at !== member);
      return found;
    },
  };
}

function swap(list: Int32Array, i: number, j: number): void {
  const kept = list[i] as number;
  list[i] = list[j] as number;
  list[j] = kept;
}

/**
 * Drops the weakest class of links from every part that is still too large, until all fit. Decisions are never dropped,
 * so what only they hold together may stay larger.
 */
function peel(
  size: number,
  links: readonly Link[],
  place: (node: number) => number,
  maxComponent: number,
): readonly Link[] {
  let kept = links;
  for (;;) {
    const parent = disjointSets(size);
    for (const { a, b } of kept) unite(parent, place(a), place(b));
    const sizes = new Int32Array(size);
    for (let i = 0; i < size; i++) sizes[rootOf(parent, i)] = (sizes[rootOf(parent, i)] as number) + 1;
    const weakest = new Int32Array(size).fill(-1);
    for (const { a, must, rank } of kept) {
      const root = rootOf(parent, place(a));
      if (!must && (sizes[root] as number) > maxComponent) weakest[root] = Math.max(weakest[root] as number, rank);
    }
    const left = kept.filter(({ a, must, rank }) => must || weakest[rootOf(parent, place(a))] !== rank);
    if (left.length === kept.length) return kept;
    kept = left;
  }
}
