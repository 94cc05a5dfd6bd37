import * as fc from "fast-check";
import {
  relateVehicles,
  type VehicleEvidence,
  type VehicleGraph,
  type VehiclePolicy,
  type VehicleStatement,
} from "../vehicles/index";
import { same } from "./identity-reading";
import { type Law, law } from "./law";
import { type VehicleCase, vehicleCases } from "./vehicle-evidence";
import { readVehicles, tiesAt, tieTexts } from "./vehicle-reading";
import { relatePlainly } from "./vehicle-reference";

/** Evidence about persons and cars is a set, and the graph a reading of it. */
export function vehicleSetLaws(policy: VehiclePolicy): readonly Law[] {
  const cases = vehicleCases(policy);
  const relate = (one: VehicleCase, evidence: VehicleEvidence = one.evidence): VehicleGraph =>
    relateVehicles(evidence, policy, one);
  const read = (one: VehicleCase, evidence?: VehicleEvidence): string => {
    const graph = relate(one, evidence);
    return JSON.stringify([readVehicles(graph, one.instants), graph.refused, graph.warnings]);
  };
  return [
    law(
      "the story of every car, played from its beginning, says the same at every instant",
      fc.property(cases, (one) => {
        const graph = relate(one);
        for (const validAt of one.instants) {
          const plain = relatePlainly(one.evidence, policy, { ...one, validAt });
          same(tieTexts(tiesAt(graph, validAt)), tieTexts(plain), `ties at ${validAt}`);
        }
      }),
    ),
    law(
      "any order of the same evidence gives the same bytes",
      fc.property(
        cases.chain((one) => fc.tuple(fc.constant(one), shuffled(one.evidence))),
        ([one, other]) => same(read(one, other), read(one), "order"),
      ),
    ),
    law(
      "repeated evidence changes nothing, even written otherwise and learnt again later",
      fc.property(cases, fc.nat(5), fc.nat(3), (one, from, later) => {
        const again = <T extends { readonly knownAt: number }>(list: readonly T[] = []): T[] => [
          ...list.slice(from).map((item) => rewritten({ ...item, knownAt: item.knownAt + later })),
          ...list,
        ];
        same(read(one, mapLists(one.evidence, again)), read(one), "duplicates");
      }),
    ),
    law(
      "batches that overlap, put together in any order, give the same bytes as all at once",
      fc.property(cases, fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }), (one, batchOf) => {
        const batch = (number: number): VehicleEvidence =>
          mapLists(one.evidence, (list) => list.filter((_, i) => batchOf[i] === number || batchOf[39 - i] === number));
        const rest = mapLists(one.evidence, (list) => list.filter((_, i) => batchOf[i] !== 2));
        const joined = [batch(2), rest, batch(0)].reduce(join);
        same(read(one, joined), read(one), "batches");
      }),
    ),
    law(
      "transfers learnt late cut as if they had come in time",
      fc.property(cases, fc.array(fc.nat(1_000), { minLength: 40, maxLength: 40 }), (one, delays) => {
        const late = mapLists(one.evidence, (list) =>
          list.map((item, i) => ({ ...item, knownAt: item.knownAt + (delays[i] as number) })),
        );
        const at = (graph: VehicleGraph): unknown => one.instants.map((instant) => tiesAt(graph, instant));
        same(at(relate(one, late)), at(relate(one)), "late");
      }),
    ),
    law(
      "what was known at an instant is what the evidence known by then says",
      fc.property(cases, fc.nat(24), (one, i) => {
        const knownAt = one.evidence.claims[i % Math.max(1, one.evidence.claims.length)]?.knownAt ?? 0;
        const known = mapLists(one.evidence, (list) => list.filter((item) => item.knownAt <= knownAt));
        const replayed = readVehicles(relate(one), one.instants, knownAt);
        same(replayed, readVehicles(relate(one, known), one.instants), `known at ${knownAt}`);
        for (const validAt of one.instants.slice(0, 9)) {
          const plain = relatePlainly(one.evidence, policy, { ...one, validAt, knownAt });
          same(tieTexts(tiesAt(relate(one), validAt, knownAt)), tieTexts(plain), `ties at ${validAt}`);
        }
      }),
    ),
    law(
      "what is added and retracted leaves nothing behind",
      fc.property(cases, vehicleCases(policy, { idPrefix: "late" }), (one, more) => {
        const ids = statementsIn(more.evidence).map(({ id }) => id);
        const added = mapLists(more.evidence, (list) => [...list]);
        const undone = join(one.evidence, { ...added, retractions: ids.map((id) => ({ id, knownAt: -1 })) });
        const graph = (evidence: VehicleEvidence): string => readVehicles(relate(one, evidence), one.instants);
        same(graph(undone), graph(one.evidence), "retracted");
      }),
    ),
    law(
      "a correction takes the place of what it corrects, and gives it back when it is retracted",
      fc.property(cases, (one) => {
        const [first] = one.evidence.claims;
        if (!first) return;
        const others = mapLists(one.evidence, (list) => list.filter(({ id }) => id !== first.id));
        const before = { ...join(others, { claims: [first] }), retractions: others.retractions ?? [] };
        const correction = { ...first, id: "the correction", corrects: first.id, role: "repairSender" as const };
        const corrected = join(before, { claims: [correction] });
        const graph = (evidence: VehicleEvidence): string => readVehicles(relate(one, evidence), one.instants);
        const { corrects: _, ...replacement } = correction;
        const corrects = first.corrects === undefined ? {} : { corrects: first.corrects };
        const replaced = join(others, { claims: [{ ...replacement, ...corrects }] });
        const ties = (evidence: VehicleEvidence): unknown =>
          one.instants.map((instant) => tiesAt(relate(one, evidence), instant));
        if (first.corrects === undefined && !isCorrected(one.evidence, first.id))
          same(ties(corrected), ties(replaced), "corrected");
        const undone = join(corrected, { claims: [], retractions: [{ id: correction.id, knownAt: first.knownAt }] });
        same(graph(undone), graph(before), "correction retracted");
      }),
    ),
  ];
}

