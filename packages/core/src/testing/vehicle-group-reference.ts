import { byCodeUnit, type EpochMs, identifierKey, parseDuration } from "../model";
import type { IntentionClaim, PlateClaim, VehicleGraph, VehiclePolicy } from "../vehicles/index";
import { CASE_VINS, type VehicleCase } from "./vehicle-evidence";
import { standingStatements } from "./vehicle-reference";

/** Groups grown by joining any two that share a person, until none do. */
export function plainHouseholds(graph: VehicleGraph, policy: VehiclePolicy, validAt: EpochMs): readonly string[] {
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

/** A plate on a car. */
export interface Pair {
  readonly plate: string;
  readonly vin: string;
}

/** Plates put on and taken off, instant by instant. */
export function plainPlates({ evidence }: VehicleCase, validAt: EpochMs): readonly Pair[] {
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
export function plainIntentions(one: VehicleCase, policy: VehiclePolicy, validAt: EpochMs): readonly string[] {
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

/** A person and what they mean to buy, as one text. */
export const targetText = (
  person: string,
  { series, model }: { readonly series?: string; readonly model?: string },
): string => `${person} ${series ?? ""}/${model ?? ""}`;
