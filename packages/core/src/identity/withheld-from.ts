import { byCodeUnit, type IdentifierKey, type Person } from "../model";
import { bucket } from "./disjoint-sets";
import type { Sighting } from "./evidence";
import type { Withheld } from "./person-report";
import type { ReportSources } from "./report-person";
import type { Solution } from "./solve";
import { timesSeen } from "./times-seen";

/** A pair of identifiers of two persons, and the sightings of one purpose that say nothing of it. */
interface Pair {
  readonly own: number;
  readonly other: number;
  readonly purpose: string;
  readonly missing: readonly number[];
  readonly sightings: Sighting[];
}

/** Everything seen together with a person's identifiers that would count if it and they had consent. */
export function withheldFrom(
  solution: Solution,
  person: number,
  { associations, personAt }: Pick<ReportSources, "associations" | "personAt">,
): readonly Withheld[] {
  const { graph, gate, personOf } = solution;
  if (!gate) return [];
  const pairs = new Map<string, Pair>();
  const note = (own: number, other: number, sighting: Sighting): void => {
    const granted = gate(sighting.purpose);
    const missing = [own, other].filter((node) => granted[node] === 0);
    if (personOf[other] === -1 || personOf[other] === person || missing.length === 0) return;
    const { purpose } = sighting;
    const name = JSON.stringify([own, other, purpose]);
    const pair = pairs.get(name) ?? { own, other, purpose, missing, sightings: [] };
    pair.sightings.push(sighting);
    pairs.set(name, pair);
  };
  for (const own of bucket(solution.persons, person)) {
    for (const s of associations.sightingsOf(own)) {
      for (let i = graph.offsets[s] as number; i < (graph.offsets[s + 1] as number); i++)
        note(own, graph.nodes[i] as number, graph.sightings[s] as Sighting);
    }
  }
  const keyOf = (node: number): IdentifierKey => graph.keys[node] as IdentifierKey;
  return [...pairs.values()]
    .map(({ own, other, purpose, missing, sightings }) => ({
      own: keyOf(own),
      other: keyOf(other),
      oneId: (personAt(other) as Person).oneId,
      purpose,
      missing: missing.map(keyOf).sort(byCodeUnit),
      ...timesSeen(sightings),
    }))
    .sort((x, y) => byCodeUnit(x.own, y.own) || byCodeUnit(x.other, y.other) || byCodeUnit(x.purpose, y.purpose));
}
