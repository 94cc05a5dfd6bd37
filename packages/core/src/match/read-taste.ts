import type { EpochMs } from "../model";
import type { CatalogueIndex, IndexedValue } from "./index-catalogue";
import { fadeInterests, UNITS, type VehicleInterest } from "./vehicle-interest";

/** What a person's interests say, each in shares of that kind of interest, in [0, 1]. */
export interface Taste {
  /** By number of a value: the share of the interest in its attribute. */
  readonly values: ReadonlyMap<number, number>;
  /** By car, of the catalogue or not: the share of the interest in cars. */
  readonly cars: ReadonlyMap<string, number>;
  /** By number of a tag: its share of the heed for reputation; alike for all where nothing is known. */
  readonly tags: Float64Array;
}

/**
 * Reads a person's taste: a car or series looked at stands for its own attributes' values, in equal parts.
 *
 * Shares are of the interest of their kind plus `doubt`, so that little or long past interest counts less than much. They
 * are taken of whole units: the same interests in any order give the same bytes.
 */
export function readTaste(
  interests: readonly VehicleInterest[],
  index: CatalogueIndex,
  options: { readonly now?: EpochMs | undefined; readonly halfAfterDays: number; readonly doubt: number },
): Taste {
  const [values, attributes] = [new Map<number, number>(), new Map<string, number>()];
  const [cars, tags] = [new Map<string, number>(), new Map<string, number>()];
  const addCar = (car: string, units: number): void => {
    add(cars, car, units);
    const known = index.cars[index.carNumbers.get(car) ?? -1];
    for (const value of known?.values ?? []) {
      const { attribute } = index.values[value] as IndexedValue;
      const part = Math.round(units / (known?.car.attributes[attribute]?.length ?? 1));
      add(attributes, attribute, part);
      add(values, value, part);
    }
  };
  for (const { target, units } of fadeInterests(interests, options)) {
    if ("car" in target) addCar(target.car, units);
    else if ("series" in target) {
      const all = index.seriesCars.get(target.series) ?? [];
      for (const car of all) addCar(car, Math.round(units / all.length));
    } else if ("reputation" in target) add(tags, target.reputation, units);
    else {
      add(attributes, target.attribute, units);
      const value = index.valueNumbers.get(target.attribute)?.get(target.value);
      if (value !== undefined) add(values, value, units);
    }
  }
  const doubt = options.doubt * UNITS;
  const ofAttribute = (value: number): number => attributes.get(index.values[value]?.attribute ?? "") ?? 0;
  const [allCars, allTags] = [sum(cars) + doubt, sum(tags) + doubt];
  return {
    values: new Map([...values].map(([value, units]) => [value, units / (ofAttribute(value) + doubt)])),
    cars: new Map([...cars].map(([car, units]) => [car, units / allCars])),
    tags: Float64Array.from(index.tags, (tag) => ((tags.get(tag) ?? 0) + doubt / index.tags.length) / allTags),
  };
}

const add = <K>(sums: Map<K, number>, key: K, units: number): void => {
  sums.set(key, (sums.get(key) ?? 0) + units);
};

function sum(sums: ReadonlyMap<string, number>): number {
  let all = 0;
  for (const units of sums.values()) all += units;
  return all;
}
