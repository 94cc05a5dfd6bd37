import { byCodeUnit } from "../model";
import type { ConsentGate } from "./consent-gate";
import { JOINS, type SightingGraph } from "./intern-sightings";
import type { IdentityPolicy } from "./policy";
import { STRENGTHS } from "./policy";

/** Everything that speaks for two nodes being one person, summed up. */
export interface Link {
  /** The node with the lesser key. */
  readonly a: number;
  readonly b: number;
  /** A person decided it. */
  readonly must: boolean;
  /** Rank of the weaker end's type in the policy. */
  readonly rank: number;
  /** Index of the greatest strength; `STRENGTHS.length` for a decision without sightings. */
  readonly strength: number;
  /** Distinct observations. */
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Writes a sighting's joining nodes that consent lets count to `into`; returns how many there are. */
export function joiningNodes(graph: SightingGraph, gate: ConsentGate, sighting: number, into: number[]): number {
  const { sightings, offsets, nodes, status } = graph;
  const granted = gate((sightings[sighting] as { purpose: string }).purpose);
  let length = 0;
  for (let i = offsets[sighting] as number; i < (offsets[sighting + 1] as number); i++) {
    const node = nodes[i] as number;
    if (status[node] === JOINS && (granted === undefined || granted[node] === 1)) into[length++] = node;
  }
  return length;
}

/** The rank of a node's type in the policy. */
export const rankOf = ({ groups, groupOf }: SightingGraph, node: number): number =>
  (groups[groupOf[node] as number] as { rank: number }).rank;

/** Stronger types first, then lesser keys. */
export const byStrength =
  (graph: SightingGraph) =>
  (x: number, y: number): number =>
    rankOf(graph, x) - rankOf(graph, y) || byCodeUnit(graph.keys[x] as string, graph.keys[y] as string);

/** The strongest of the first `length` nodes: the centre of a sighting's star. */
export function centreOf(graph: SightingGraph, nodes: readonly number[], length: number): number {
  const compare = byStrength(graph);
  let centre = nodes[0] as number;
  for (let i = 1; i < length; i++) if (compare(nodes[i] as number, centre) < 0) centre = nodes[i] as number;
  return centre;
}

/**
 * The links that some sightings and decisions make: each sighting is a star from its strongest node to all others, and
 * equal pairs are summed up.
 */
export function linksOf(
  graph: SightingGraph,
  gate: ConsentGate,
  sightings: Iterable<number>,
  musts: readonly (readonly [number, number])[],
): Link[] {
  const links = new Map<number, Link>();
  const nodes: number[] = [];
  const put = (x: number, y: number, seen: Pick<Link, "must" | "strength" | "count" | "firstAt" | "lastAt">): void => {
    const pair = Math.min(x, y) * graph.keys.length + Math.max(x, y);
    const before = links.get(pair);
    links.set(pair, before ? sum(before, seen) : { ...ends(graph, x, y), ...seen });
  };
  for (const s of sightings) {
    const length = joiningNodes(graph, gate, s, nodes);
    if (length < 2) continue;
    const centre = centreOf(graph, nodes, length);
    const { strength, count, firstAt, lastAt } = graph.sightings[s] as SightingGraph["sightings"][number];
    const seen = { must: false, strength: STRENGTHS.indexOf(strength), count, firstAt, lastAt };
    for (let i = 0; i < length; i++) if (nodes[i] !== centre) put(centre, nodes[i] as number, seen);
  }
  for (const [x, y] of musts) put(x, y, DECIDED);
  return [...links.values()];
}

const DECIDED = {
  must: true,
  strength: STRENGTHS.length,
  count: 0,
  firstAt: Number.POSITIVE_INFINITY,
  lastAt: Number.NEGATIVE_INFINITY,
} as const;

function ends(graph: SightingGraph, x: number, y: number): Pick<Link, "a" | "b" | "rank"> {
  const inOrder = (graph.keys[x] as string) < (graph.keys[y] as string);
  const rank = Math.max(rankOf(graph, x), rankOf(graph, y));
  return inOrder ? { a: x, b: y, rank } : { a: y, b: x, rank };
}

const sum = (link: Link, seen: Pick<Link, "must" | "strength" | "count" | "firstAt" | "lastAt">): Link => ({
  ...link,
  must: link.must || seen.must,
  strength: Math.min(link.strength, seen.strength),
  count: link.count + seen.count,
  firstAt: Math.min(link.firstAt, seen.firstAt),
  lastAt: Math.max(link.lastAt, seen.lastAt),
});

/**
 * The strict order in which links are tried: decisions first; then the type of the weaker end; the strength; the number
 * of distinct observations; the time by the policy's `prefer`; then the keys in code-unit order. No two compare equal.
 */
export function strongestFirst(graph: SightingGraph, prefer: IdentityPolicy["prefer"]): (x: Link, y: Link) => number {
  const { keys } = graph;
  const byTime =
    prefer === "first"
      ? (x: Link, y: Link): number => byNumber(x.firstAt, y.firstAt)
      : (x: Link, y: Link): number => byNumber(y.lastAt, x.lastAt);
  return (x, y) =>
    Number(y.must) - Number(x.must) ||
    x.rank - y.rank ||
    x.strength - y.strength ||
    y.count - x.count ||
    byTime(x, y) ||
    byCodeUnit(keys[x.a] as string, keys[y.a] as string) ||
    byCodeUnit(keys[x.b] as string, keys[y.b] as string);
}

/** Subtraction would give NaN for two infinities. */
const byNumber = (x: number, y: number): number => (x < y ? -1 : x > y ? 1 : 0);
