import { type ConsentEntry, type EpochMs, type Identifier, type IdentifierKey, identifierKey } from "../model";
import { appendTo } from "./append-to";
import { type ConsentGate, consentGate } from "./consent-gate";
import { type Apart, type Constraints, constraintsOf } from "./constraints";
import type { Crowd } from "./crowd";
import { type Buckets, bucket, disjointSets, rootOf, sortIntoBuckets, unite } from "./disjoint-sets";
import type { LinkOverride } from "./evidence";
import { demoteHubs } from "./find-hubs";
import { JOINS, type SightingGraph } from "./intern-sightings";
import { lazy } from "./lazy";
import { joiningNodes, type Link, linksOf, strongestFirst } from "./links";
import type { IdentityPolicy } from "./policy";
import { type SolvedComponent, solveComponent } from "./solve-component";
import { type StandingOverride, standingOverrides } from "./standing-overrides";

/** What speaks for and against persons beside the sightings. */
export interface Decisions {
  readonly overrides: readonly LinkOverride[];
  readonly consents: readonly ConsentEntry[];
  readonly asOf: EpochMs;
  /** Hubs known beforehand, by the keys of their nodes: the sightings are not all there are. */
  readonly hubs?: (nodeKey: IdentifierKey) => Crowd | undefined;
}

/** Who is who, on integers, with what it takes to explain it. */
export interface Solution {
  readonly graph: SightingGraph;
  readonly policy: IdentityPolicy;
  readonly gate: ConsentGate;
  readonly hubs: ReadonlyMap<number, Crowd>;
  readonly overrides: readonly StandingOverride[];
  /** First admitted sighting per node; filled where the policy has windows. */
  readonly firstAt: Float64Array;
  readonly constraints: Constraints;
  /** What is connected when limits are ignored; -1 for nodes that do not join. */
  readonly componentOf: Int32Array;
  readonly components: Buckets;
  /** -1 for nodes that do not join. */
  readonly personOf: Int32Array;
  readonly persons: Buckets;
  /** Components that may not be one person: the only ones in which a link can be refused. */
  readonly broken: readonly number[];
  /** The sightings that may link nodes of a component. */
  sightingsOf(component: number): Int32Array;
  /** The links of a component, strongest first. */
  linksOf(component: number): readonly Link[];
}

/** Finds the persons: gate, demote, connect, and solve under constraints only the components that could break one. */
export function solve(graph: SightingGraph, policy: IdentityPolicy, decided: Decisions): Solution {
  const gate = consentGate(graph, policy, decided.consents, decided.asOf);
  const hubs = demoteHubs(graph, gate, decided.hubs);
  const overrides = standingOverrides(decided.overrides, decided.asOf, (identifier, at) =>
    keyAt(graph, identifier, at),
  );
  const musts = joiningPairs(graph, overrides, "must");
  const { parent, firstAt } = connect(graph, gate, musts);
  const [componentOf, components] = number(graph, parent);
  const constraints = constraintsOf(graph, policy, firstAt, joiningPairs(graph, overrides, "cannot"));
  const sightings = lazy(() => sightingsPerComponent(graph, gate, componentOf, components.count));
  const compare = strongestFirst(graph, policy.prefer);
  const decisions = lazy(() => perComponent(musts, componentOf));
  const linksOfComponent = (component: number): readonly Link[] =>
    linksOf(graph, gate, bucket(sightings(), component), decisions().get(component) ?? []).sort(compare);
  const broken = brokenComponents(components, constraints, policy);
  for (const component of broken) {
    const nodes = bucket(components, component);
    const links = linksOfComponent(component);
    split(parent, nodes, solveComponent(nodes, links, constraints, policy.maxComponent));
  }
  const [personOf, persons] = broken.length === 0 ? [componentOf, components] : number(graph, parent);
  return {
    graph,
    policy,
    gate,
    hubs,
    overrides,
    firstAt,
    constraints,
    componentOf,
    components,
    personOf,
    persons,
    broken,
    sightingsOf: (component) => bucket(sightings(), component),
    linksOf: linksOfComponent,
  };
}

