import { byCodeUnit } from "../model";
import type { Catalogue, CatalogueCar } from "./catalogue";
import type { CoViewModel } from "./fit-co-views";

/** A value of an attribute that some car has. */
export interface IndexedValue {
  readonly attribute: string;
  readonly value: string;
  /** The attribute's weight beside those of all attributes, in (0, 1]. */
  readonly weight: number;
  /** The cars that have it. */
  readonly cars: readonly number[];
}

/** A car as numbers: which values it has, and what is said of it. */
export interface IndexedCar {
  readonly car: CatalogueCar;
  readonly values: readonly number[];
  /** By number of a tag: the sentiment, shrunk towards 0 where few said it. */
  readonly reputation: readonly { readonly tag: number; readonly sentiment: number }[];
  /** In [0, 1]: the logarithm of its popularity beside that of the most popular car. */
  readonly popularity: number;
}

/** A catalogue made ready for matching, its cars in order of name: the catalogue's own order means nothing. */
export interface CatalogueIndex {
  readonly cars: readonly IndexedCar[];
  readonly carNumbers: ReadonlyMap<string, number>;
  readonly seriesCars: ReadonlyMap<string, readonly string[]>;
  readonly values: readonly IndexedValue[];
  /** By attribute, by value. */
  readonly valueNumbers: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly tags: readonly string[];
  readonly tagNumbers: ReadonlyMap<string, number>;
  /** Of each car the model knows, in the catalogue or not, the cars of the catalogue that go with it. */
  readonly neighbours: ReadonlyMap<string, readonly { readonly car: number; readonly similarity: number }[]>;
}

/** How many voices make a sentiment count half. Our choice. */
const VOICES = 10;

/** Numbers the cars and values of a checked catalogue. */
export function indexCatalogue(catalogue: Catalogue, coViews?: CoViewModel): CatalogueIndex {
  const cars = [...catalogue.cars].sort((a, b) => byCodeUnit(a.car, b.car));
  const carNumbers = new Map(cars.map(({ car }, i) => [car, i]));
  const seriesCars = new Map<string, string[]>();
  for (const { car, series } of cars) {
    const known = seriesCars.get(series);
    if (known) known.push(car);
    else seriesCars.set(series, [car]);
  }
  const { values, valueNumbers } = numberValues(catalogue, cars);
  const tags = [...new Set(cars.flatMap(({ reputation = [] }) => reputation.map(({ tag }) => tag)))];
  const tagNumbers = new Map(tags.map((tag, i) => [tag, i]));
  const mostPopular = Math.log1p(cars.reduce((most, { popularity = 0 }) => Math.max(most, popularity), 0));
  const indexCar = (car: CatalogueCar): IndexedCar => ({
    car,
    values: Object.entries(car.attributes).flatMap(([attribute, of]) =>
      of.map((value) => valueNumbers.get(attribute)?.get(value) as number),
    ),
    reputation: (car.reputation ?? []).map(({ tag, sentiment, count }) => ({
      tag: tagNumbers.get(tag) as number,
      sentiment: (sentiment * count) / (count + VOICES),
    })),
    popularity: mostPopular > 0 ? Math.log1p(car.popularity ?? 0) / mostPopular : 0,
  });
  return {
    cars: cars.map(indexCar),
    carNumbers,
    seriesCars,
    values,
    valueNumbers,
    tags,
    tagNumbers,
    neighbours: neighboursOf(coViews, carNumbers),
  };
}

function numberValues(
  { attributes }: Catalogue,
  cars: readonly CatalogueCar[],
): Pick<CatalogueIndex, "values" | "valueNumbers"> {
  const values: (IndexedValue & { readonly cars: number[] })[] = [];
  const valueNumbers = new Map<string, Map<string, number>>();
  const all = attributes.map(({ weight }) => weight).sort((a, b) => a - b);
  const sum = all.reduce((total, weight) => total + weight, 0);
  for (const { attribute, weight } of attributes) {
    const numbers = new Map<string, number>();
    valueNumbers.set(attribute, numbers);
    for (const [i, car] of cars.entries()) {
      for (const value of car.attributes[attribute] ?? []) {
        const number = numbers.get(value) ?? values.length;
        if (number === values.length) values.push({ attribute, value, weight: weight / sum, cars: [] });
        numbers.set(value, number);
        values[number]?.cars.push(i);
      }
    }
  }
  return { values, valueNumbers };
}

const neighboursOf = (
  coViews: CoViewModel | undefined,
  carNumbers: ReadonlyMap<string, number>,
): CatalogueIndex["neighbours"] =>
  new Map(
    Object.entries(coViews?.neighbours ?? {}).map(([car, row]) => [
      car,
      row.flatMap(({ car: other, similarity }) => {
        const number = carNumbers.get(other);
        return number === undefined ? [] : [{ car: number, similarity }];
      }),
    ]),
  );
