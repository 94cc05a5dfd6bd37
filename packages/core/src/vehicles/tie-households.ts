import { byCodeUnit, type EpochMs, type VehicleRole } from "../model";
import { groupBy } from "./group-by";
import type { Fleet, Household, HouseholdRefusal, Households, PersonName, VehicleInterval } from "./vehicle-graph";

/** The limits of a household policy, its time in milliseconds. */
export interface HouseholdLimits {
  readonly roles: readonly VehicleRole[];
  readonly maxPersons: number;
  readonly maxPersonsPerCar: number;
  readonly maxCarsPerPerson: number;
  readonly withinMs: number;
}

/** One car and everything persons were to it. */
export interface CarHistory {
  readonly vin: string;
  readonly intervals: readonly VehicleInterval[];
}

/** Whether an interval holds at an instant. */
export const holdsAt = ({ from, to }: { readonly from: EpochMs; readonly to?: EpochMs }, at: EpochMs): boolean =>
  from <= at && (to === undefined || at < to);

/**
 * Ties persons to households by the cars they share at an instant.
 *
 * A fleet's car, a car that many persons had for a while and a person with many cars tie nobody; a group that grows too
 * large is none. The first three limits look at one car or one person, so what happens elsewhere changes nothing.
 *
 * @param cars every car, in code-unit order of VINs
 */
export function tieHouseholds(
  cars: readonly CarHistory[],
  limits: HouseholdLimits,
  fleets: readonly Fleet[],
  at: EpochMs,
): Households {
  const refused: HouseholdRefusal[] = [];
  const tiesOf = ({ intervals }: CarHistory): readonly VehicleInterval[] =>
    intervals.filter((one) => limits.roles.includes(one.role) && holdsAt(one, at));
  const busy = busyPersons(cars.flatMap(tiesOf), limits.maxCarsPerPerson);
  const fleetsOf = groupBy(
    fleets.flatMap(({ person, vins }) => vins.map((vin) => ({ person, vin }))),
    ({ vin }) => vin,
  );
  const met = new Set<PersonName>();
  const shared = cars.flatMap((car) => {
    const all = tiesOf(car);
    if (personsIn(all).length < 2) return [];
    for (const { person } of all) if (busy.has(person)) met.add(person);
    const ties = all.filter(({ person }) => !busy.has(person));
    if (personsIn(ties).length < 2) return [];
    const owners = (fleetsOf.get(car.vin) ?? []).map(({ person }) => person);
    const refusal = refusalOf(car, owners, limits, at);
    if (!refusal) return [ties];
    refused.push(refusal);
    return [];
  });
  const limit = limits.maxCarsPerPerson;
  for (const person of [...met].sort(byCodeUnit)) {
    refused.push({ code: "max-cars-per-person", person, vins: busy.get(person) ?? [], limit });
  }
  const households: Household[] = [];
  for (const because of groupsOf(shared)) {
    const persons = personsIn(because);
    const vins = vinsIn(because);
    if (persons.length <= limits.maxPersons) households.push({ persons, vins, because });
    else refused.push({ code: "max-persons", vins, persons, limit: limits.maxPersons });
  }
  return { households: households.sort((a, b) => byCodeUnit(first(a), first(b))), refused };
}

/** Who is tied to more cars than one person is for themselves, and to which. */
function busyPersons(ties: readonly VehicleInterval[], limit: number): ReadonlyMap<PersonName, readonly string[]> {
  const cars = [...groupBy(ties, ({ person }) => person)].map(([person, own]) => [person, vinsIn(own)] as const);
  return new Map(cars.filter(([, vins]) => vins.length > limit));
}

const first = ({ persons }: Household): PersonName => persons[0] as PersonName;

const personsIn = (ties: readonly VehicleInterval[]): readonly PersonName[] =>
  [...new Set(ties.map(({ person }) => person))].sort(byCodeUnit);

const vinsIn = (ties: readonly VehicleInterval[]): readonly string[] => [...new Set(ties.map(({ vin }) => vin))];

function refusalOf(
  { vin, intervals }: CarHistory,
  fleets: readonly PersonName[],
  { roles, maxPersonsPerCar, withinMs }: HouseholdLimits,
  at: EpochMs,
): HouseholdRefusal | undefined {
  if (fleets.length > 0) return { code: "fleet-car", vin, fleets };
  const lately = intervals.filter(
    ({ role, from, to }) => roles.includes(role) && from <= at && (to === undefined || to > at - withinMs),
  );
  const persons = personsIn(lately).length;
  if (persons <= maxPersonsPerCar) return undefined;
  return { code: "max-persons-per-car", vin, persons, limit: maxPersonsPerCar };
}

/** Joins the ties of cars that have a person in common, directly or by way of others; by VIN within a group. */
function groupsOf(shared: readonly (readonly VehicleInterval[])[]): readonly (readonly VehicleInterval[])[] {
  const carsOf = groupBy(
    shared.flatMap((ties, car) => personsIn(ties).map((person) => ({ person, car }))),
    ({ person }) => person,
  );
  const seen = new Set<number>();
  return shared.flatMap((_, start) => {
    if (seen.has(start)) return [];
    seen.add(start);
    const group = [start];
    for (const car of group) {
      for (const { car: next } of personsIn(shared[car] ?? []).flatMap((person) => carsOf.get(person) ?? [])) {
        if (seen.has(next)) continue;
        seen.add(next);
        group.push(next);
      }
    }
    return [group.sort((a, b) => a - b).flatMap((car) => shared[car] ?? [])];
  });
}

/** Finds who owns many cars at an instant, by name. */
export function findFleets(cars: readonly CarHistory[], minCars: number, at: EpochMs): readonly Fleet[] {
  const owned = groupBy(
    cars.flatMap(({ intervals }) => intervals.filter((one) => one.role === "owner" && holdsAt(one, at))),
    ({ person }) => person,
  );
  return [...owned]
    .filter(([, own]) => own.length >= minCars)
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([person, own]) => ({
      person,
      vins: own.map(({ vin }) => vin),
      contested: own.filter(({ contested }) => contested).map(({ vin }) => vin),
    }));
}