/** The same, written in another order. */
const rewritten = <T extends object>(item: T): T => Object.fromEntries(Object.entries(item).reverse()) as T;

const isCorrected = (evidence: VehicleEvidence, id: string): boolean =>
  statementsIn(evidence).some(({ corrects }) => corrects === id);

const statementsIn = ({
  claims,
  transfers = [],
  plates = [],
  intentions = [],
}: VehicleEvidence): VehicleStatement[] => [...claims, ...transfers, ...plates, ...intentions];

type Listed = { readonly id: string; readonly knownAt: number };

/** Evidence with every list changed in the same way. */
const mapLists = (
  { claims, transfers = [], plates = [], intentions = [], retractions = [] }: VehicleEvidence,
  change: <T extends Listed>(list: readonly T[]) => readonly T[],
): VehicleEvidence => ({
  claims: change(claims),
  transfers: change(transfers),
  plates: change(plates),
  intentions: change(intentions),
  retractions: change(retractions),
});

const join = (a: VehicleEvidence, b: VehicleEvidence): VehicleEvidence => ({
  claims: [...a.claims, ...b.claims],
  transfers: [...(a.transfers ?? []), ...(b.transfers ?? [])],
  plates: [...(a.plates ?? []), ...(b.plates ?? [])],
  intentions: [...(a.intentions ?? []), ...(b.intentions ?? [])],
  retractions: [...(a.retractions ?? []), ...(b.retractions ?? [])],
});

const shuffled = (evidence: VehicleEvidence): fc.Arbitrary<VehicleEvidence> => {
  const shuffle = <T>(list: readonly T[] = []): fc.Arbitrary<T[]> =>
    fc.shuffledSubarray([...list], { minLength: list.length });
  return fc.record({
    claims: shuffle(evidence.claims),
    transfers: shuffle(evidence.transfers),
    plates: shuffle(evidence.plates),
    intentions: shuffle(evidence.intentions),
    retractions: shuffle(evidence.retractions),
  });
};
