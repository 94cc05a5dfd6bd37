import type { IdentifierKey } from "../model";
import { appendTo } from "./append-to";
import { bucket, disjointSets, rootOf, unite } from "./disjoint-sets";
import type { Sighting } from "./evidence";
import { type Forest, forestOf } from "./forest";
import { lazy } from "./lazy";
import { centreOf, joiningNodes, type Link, PROBABLE_RANK } from "./links";
import { type IdentityPolicy, STRENGTHS, type Strength } from "./policy";
import type { Edge, RefusedEdge } from "./resolution";
import { inFixedOrder, joinRuns } from "./sighting-order";
import type { Solution } from "./solve";
import { solveComponent } from "./solve-component";
import { type Sides, witnessOf } from "./witness";

/** One component solved again with its reasons kept. */
export interface ComponentExplanation {
  /** What joined. */
  readonly accepted: Forest;
  /** The same, strongest first. */
  readonly joined: readonly Link[];
  /** Every edge that would have joined two persons. */
  readonly refused: readonly RefusedEdge[];
  /** The first refused edge on the strongest path from one node to another. */
  firstRefused(from: number, to: number): RefusedEdge | undefined;
  edgeOf(link: Link): Edge;
  /** Of some edges of this explanation the one that is tried last. */
  weakestOf(some: readonly Edge[]): Edge | undefined;
}

/** Explains one component: {@link solveComponent} again, with every refusal's witness. */
export function explainComponent(solution: Solution, component: number): ComponentExplanation {
  const nodes = bucket(solution.components, component);
  const links = solution.linksOf(component);
  const sightings = lazy(() => sightingsPerLink(solution, component));
  const edges = new Map<Link, Edge>();
  const edgeOf = (link: Link): Edge => {
    const edge = edges.get(link) ?? toEdge(solution, link, sightings().get(pairOf(solution, link.a, link.b)) ?? []);
    edges.set(link, edge);
    return edge;
  };
  const sides = new Map<Link, Sides>();
  const { maxComponent } = solution.policy;
  const solved = solveComponent(nodes, links, solution.constraints, maxComponent, (link, sideA, sideB) => {
    sides.set(link, { sideA, sideB });
  });
  const accepted = forestOf(solved.accepted);
  const known = new Map<Link, RefusedEdge>();
  const refusalOf = (link: Link): RefusedEdge => {
    const refusal = known.get(link) ?? toRefusal(link);
    known.set(link, refusal);
    return refusal;
  };
  const toRefusal = (link: Link): RefusedEdge => {
    const edge = edgeOf(link);
    const side = sides.get(link);
    if (side) return { edge, witness: witnessOf(solution, link, side, accepted, edgeOf) };
    return { edge, witness: { code: "max-component", limit: maxComponent, size: nodes.length, weakest: edge.weakest } };
  };
  const strongest = lazy(() => forestOf(spanningForest(nodes, links)));
  const refused = new Set([...solved.refused, ...solved.peeled]);
  return {
    accepted,
    joined: solved.accepted,
    get refused() {
      return [...refused].map(refusalOf);
    },
    firstRefused: (from, to) => {
      const link = strongest()
        .path(from, to)
        ?.find((one) => refused.has(one));
      return link && refusalOf(link);
    },
    edgeOf,
    weakestOf: (some) => {
      const known = new Set(some);
      return links
        .map((link) => edges.get(link))
        .filter((edge) => edge && known.has(edge))
        .at(-1);
    },
  };
}

/** What the greedy would take if nothing were forbidden. */
function spanningForest(nodes: Int32Array, links: readonly Link[]): Link[] {
  const local = new Map(Array.from(nodes, (node, i) => [node, i] as const));
  const parent = disjointSets(nodes.length);
  return links.filter(({ a, b }) => {
    const [x, y] = [local.get(a) as number, local.get(b) as number];
    const fresh = rootOf(parent, x) !== rootOf(parent, y);
    unite(parent, x, y);
    return fresh;
  });
}

const pairOf = ({ graph }: Solution, x: number, y: number): number =>
  Math.min(x, y) * graph.keys.length + Math.max(x, y);

function sightingsPerLink(solution: Solution, component: number): ReadonlyMap<number, Sighting[]> {
  const { graph, gate } = solution;
  const perLink = new Map<number, Sighting[]>();
  const nodes: number[] = [];
  for (const s of solution.sightingsOf(component)) {
    const length = joiningNodes(graph, gate, s, nodes);
    const centre = centreOf(graph, nodes, length);
    for (const node of new Set(nodes.slice(0, length))) {
      if (node === centre) continue;
      appendTo(perLink, pairOf(solution, centre, node), graph.sightings[s] as Sighting);
    }
  }
  return perLink;
}

const classOf = ({ types }: IdentityPolicy, rank: number): string =>
  rank === PROBABLE_RANK ? "probable" : (types[rank] as { type: string }).type;

function toEdge({ graph, policy }: Solution, link: Link, sightings: readonly Sighting[]): Edge {
  const { a, b, must, rank, strength, count, firstAt, lastAt } = link;
  const [keyA, keyB] = [graph.keys[a] as IdentifierKey, graph.keys[b] as IdentifierKey];
  const ends = { a: keyA, b: keyB, must, weakest: classOf(policy, rank), count };
  const counted = sightings.filter((one) => one.strength !== "probable" || STRENGTHS[strength] === "probable");
  const sorted = inFixedOrder(joinRuns(counted), (sighting) => sighting);
  if (sorted.length === 0) return { ...ends, sightings: [] };
  return { ...ends, strength: STRENGTHS[strength] as Strength, firstAt, lastAt, sightings: sorted };
}
