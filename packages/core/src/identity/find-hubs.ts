import type { IdentifierKey } from "../model";
import type { ConsentGate } from "./consent-gate";
import type { Sighting } from "./evidence";
import { APART, HUB, JOINS, type SightingGraph } from "./intern-sightings";

/**
 * Finds identifiers seen with more distinct anchors than their type's `hub` allows: a showroom tablet, a salesperson's
 * phone typed into every form. They are marked {@link HUB} and join nobody.
 *
 * Anchors are counted on whole sightings, never on the edges made of them, and only where consent lets both count; so
 * whether an identifier is a hub depends on its own sightings alone.
 *
 * @param known hubs found before, where the sightings are not all that were seen of their identifiers
 * @returns the number of distinct anchors per hub
 */
export function demoteHubs(
  graph: SightingGraph,
  gate: ConsentGate,
  known?: (nodeKey: IdentifierKey) => number | undefined,
): ReadonlyMap<number, number> {
  const hubs = known ? knownHubs(graph, known) : findHubs(graph, gate);
  for (const node of hubs.keys()) graph.status[node] = HUB;
  return hubs;
}

const knownHubs = (
  { keys, status }: SightingGraph,
  known: (nodeKey: IdentifierKey) => number | undefined,
): ReadonlyMap<number, number> => {
  const hubs = new Map<number, number>();
  keys.forEach((key, node) => {
    const anchors = status[node] === JOINS ? known(key) : undefined;
    if (anchors !== undefined) hubs.set(node, anchors);
  });
  return hubs;
};

function findHubs(graph: SightingGraph, gate: ConsentGate): ReadonlyMap<number, number> {
  const hubs = new Map<number, number>();
  const { groups, groupOf, status } = graph;
  if (!groups.some(({ hub }) => Number.isFinite(hub))) return hubs;
  const isAnchor = anchorsOf(graph);
  const limits = Float64Array.from(groups, ({ hub }) => hub);
  const limitOf = (node: number): number => limits[groupOf[node] as number] as number;
  const suspects = new Map<number, Set<number>>();
  const isSuspect = new Uint8Array(status.length);
  const seenWith = seenWithAnchors(graph, gate, isAnchor);
  for (let node = 0; node < seenWith.length; node++) {
    const exceeds = (seenWith[node] as number) > limitOf(node);
    if (!exceeds || status[node] !== JOINS) continue;
    isSuspect[node] = 1;
    suspects.set(node, new Set());
  }
  if (suspects.size > 0) collectAnchors(graph, gate, isAnchor, isSuspect, suspects);
  for (const [node, anchors] of suspects) if (anchors.size > limitOf(node)) hubs.set(node, anchors.size);
  return hubs;
}

/** 1 for every node whose type is an anchor. */
function anchorsOf({ groups, groupOf }: SightingGraph): Uint8Array {
  const anchorGroups = groups.map(({ anchor }) => (anchor ? 1 : 0));
  const anchors = new Uint8Array(groupOf.length);
  for (let node = 0; node < anchors.length; node++) anchors[node] = anchorGroups[groupOf[node] as number] as number;
  return anchors;
}

/** Anchors seen with each node, repeated ones and itself included: a cheap first look that spares most nodes a set. */
function seenWithAnchors(graph: SightingGraph, gate: ConsentGate, isAnchor: Uint8Array): Int32Array {
  const seenWith = new Int32Array(graph.keys.length);
  const counted: number[] = [];
  for (let s = 0; s < graph.sightings.length; s++) {
    const length = countedNodes(graph, gate, s, counted);
    let anchors = 0;
    for (let i = 0; i < length; i++) anchors += isAnchor[counted[i] as number] as number;
    for (let i = 0; i < length && anchors > 0; i++) {
      const node = counted[i] as number;
      seenWith[node] = (seenWith[node] as number) + anchors;
    }
  }
  return seenWith;
}

function collectAnchors(
  graph: SightingGraph,
  gate: ConsentGate,
  isAnchor: Uint8Array,
  isSuspect: Uint8Array,
  suspects: ReadonlyMap<number, Set<number>>,
): void {
  const counted: number[] = [];
  for (let s = 0; s < graph.sightings.length; s++) {
    const length = countedNodes(graph, gate, s, counted);
    for (let i = 0; i < length; i++) {
      if (isSuspect[counted[i] as number] === 0) continue;
      const anchors = suspects.get(counted[i] as number) as Set<number>;
      for (let j = 0; j < length; j++) {
        const other = counted[j] as number;
        if (other !== counted[i] && isAnchor[other] === 1) anchors.add(other);
      }
    }
  }
}

/**
 * Writes a sighting's nodes that are neither cars nor blocked, and that consent lets count, to `into`; none where they
 * were not seen together but thought to belong together.
 */
function countedNodes(graph: SightingGraph, gate: ConsentGate, sighting: number, into: number[]): number {
  const { sightings, offsets, nodes, status } = graph;
  const { purpose, strength } = sightings[sighting] as Sighting;
  if (strength === "probable") return 0;
  const granted = gate?.(purpose);
  let length = 0;
  for (let i = offsets[sighting] as number; i < (offsets[sighting + 1] as number); i++) {
    const node = nodes[i] as number;
    const counts = status[node] === JOINS || status[node] === APART;
    if (counts && (granted === undefined || granted[node] === 1)) into[length++] = node;
  }
  return length;
}
