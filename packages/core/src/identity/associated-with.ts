import { byCodeUnit, type IdentifierKey } from "../model";
import type { Associations } from "./association";
import type { Crowd } from "./crowd";
import { bucket } from "./disjoint-sets";
import type { Sighting } from "./evidence";
import { APART, HUB } from "./intern-sightings";
import type { Associated } from "./person-report";
import type { Solution } from "./solve";
import { timesSeen } from "./times-seen";

/**
 * The identifiers seen with a person that join nobody, as far as consent lets both count. What a matcher thinks is no
 * sighting of a device.
 */
export function associatedWith(solution: Solution, person: number, associations: Associations): readonly Associated[] {
  const { graph, gate, personOf } = solution;
  const found = new Map<number, { readonly own: Set<number>; readonly in: Set<number> }>();
  for (const node of bucket(solution.persons, person)) {
    for (const s of associations.sightingsOf(node)) {
      const { purpose, strength } = graph.sightings[s] as Sighting;
      const granted = gate?.(purpose);
      if (strength === "probable" || granted?.[node] === 0) continue;
      for (let i = graph.offsets[s] as number; i < (graph.offsets[s + 1] as number); i++) {
        const other = graph.nodes[i] as number;
        if (personOf[other] !== -1 || !isApart(solution, other) || granted?.[other] === 0) continue;
        const known = found.get(other) ?? { own: new Set(), in: new Set() };
        known.own.add(node);
        known.in.add(s);
        found.set(other, known);
      }
    }
  }
  const keyOf = (node: number): IdentifierKey => graph.keys[node] as IdentifierKey;
  return [...found]
    .map(([node, known]) => ({
      key: keyOf(node),
      because: becauseOf(solution, node),
      seenWith: Array.from(known.own, keyOf).sort(byCodeUnit),
      ...timesSeen(Array.from(known.in, (s) => graph.sightings[s] as Sighting)),
    }))
    .sort((x, y) => byCodeUnit(x.key, y.key));
}

const isApart = ({ graph }: Solution, node: number): boolean =>
  graph.status[node] === HUB || graph.status[node] === APART;

function becauseOf({ graph, hubs }: Solution, node: number): Associated["because"] {
  if (graph.status[node] === APART) return { code: "no-merge" };
  return { code: "hub", ...(hubs.get(node) as Crowd) };
}
