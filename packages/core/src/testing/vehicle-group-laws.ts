import * as fc from "fast-check";
import { byCodeUnit, type EpochMs, identifierKey, parseDuration } from "../model";
import {
  type IntentionClaim,
  type PlateClaim,
  relateVehicles,
  type VehicleGraph,
  type VehiclePolicy,
} from "../vehicles/index";
import { claim, same } from "./identity-reading";
import { type Law, law } from "./law";
import { CASE_PLATES, CASE_VINS, type VehicleCase, vehicleCases } from "./vehicle-evidence";
import { standingStatements } from "./vehicle-reference";

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

/** Groups grown by joining any two that share a person, until none do. */
function plainHouseholds(graph: VehicleGraph, policy: VehiclePolicy, validAt: EpochMs): readonly string[] {
  const { roles, maxPersons, maxPersonsPerCar, maxCarsPerPerson, within } = policy.household;
  const tied = (vin: string): string[] => [
    ...new Set(
      graph
        .personsOf(vin, { validAt })
        .filter(({ role }) => roles.includes(role))
        .map(({ person }) => person),
    ),
  ];
  const carsOf = (name: string): number => CASE_VINS.filter((vin) => tied(vin).includes(name)).length;
  const fleetCars = new Set(graph.fleets({ validAt }).flatMap(({ vins }) => vins));
  const since = validAt - (parseDuration(within) ?? 0);
  const lately = (vin: string): number =>
    new Set(
      graph
        .history(vin)
        .filter(({ role, from, to }) => roles.includes(role) && from <= validAt && (to === undefined || to > since))
        .map(({ person }) => person),
    ).size;
  let groups: (readonly string[])[] = CASE_VINS.filter(
    (vin) => !fleetCars.has(vin) && lately(vin) <= maxPersonsPerCar,
  ).map((vin) => tied(vin).filter((name) => carsOf(name) <= maxCarsPerPerson));
  groups = groups.filter(({ length }) => length > 1);
  for (let joined = true; joined; ) {
    joined = false;
    for (const group of groups) {
      const other = groups.find((each) => each !== group && each.some((name) => group.includes(name)));
      if (!other) continue;
      groups = [...groups.filter((each) => each !== group && each !== other), [...new Set([...group, ...other])]];
      joined = true;
      break;
    }
  }
  const small = groups.filter(({ length }) => length <= maxPersons).map((group) => [...group].sort(byCodeUnit));
  return small.sort((a, b) => byCodeUnit(a[0] as string, b[0] as string)).map((group) => group.join());
}

interface Pair {
  readonly plate: string;
  readonly vin: string;
}

/** Plates put on and taken off, instant by instant. */
function plainPlates({ evidence }: VehicleCase, validAt: EpochMs): readonly Pair[] {
  const said = standingStatements(evidence).filter((one): one is PlateClaim => "plate" in one);
  const instants = [...new Set(said.flatMap(({ from, to = from }) => [from, to]))].sort((a, b) => a - b);
  let on: readonly PlateClaim[] = [];
  for (const now of instants.filter((at) => at <= validAt)) {
    for (const { plate, vin, from, to } of on) {
      if (to !== now) continue;
      const known = (one: PlateClaim): boolean => one.to === undefined && one.from >= from;
      on = on.filter((one) => one.plate !== plate || one.vin !== vin || !known(one));
    }
    const put = said.filter(({ from }) => from === now);
    const stays = (one: PlateClaim): boolean =>
      one.to !== now && put.every(({ plate, vin }) => (plate === one.plate) === (vin === one.vin));
    on = [...on.filter(stays), ...put];
  }
  return [...new Map(on.map(({ plate, vin }) => [plate + vin, { plate, vin }])).values()];
}

/** Intentions that a claim still speaks for, where no claim that covers its beginning knew an end that has come. */
function plainIntentions(one: VehicleCase, policy: VehiclePolicy, validAt: EpochMs): readonly string[] {
  const lastsMs = parseDuration(policy.intentionFor) ?? 0;
  const said = standingStatements(one.evidence).filter(
    (each): each is IntentionClaim => "role" in each && each.role === "intendsToBuy",
  );
  const text = (each: IntentionClaim): string =>
    targetText(one.personOf(each.person, each.from) ?? identifierKey(each.person), each);
  const speaks = (each: IntentionClaim): boolean => {
    if (each.from > validAt) return false;
    if (each.to !== undefined) return validAt < each.to;
    const ended = said.some(
      ({ from, to, ...other }) =>
        to !== undefined &&
        from <= each.from &&
        each.from < to &&
        to <= validAt &&
        text({ from, ...other }) === text(each),
    );
    return !ended && validAt < each.from + lastsMs;
  };
  return [...new Set(said.filter(speaks).map(text))].sort(byCodeUnit);
}

const targetText = (person: string, { series, model }: { readonly series?: string; readonly model?: string }): string =>
  `${person} ${series ?? ""}/${model ?? ""}`;
