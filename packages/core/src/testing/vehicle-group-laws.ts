import * as fc from "fast-check";
import { byCodeUnit } from "../model";
import { relateVehicles, type VehicleGraph, type VehiclePolicy } from "../vehicles/index";
import { claim, same } from "./identity-reading";
import { type Law, law } from "./law";
import { CASE_PLATES, CASE_VINS, type VehicleCase, vehicleCases } from "./vehicle-evidence";
import { plainHouseholds, plainIntentions, plainPlates, targetText } from "./vehicle-group-reference";

/** Households and fleets follow from who has which car; plates and intentions from what was said of them. */
export function vehicleGroupLaws(policy: VehiclePolicy): readonly Law[] {
  const cases = vehicleCases(policy);
  const relate = (one: VehicleCase): VehicleGraph => relateVehicles(one.evidence, policy, one);
  return [
    law(
      "households are the persons whom cars within the limits tie, and nobody is in two",
      fc.property(cases, (one) => {
        const graph = relate(one);
        for (const validAt of one.instants.filter((_, i) => i % 2 === 0)) {
          const { households } = graph.households({ validAt });
          const found = households.map(({ persons }) => persons.join());
          same(found, plainHouseholds(graph, policy, validAt), `households at ${validAt}`);
        }
      }),
    ),
    law(
      "what tied nobody is named with the limit it broke",
      fc.property(cases, (one) => {
        const graph = relate(one);
        for (const validAt of one.instants.filter((_, i) => i % 2 === 0)) {
          const { households, refused } = graph.households({ validAt });
          const told = new Set(
            [...households, ...refused].flatMap((each) => ("vin" in each ? [each.vin] : [...each.vins])),
          );
          for (const vin of CASE_VINS) {
            const ties = graph.personsOf(vin, { validAt }).filter(({ role }) => policy.household.roles.includes(role));
            if (new Set(ties.map(({ person }) => person)).size < 2) continue;
            claim(told.has(vin), `nothing is said of ${vin} at ${validAt}`);
          }
        }
      }),
    ),
    law(
      "fleets are the owners of many cars at an instant",
      fc.property(cases, (one) => {
        const graph = relate(one);
        for (const validAt of one.instants) {
          const owned = CASE_VINS.flatMap((vin) =>
            graph.personsOf(vin, { validAt }).filter(({ role }) => role === "owner"),
          );
          const names = [...new Set(owned.map(({ person }) => person))].sort(byCodeUnit);
          const vinsOf = (name: string): string[] =>
            owned.filter(({ person }) => person === name).map(({ vin }) => vin);
          const many = names.filter((name) => vinsOf(name).length >= policy.fleet.minCars);
          const found = graph.fleets({ validAt }).map(({ person, vins }) => [person, vins]);
          same(
            found,
            many.map((name) => [name, vinsOf(name)]),
            `fleets at ${validAt}`,
          );
        }
      }),
    ),
    law(
      "plates moved one after the other say the same at every instant",
      fc.property(cases, (one) => {
        const graph = relate(one);
        for (const validAt of one.instants) {
          const plain = plainPlates(one, validAt);
          for (const plate of CASE_PLATES) {
            const on = plain.filter((pair) => pair.plate === plate);
            const [only] = on;
            const alone = only && on.length === 1 && plain.filter(({ vin }) => vin === only.vin).length === 1;
            same(graph.vinOf(plate, { validAt }) ?? "none", alone ? only.vin : "none", `${plate} at ${validAt}`);
          }
          for (const vin of CASE_VINS) {
            const carried = plain.filter((pair) => pair.vin === vin).map(({ plate }) => plate);
            const found = graph.platesOf(vin, { validAt }).map(({ plate }) => plate);
            same(found, [...new Set(carried)].sort(byCodeUnit), `plates of ${vin} at ${validAt}`);
          }
        }
      }),
    ),
    law(
      "an intention lasts as long as the policy says, unless it is renewed or was given an end",
      fc.property(cases, (one) => {
        const graph = relate(one);
        for (const validAt of one.instants) {
          const found = graph.intendersOf({}, { validAt }).map((each) => targetText(each.person, each));
          same(found.sort(byCodeUnit), plainIntentions(one, policy, validAt), `intentions at ${validAt}`);
        }
      }),
    ),
  ];
}
