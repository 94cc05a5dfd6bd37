import { byCodeUnit } from "../model";
import type { ConsentGate } from "./consent-gate";
import type { Sighting } from "./evidence";
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
  /** Rank of the weaker end's type in the policy; {@link PROBABLE_RANK} where only a matcher speaks for it. */
  readonly rank: number;
  /** Index of the greatest strength; `STRENGTHS.length` for a decision without sightings. */
  readonly strength: number;
  /** Distinct observations. */
  readonly count: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Below every type a policy can have: the class of what is only probable. */
export const PROBABLE_RANK = 1_000;
const PROBABLE: number = STRENGTHS.indexOf("probable");

/** Writes a sighting's joining nodes that consent lets count to `into`; returns how many there are. */
export function joiningNodes(graph: SightingGraph, gate: ConsentGate, sighting: number, into: number[]): number {
  const { sightings, offsets, nodes, status } = graph;
  const granted = gate?.((sightings[sighting] as { purpose: string }).purpose);
  let length = 0;
  for (let i = offsets[sighting] as number; i < (offsets[sighting + 1] as number); i++) {
    const node = nodes[i] as number;
    if (status[node] === JOINS && (granted === undefined || granted[node] === 1)) into[length++] = node;
  }
  return length;
}

/** The rank of a node's type in the policy. */
const rankOf = ({ groups, groupOf }: SightingGraph, node: number): number =>
  (groups[groupOf[node] as number] as { rank: number }).rank;

/** Compares two nodes: stronger types first, then lesser keys. */
export const compareNodes = (graph: SightingGraph, x: number, y: number): number =>
  rankOf(graph, x) - rankOf(graph, y) || byCodeUnit(graph.keys[x] as string, graph.keys[y] as string);

/** The strongest of the first `length` nodes: the centre of a sighting's star. */
export function centreOf(graph: SightingGraph, nodes: readonly number[], length: number): number {
  let centre = nodes[0] as number;
  for (let i = 1; i < length; i++) if (compareNodes(graph, nodes[i] as number, centre) < 0) centre = nodes[i] as number;
  return centre;
}

/**
 * The links that some sightings and decisions make: each sighting is a star from its strongest node to all others, and
 * equal pairs are summed up. What a matcher thinks of a pair says nothing where the two were seen together.
 */
export function linksOf(
  graph: SightingGraph,
  gate: ConsentGate,
  sightings: Int32Array,
  musts: readonly (readonly [number, number])[],
): Link[] {
  const links = new Map<number, Summing>();
  const between = (x: number, y: number): Summing => {
    const pair = Math.min(x, y) * graph.keys.length + Math.max(x, y);
    const known = links.get(pair);
    if (known) return known;
    const fresh = unseenLink(graph, x, y);
    links.set(pair, fresh);
    return fresh;
  };
  const nodes: number[] = [];
  const addStar = (s: number): void => {
    const length = joiningNodes(graph, gate, s, nodes);
    const centre = centreOf(graph, nodes, length);
    const sighting = graph.sightings[s] as Sighting;
    for (let j = 0; j < length; j++) if (nodes[j] !== centre) add(between(centre, nodes[j] as number), sighting);
  };
  const [seen, thought] = [[], []] as [number[], number[]];
  for (const s of sightings) ((graph.sightings[s] as Sighting).strength === "probable" ? thought : seen).push(s);
  for (const s of seen) addStar(s);
  for (const s of thought) addStar(s);
  for (const [x, y] of musts) between(x, y).must = true;
  const all = [...links.values()];
  if (thought.length > 0)
    for (const link of all) if (link.strength === PROBABLE && !link.must) link.rank = PROBABLE_RANK;
  return all;
}

type Summing = { -readonly [Member in keyof Link]: Link[Member] };

function unseenLink(graph: SightingGraph, x: number, y: number): Summing {
  const inOrder = (graph.keys[x] as string) < (graph.keys[y] as string);
  return {
    a: inOrder ? x : y,
    b: inOrder ? y : x,
    must: false,
    rank: Math.max(rankOf(graph, x), rankOf(graph, y)),
    strength: STRENGTHS.length,
    count: 0,
    firstAt: Number.POSITIVE_INFINITY,
    lastAt: Number.NEGATIVE_INFINITY,
  };
}

function add(link: Summing, { strength, count, firstAt, lastAt }: Sighting): void {
  if (strength === "probable" && link.strength < PROBABLE) return;
  link.strength = Math.min(link.strength, STRENGTHS.indexOf(strength));
  link.count += count;
  link.firstAt = Math.min(link.firstAt, firstAt);
  link.lastAt = Math.max(link.lastAt, lastAt);
}

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
