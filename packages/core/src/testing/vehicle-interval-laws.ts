import * as fc from "fast-check";
import { byCodeUnit, type EpochMs, type Identifier, identifierKey } from "../model";
import {
  relateVehicles,
  type VehicleClaim,
  type VehicleEvidence,
  type VehicleGraph,
  type VehicleInterval,
  type VehiclePolicy,
  type VehicleTransfer,
} from "../vehicles/index";
import { claim, same } from "./identity-reading";
import { type Law, law } from "./law";
import { CASE_PERSONS, CASE_VINS, type VehicleCase, vehicleCases } from "./vehicle-evidence";
import { readVehicles, tieOf, tiesAt, tieTexts } from "./vehicle-reading";
import { standingStatements } from "./vehicle-reference";

/** Intervals are exact, agree with every instant, both ways, and say what they rest on. */
export function vehicleIntervalLaws(policy: VehiclePolicy): readonly Law[] {
  const cases = vehicleCases(policy);
  const relate = (one: VehicleCase): VehicleGraph => relateVehicles(one.evidence, policy, one);
  const histories = (graph: VehicleGraph): readonly VehicleInterval[] => CASE_VINS.flatMap((vin) => graph.history(vin));
  return [
    law(
      "at most one owns a car at an instant, unless co-owners are allowed or the conflict is reported",
      fc.property(cases, (one) => {
        const graph = relate(one);
        for (const validAt of one.instants) checkOwners(graph, policy, validAt);
      }),
    ),
    law(
      "intervals of one person, car and role are disjoint, sorted, and no longer than they must be",
      fc.property(cases, (one) => {
        const last = new Map<string, VehicleInterval>();
        for (const next of histories(relate(one))) {
          claim(next.to === undefined || next.from < next.to, `empty: ${JSON.stringify(next)}`);
          const key = `${next.vin} ${next.role} ${next.person}`;
          const before = last.get(key);
          const apart = !before || (before.to !== undefined && before.to <= next.from);
          claim(apart, `overlap: ${JSON.stringify([before, next])}`);
          claim(before?.to !== next.from || before.contested !== next.contested, `one interval in two: ${key}`);
          last.set(key, next);
        }
      }),
    ),
    law(
      "an interval holds from its first instant up to, not including, its last",
      fc.property(cases, (one) => {
        const graph = relate(one);
        const holds = (interval: VehicleInterval, at: EpochMs): boolean =>
          tieTexts(tiesAt(graph, at)).includes(tieTexts([tieOf(interval)])[0] as string);
        for (const interval of histories(graph)) {
          const { from, to } = interval;
          claim(holds(interval, from) && !holds(interval, from - 1), `starts at ${from}: ${JSON.stringify(interval)}`);
          if (to !== undefined) {
            claim(holds(interval, to - 1) && !holds(interval, to), `ends at ${to}: ${JSON.stringify(interval)}`);
          }
        }
      }),
    ),
    law(
      "a person has to do with a car exactly when the car is among the cars of that person",
      fc.property(cases, (one) => {
        const graph = relate(one);
        const names = new Set(
          CASE_PERSONS.flatMap((id) => [...one.instants.map((at) => one.personOf(id, at)), identifierKey(id)]),
        );
        for (const validAt of one.instants) {
          const byCar = CASE_VINS.flatMap((vin) => graph.personsOf(vin, { validAt })).map(sentence);
          const byPerson = [...names].flatMap((name) => graph.carsOf(name ?? "", { validAt })).map(sentence);
          same(byPerson.sort(byCodeUnit), byCar.sort(byCodeUnit), `at ${validAt}`);
          for (const id of CASE_PERSONS) {
            const name = one.personOf(id, validAt) ?? identifierKey(id);
            same(graph.carsOf(id, { validAt }), graph.carsOf(name, { validAt }), `cars by identifier at ${validAt}`);
          }
        }
      }),
    ),
    law(
      "an interval rests on the statements it names, and ends by those it names",
      fc.property(cases, (one) => {
        for (const interval of histories(relate(one))) checkReasons(interval, one, policy);
      }),
    ),
    law(
      "new names for the same persons give the same graph",
      fc.property(cases, (one) => {
        const plain = (id: Identifier, at: EpochMs): string => one.personOf(id, at) ?? `nobody ${id.value}`;
        const graph = relateVehicles(one.evidence, policy, { personOf: plain });
        const renamed = relateVehicles(one.evidence, policy, { personOf: (id, at) => `also ${plain(id, at)}` });
        same(readVehicles(renamed, one.instants).replaceAll('"also ', '"'), readVehicles(graph, one.instants), "names");
      }),
    ),
    law(
      "nothing a person has changes before the announced next change, and something does then",
      fc.property(cases, fc.constantFrom(...CASE_PERSONS), (one, id) => {
        const graph = relate(one);
        const read = (name: string, validAt: EpochMs): string =>
          JSON.stringify([graph.carsOf(name, { validAt }), graph.intentionsOf(name, { validAt })]);
        for (const validAt of one.instants) {
          const name = one.personOf(id, validAt) ?? identifierKey(id);
          const next = graph.nextChange(name, { validAt });
          claim(next === undefined || next > validAt, `announced ${next} at ${validAt}`);
          const until = one.instants.filter((at) => at > validAt && (next === undefined || at < next));
          for (const at of until) same(read(name, at), read(name, validAt), `between ${validAt} and ${next}`);
          if (next !== undefined) claim(read(name, next) !== read(name, validAt), `nothing changes at ${next}`);
        }
      }),
    ),
  ];
}

