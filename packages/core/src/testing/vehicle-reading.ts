import type { EpochMs } from "../model";
import type { VehicleGraph, VehicleInterval } from "../vehicles/index";
import { CASE_PERSONS, CASE_PLATES, CASE_VINS } from "./vehicle-evidence";
import type { PlainTie } from "./vehicle-reference";

/** Everything a graph says about the cars and persons of a case, for comparing two byte by byte. */
export function readVehicles(graph: VehicleGraph, instants: readonly EpochMs[], knownAt?: EpochMs): string {
  const known = knownAt === undefined ? {} : { knownAt };
  const some = instants.filter((_, i) => i % 5 === 0);
  return JSON.stringify({
    histories: CASE_VINS.map((vin) => [graph.history(vin, known), graph.ownersHistory(vin, known)]),
    conflicts: graph.conflicts(known),
    moments: some.map((validAt) => {
      const at = { validAt, ...known };
      return [
        CASE_PERSONS.map((person) => [
          graph.carsOf(person, at),
          graph.intentionsOf(person, at),
          graph.nextChange(person, at),
        ]),
        CASE_PLATES.map((plate) => graph.vinOf(plate, at) ?? "none"),
        CASE_VINS.map((vin) => graph.platesOf(vin, at)),
        graph.intendersOf({}, at),
        graph.households(at),
        graph.fleets(at),
      ];
    }),
  });
}

/** Who is what to which car at an instant, without what says so. */
export const tiesAt = (graph: VehicleGraph, validAt: EpochMs, knownAt?: EpochMs): readonly PlainTie[] => {
  const at = knownAt === undefined ? { validAt } : { validAt, knownAt };
  return CASE_VINS.flatMap((vin) => graph.personsOf(vin, at)).map(tieOf);
};

/** An interval without its time and its reasons. */
export const tieOf = ({ vin, person, role, contested }: VehicleInterval): PlainTie => ({
  vin,
  person,
  role,
  contested,
});

/** Ties as a set of texts in code-unit order. */
export const tieTexts = (ties: readonly PlainTie[]): readonly string[] =>
  ties.map(({ vin, person, role, contested }) => `${vin} ${role} ${person}${contested ? " contested" : ""}`).sort();
