import type { IdentifierKey } from "../model";
import type { Group } from "./compile-policy";
import type { ConsentGate } from "./consent-gate";
import { type Crowd, countsForHubs, crowdOf } from "./crowd";
import type { Sighting } from "./evidence";
import { APART, HUB, JOINS, type SightingGraph } from "./intern-sightings";

/**
 * Finds identifiers seen with more than their type's `hub` or `hubPersons` allows: a showroom tablet, a salesperson's
 * phone typed into every form. They are marked {@link HUB} and join nobody.
 *
 * What counts is counted on whole sightings, never on the edges made of them, and only where consent lets both count; so
 * whether an identifier is a hub depends on its own sightings alone.
 *
 * @param known hubs found before, where the sightings are not all that were seen of their identifiers
 */
export function demoteHubs(
  graph: SightingGraph,
  gate: ConsentGate,
  known?: (nodeKey: IdentifierKey) => Crowd | undefined,
): ReadonlyMap<number, Crowd> {
  const hubs = known ? knownHubs(graph, known) : findHubs(graph, gate);
  for (const node of hubs.keys()) graph.status[node] = HUB;
  return hubs;
}

const knownHubs = (
  { keys, status }: SightingGraph,
  known: (nodeKey: IdentifierKey) => Crowd | undefined,
): ReadonlyMap<number, Crowd> => {
  const hubs = new Map<number, Crowd>();
  keys.forEach((key, node) => {
    const crowd = status[node] === JOINS ? known(key) : undefined;
    if (crowd) hubs.set(node, crowd);
  });
  return hubs;
};

function findHubs(graph: SightingGraph, gate: ConsentGate): ReadonlyMap<number, Crowd> {
  const hubs = new Map<number, Crowd>();
  const { groups, groupOf, status } = graph;
  const most = Float64Array.from(groups, ({ hub, hubPersons }) => Math.min(hub, hubPersons));
  if (!most.some((limit) => Number.isFinite(limit))) return hubs;
  const counts = countingNodes(graph);
  const suspects = new Map<number, Set<number>>();
  const isSuspect = new Uint8Array(status.length);
  const seenWith = timesSeenWith(graph, gate, counts);
  for (let node = 0; node < seenWith.length; node++) {
    const exceeds = (seenWith[node] as number) > (most[groupOf[node] as number] as number);
    if (!exceeds || status[node] !== JOINS) continue;
    isSuspect[node] = 1;
    suspects.set(node, new Set());
  }
  if (suspects.size > 0) collectCompanions(graph, gate, counts, isSuspect, suspects);
  const groupAt = (node: number): Group => groups[groupOf[node] as number] as Group;
  for (const [node, companions] of suspects) {
    const crowd = crowdOf(groupAt(node), Array.from(companions, groupAt));
    if (crowd) hubs.set(node, crowd);
  }
  return hubs;
}

/** 1 for every node that counts for others. */
function countingNodes({ groups, groupOf }: SightingGraph): Uint8Array {
  const persons = groups.some(({ hubPersons }) => Number.isFinite(hubPersons));
  const countingGroups = groups.map((group) => (countsForHubs(group, persons) ? 1 : 0));
  const counts = new Uint8Array(groupOf.length);
  for (let node = 0; node < counts.length; node++) counts[node] = countingGroups[groupOf[node] as number] as number;
  return counts;
}

/** What counts beside each node, repeated ones included: a cheap first look that spares most nodes a set. */
function timesSeenWith(graph: SightingGraph, gate: ConsentGate, counts: Uint8Array): Int32Array {
  const seenWith = new Int32Array(graph.keys.length);
  const counted: number[] = [];
  for (let s = 0; s < graph.sightings.length; s++) {
    const length = countedNodes(graph, gate, s, counted);
    let counting = 0;
    for (let i = 0; i < length; i++) counting += counts[counted[i] as number] as number;
    for (let i = 0; i < length && counting > 0; i++) {
      const node = counted[i] as number;
      seenWith[node] = (seenWith[node] as number) + counting - (counts[node] as number);
    }
  }
  return seenWith;
}

function collectCompanions(
  graph: SightingGraph,
  gate: ConsentGate,
  counts: Uint8Array,
  isSuspect: Uint8Array,
  suspects: ReadonlyMap<number, Set<number>>,
): void {
  const counted: number[] = [];
  for (let s = 0; s < graph.sightings.length; s++) {
    const length = countedNodes(graph, gate, s, counted);
    for (let i = 0; i < length; i++) {
      if (isSuspect[counted[i] as number] === 0) continue;
      const companions = suspects.get(counted[i] as number) as Set<number>;
      for (let j = 0; j < length; j++) {
        const other = counted[j] as number;
        if (other !== counted[i] && counts[other] === 1) companions.add(other);
      }
    }
  }
}

/**
 * Writes a sighting's nodes that are neither cars nor blocked, and that consent lets count, to `into`; none where they
 * were not seen together but thought to belong together.
 */
function countedNodes(graph: SightingGraph, gate: ConsentGate, sighting: number, into: number[]): number {
  const { sightings, offsets, nodes, status, thought } = graph;
  if (thought[sighting] === 1) return 0;
  const granted = gate?.((sightings[sighting] as Sighting).purpose);
  let length = 0;
  for (let i = offsets[sighting] as number; i < (offsets[sighting + 1] as number); i++) {
    const node = nodes[i] as number;
    const counts = status[node] === JOINS || status[node] === APART;
    if (counts && (granted === undefined || granted[node] === 1)) into[length++] = node;
  }
  return length;
}
