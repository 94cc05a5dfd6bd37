import type { EpochMs } from "../model";
import type { CatalogueIndex } from "./index-catalogue";
import { fadeInterests, UNITS, type VehicleInterest } from "./vehicle-interest";

/** What a person's interests say, each in shares of that kind of interest, in [0, 1]. */
export interface Taste {
  /** By number of a value: the share of the interest in its attribute. */
  readonly values: Float64Array;
  /** By car, of the catalogue or not: the share of the interest in cars. */
  readonly cars: ReadonlyMap<string, number>;
  /** By tag: how much of the heed for reputation it gets; alike for all where nothing is known. */
  readonly tags: ReadonlyMap<string, number>;
}

/**
 * Reads a person's taste: a car or series looked at stands for its own attributes' values, in equal parts.
 *
 * Shares are of the interest of their kind plus `doubt`, so that one view does not count like twenty. They are taken of
 * whole units: the same interests in any order give the same bytes.
 */
export function readTaste(
  interests: readonly VehicleInterest[],
  index: CatalogueIndex,
  options: { readonly now?: EpochMs | undefined; readonly halfLifeDays: number; readonly doubt: number },
): Taste {
  const values = new Float64Array(index.values.length);
  const attributes = new Map<string, number>();
  const [cars, tags] = [new Map<string, number>(), new Map<string, number>()];
  const addValue = (attribute: string, value: string, units: number): void => {
    add(attributes, attribute, units);
    const number = index.valueNumbers.get(attribute)?.get(value);
    if (number !== undefined) values[number] = (values[number] as number) + units;
  };
  const addCar = (car: string, units: number): void => {
    add(cars, car, units);
    const known = index.cars[index.carNumbers.get(car) ?? -1]?.car.attributes ?? {};
    for (const [attribute, all] of Object.entries(known))
      for (const value of all) addValue(attribute, value, Math.round(units / all.length));
  };
  for (const { target, units } of fadeInterests(interests, options)) {
    if ("car" in target) addCar(target.car, units);
    else if ("series" in target) {
      const all = index.seriesCars.get(target.series) ?? [];
      for (const car of all) addCar(car, Math.round(units / all.length));
    } else if ("reputation" in target) add(tags, target.reputation, units);
    else addValue(target.attribute, target.value, units);
  }
  const doubt = options.doubt * UNITS;
  for (const [i, { attribute }] of index.values.entries())
    values[i] = (values[i] as number) / ((attributes.get(attribute) ?? 0) + doubt);
  return { values, cars: shares(cars, doubt, []), tags: shares(tags, doubt, index.tags) };
}

const add = (sums: Map<string, number>, key: string, units: number): void => {
  sums.set(key, (sums.get(key) ?? 0) + units);
};

/** Each sum's share of all; the doubt is given to the usual ones, in equal parts. */
function shares(
  sums: ReadonlyMap<string, number>,
  doubt: number,
  usual: readonly string[],
): ReadonlyMap<string, number> {
  let all = doubt;
  for (const units of sums.values()) all += units;
  const each = usual.length === 0 ? 0 : doubt / usual.length;
  const found = new Map(usual.map((key) => [key, each / all]));
  const known = new Set(usual);
  for (const [key, units] of sums) found.set(key, (units + (known.has(key) ? each : 0)) / all);
  return found;
}
