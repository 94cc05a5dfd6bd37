import type { Group } from "./compile-policy";
import type { ConsentGate } from "./consent-gate";
import { APART, HUB, JOINS, type SightingGraph } from "./intern-sightings";

/**
 * Finds identifiers seen with more distinct anchors than their type's `hub` allows: a showroom tablet, a salesperson's
 * phone typed into every form. They are marked {@link HUB} and join nobody.
 *
 * Anchors are counted on whole sightings, never on the edges made of them, and only where consent lets both count; so
 * whether an identifier is a hub depends on its own sightings alone.
 *
 * @returns the number of distinct anchors per hub
 */
export function demoteHubs(graph: SightingGraph, gate: ConsentGate): ReadonlyMap<number, number> {
  const hubs = new Map<number, number>();
  if (!graph.groups.some(({ hub }) => Number.isFinite(hub))) return hubs;
  const suspects = new Map<number, Set<number>>();
  for (const node of busyNodes(graph, gate)) suspects.set(node, new Set());
  if (suspects.size > 0) collectAnchors(graph, gate, suspects);
  for (const [node, anchors] of suspects) {
    if (anchors.size > groupAt(graph, node).hub) hubs.set(node, anchors.size);
  }
  for (const node of hubs.keys()) graph.status[node] = HUB;
  return hubs;
}

/** Nodes that could be hubs if no anchor were counted twice: a cheap first look that spares most nodes a set. */
function busyNodes(graph: SightingGraph, gate: ConsentGate): number[] {
  const seenWith = new Int32Array(graph.keys.length);
  eachSighting(graph, gate, (counted, length) => {
    let anchors = 0;
    for (let i = 0; i < length; i++) if (groupAt(graph, counted[i] as number).anchor) anchors++;
    if (anchors === 0) return;
    for (let i = 0; i < length; i++) {
      const node = counted[i] as number;
      seenWith[node] = (seenWith[node] as number) + anchors;
    }
  });
  const busy: number[] = [];
  for (let node = 0; node < seenWith.length; node++) {
    if (graph.status[node] === JOINS && (seenWith[node] as number) > groupAt(graph, node).hub) busy.push(node);
  }
  return busy;
}

function collectAnchors(graph: SightingGraph, gate: ConsentGate, suspects: ReadonlyMap<number, Set<number>>): void {
  eachSighting(graph, gate, (counted, length) => {
    for (let i = 0; i < length; i++) {
      const anchors = suspects.get(counted[i] as number);
      if (!anchors) continue;
      for (let j = 0; j < length; j++) {
        const other = counted[j] as number;
        if (other !== counted[i] && groupAt(graph, other).anchor) anchors.add(other);
      }
    }
  });
}

/** Calls back with every sighting's nodes that are neither cars nor blocked and that consent lets count. */
function eachSighting(
  { sightings, offsets, nodes, status }: SightingGraph,
  gate: ConsentGate,
  visit: (counted: readonly number[], length: number) => void,
): void {
  const counted: number[] = [];
  for (let s = 0; s < sightings.length; s++) {
    const granted = gate((sightings[s] as { purpose: string }).purpose);
    let length = 0;
    for (let i = offsets[s] as number; i < (offsets[s + 1] as number); i++) {
      const node = nodes[i] as number;
      const counts = status[node] === JOINS || status[node] === APART;
      if (counts && (granted === undefined || granted[node] === 1)) counted[length++] = node;
    }
    visit(counted, length);
  }
}

const groupAt = ({ groups, groupOf }: SightingGraph, node: number): Group => groups[groupOf[node] as number] as Group;