/** What an identifier was at a moment: its own key where nothing was seen of it, none where it was nobody's. */
function keyAt(graph: SightingGraph, identifier: Identifier, at: EpochMs): IdentifierKey | undefined {
  const key = identifierKey(identifier);
  if (graph.find(key) === undefined) return key;
  const node = graph.nodeAt(key, at);
  return node === undefined ? undefined : graph.keys[node];
}

/** The nodes of standing decisions of one kind, where both ends were seen and may join. */
function joiningPairs(graph: SightingGraph, overrides: readonly StandingOverride[], link: "must" | "cannot"): Apart[] {
  const joining = (key: string): number | undefined => {
    const node = graph.find(key);
    return node !== undefined && graph.status[node] === JOINS ? node : undefined;
  };
  return overrides.flatMap(({ a, b, override }) => {
    const [x, y] = [joining(a), joining(b)];
    return override.link === link && x !== undefined && y !== undefined ? [[x, y] as const] : [];
  });
}

function perComponent(pairs: readonly Apart[], componentOf: Int32Array): ReadonlyMap<number, readonly Apart[]> {
  const found = new Map<number, Apart[]>();
  for (const pair of pairs) appendTo(found, componentOf[pair[0]] as number, pair);
  return found;
}

/** Connects everything that was seen together, limits ignored, and notes when each node was first seen. */
function connect(
  graph: SightingGraph,
  gate: ConsentGate,
  musts: readonly Apart[],
): { parent: Int32Array; firstAt: Float64Array } {
  const parent = disjointSets(graph.keys.length);
  const windowed = graph.groups.some(({ window }) => window !== undefined);
  const firstAt = new Float64Array(windowed ? graph.keys.length : 0).fill(Number.POSITIVE_INFINITY);
  const nodes: number[] = [];
  for (let s = 0; s < graph.sightings.length; s++) {
    const length = joiningNodes(graph, gate, s, nodes);
    for (let i = 1; i < length; i++) unite(parent, nodes[0] as number, nodes[i] as number);
    if (!windowed) continue;
    const at = (graph.sightings[s] as { firstAt: number }).firstAt;
    for (let i = 0; i < length; i++) {
      const node = nodes[i] as number;
      if (at < (firstAt[node] as number)) firstAt[node] = at;
    }
  }
  for (const [x, y] of musts) unite(parent, x, y);
  return { parent, firstAt };
}

/** Numbers the sets of joining nodes; -1 for nodes that do not join. */
function number(graph: SightingGraph, parent: Int32Array): [Int32Array, Buckets] {
  const setOf = new Int32Array(parent.length).fill(-1);
  let count = 0;
  for (let node = 0; node < parent.length; node++) {
    if (graph.status[node] !== JOINS) continue;
    const root = rootOf(parent, node);
    if (setOf[root] === -1) setOf[root] = count++;
    setOf[node] = setOf[root] as number;
  }
  return [setOf, sortIntoBuckets(setOf.length, count, (node) => setOf[node] as number)];
}

function sightingsPerComponent(
  graph: SightingGraph,
  gate: ConsentGate,
  componentOf: Int32Array,
  count: number,
): Buckets {
  const nodes: number[] = [];
  return sortIntoBuckets(graph.sightings.length, count, (s) =>
    joiningNodes(graph, gate, s, nodes) > 1 ? (componentOf[nodes[0] as number] as number) : -1,
  );
}

/** Components that may not be one person. All others need no order and no greedy: nothing in them can be refused. */
function brokenComponents(components: Buckets, constraints: Constraints, policy: IdentityPolicy): number[] {
  const broken: number[] = [];
  const constrained: number[] = [];
  const { starts, items } = components;
  for (let component = 0; component < components.count; component++) {
    const from = starts[component] as number;
    const to = starts[component + 1] as number;
    let length = 0;
    for (let i = from; i < to; i++) {
      const node = items[i] as number;
      if (constraints.constrains(node)) constrained[length++] = node;
    }
    const fine = to - from <= policy.maxComponent && constraints.allows(constrained, length, to - from);
    if (!fine && to - from > 1) broken.push(component);
  }
  return broken;
}

/** Replaces one set by the parts its accepted links make. */
function split(parent: Int32Array, nodes: Int32Array, { accepted }: SolvedComponent): void {
  for (const node of nodes) parent[node] = node;
  for (const { a, b } of accepted) unite(parent, a, b);
}
