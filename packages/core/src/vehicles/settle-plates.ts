import { byCodeUnit } from "../model";
import { type Contest, contestsIn, withContests } from "./contests";
import { groupBy } from "./group-by";
import { type Cut, type Span, settle } from "./settle";
import { bounds } from "./settle-vehicle";
import type { PlateClaim } from "./vehicle-evidence";
import type { PlateInterval, VehicleConflict } from "./vehicle-graph";

/** Which car carried which plate. */
export interface PlateHistory {
  /** By plate, VIN and time. */
  readonly intervals: readonly PlateInterval[];
  /** By plate or VIN, and time. */
  readonly conflicts: readonly VehicleConflict[];
}

/**
 * Computes which car carried which plate from all that stands about plates, in any order.
 *
 * A plate is on the car it was last put on, and a car carries the plate it was last given. Only what begins at the same
 * instant contradicts itself; then all of it stands, contested.
 */
export function settlePlates(said: readonly PlateClaim[]): PlateHistory {
  const byPlate = groupBy(said, ({ plate }) => plate);
  const byVin = groupBy(said, ({ vin }) => vin);
  const spans = new Map<string, Map<string, readonly Span<PlateClaim>[]>>();
  for (const [plate, claims] of byPlate) {
    const cars = new Map<string, readonly Span<PlateClaim>[]>();
    for (const [vin, own] of groupBy(claims, (claim) => claim.vin)) {
      const others = [
        ...claims.filter((claim) => claim.vin !== vin),
        ...(byVin.get(vin) ?? []).filter((claim) => claim.plate !== plate),
      ];
      const cuts = others.map((by): Cut<PlateClaim> => ({ at: by.from, by }));
      const grants = own.map((by) => ({ from: by.from, by, ...(by.to === undefined ? {} : { to: by.to }) }));
      cars.set(vin, settle(grants, cuts));
    }
    spans.set(plate, cars);
  }

  const platesOfVin = new Map<string, Map<string, readonly Span<PlateClaim>[]>>();
  for (const [plate, cars] of spans) {
    for (const [vin, own] of cars) {
      platesOfVin.set(vin, (platesOfVin.get(vin) ?? new Map()).set(plate, own));
    }
  }
  const onCars = new Map([...spans].map(([plate, cars]) => [plate, contestsIn(cars)]));
  const ofCars = new Map([...platesOfVin].map(([vin, plates]) => [vin, contestsIn(plates)]));
  return { intervals: intervalsOf(spans, onCars, ofCars), conflicts: conflictsOf(onCars, ofCars) };
}

type Contests = ReadonlyMap<string, readonly Contest<PlateClaim>[]>;
type PlateSpans = ReadonlyMap<string, ReadonlyMap<string, readonly Span<PlateClaim>[]>>;

function intervalsOf(spans: PlateSpans, onCars: Contests, ofCars: Contests): readonly PlateInterval[] {
  const intervals: PlateInterval[] = [];
  for (const plate of sortedKeys(spans)) {
    const cars = spans.get(plate) as ReadonlyMap<string, readonly Span<PlateClaim>[]>;
    for (const vin of sortedKeys(cars)) {
      const against = [...about(onCars.get(plate), vin), ...about(ofCars.get(vin), plate)];
      for (const { from, to, ...rest } of withContests(cars.get(vin) ?? [], against)) {
        intervals.push({ plate, vin, ...bounds(from, to), ...rest });
      }
    }
  }
  return intervals;
}

const about = (contests: readonly Contest<PlateClaim>[] = [], holder: string): readonly Contest<PlateClaim>[] =>
  contests.filter(({ persons }) => persons.includes(holder));

function conflictsOf(onCars: Contests, ofCars: Contests): readonly VehicleConflict[] {
  const conflicts: VehicleConflict[] = [];
  const add = (contests: Contests, sidesOf: (key: string, others: readonly string[]) => Sides): void => {
    for (const key of sortedKeys(contests)) {
      for (const { persons, from, to, because } of contests.get(key) ?? []) {
        conflicts.push({ code: "plates", ...sidesOf(key, persons), ...bounds(from, to), because });
      }
    }
  };
  add(onCars, (plate, vins) => ({ plates: [plate], vins }));
  add(ofCars, (vin, plates) => ({ plates, vins: [vin] }));
  return conflicts;
}

interface Sides {
  readonly plates: readonly string[];
  readonly vins: readonly string[];
}

const sortedKeys = (map: ReadonlyMap<string, unknown>): readonly string[] => [...map.keys()].sort(byCodeUnit);