const sentence = (interval: VehicleInterval): string => JSON.stringify(interval);

function checkOwners(graph: VehicleGraph, policy: VehiclePolicy, validAt: EpochMs): void {
  for (const vin of CASE_VINS) {
    for (const [role, code] of [["owner", "owners"] as const, ["buyer", "buyers"] as const]) {
      const held = graph.personsOf(vin, { validAt }).filter((one) => one.role === role);
      const reported = graph.conflicts().filter((one) => {
        if (one.code !== code || one.vin !== vin) return false;
        return one.from <= validAt && (one.to === undefined || validAt < one.to);
      });
      const persons = held.map(({ person }) => person);
      claim(new Set(persons).size === persons.length, `twice at ${validAt}: ${persons.join()}`);
      const contested = policy.coOwners === "report" && held.length > 1;
      claim(
        held.every((one) => one.contested === contested),
        `${code} of ${vin} at ${validAt} are marked wrongly`,
      );
      const told = reported.map((one) => ("persons" in one ? one.persons : []));
      same(told, contested ? [persons] : [], `${code} of ${vin} reported at ${validAt}`);
    }
  }
}

/** Without other evidence a person has the role where the interval begins; without its ends, still where it ended. */
function checkReasons(interval: VehicleInterval, one: VehicleCase, policy: VehiclePolicy): void {
  const { vin, role, from, to, because, endedBy } = interval;
  const standing = standingStatements(one.evidence).map(({ corrects: _, ...statement }) => statement);
  const only = (keep: (id: string) => boolean): VehicleEvidence => {
    const kept = standing.filter(({ id }) => keep(id));
    return {
      claims: kept.filter((each): each is VehicleClaim => "role" in each && each.role !== "intendsToBuy"),
      transfers: kept.filter((each): each is VehicleTransfer => "newOwner" in each),
    };
  };
  const has = (evidence: VehicleEvidence, validAt: EpochMs): boolean =>
    relateVehicles(evidence, policy, one)
      .personsOf(vin, { validAt })
      .some((other) => other.role === role && other.person === interval.person);
  const restsOn = because.map(({ id }) => id);
  claim(
    has(
      only((id) => restsOn.includes(id)),
      from,
    ),
    `does not rest on ${restsOn.join()}: ${JSON.stringify(interval)}`,
  );
  if (to === undefined) same(endedBy, [], "an interval without an end names what ended it");
  const sales = (one.evidence.transfers ?? []).filter(({ at }) => at === to);
  const enders = endedBy.map(({ id }) => id);
  if (to === undefined || enders.length === 0 || sales.length > 1) return;
  const keeping = restsOn.filter((id) => !enders.includes(id));
  if (keeping.length < restsOn.length) return;
  claim(
    has(
      only((id) => !enders.includes(id)),
      to,
    ),
    `not ended by ${enders.join()}: ${JSON.stringify(interval)}`,
  );
}
