import { byCodeUnit } from "../model";
import type { CatalogueIndex, IndexedCar, IndexedValue } from "./index-catalogue";
import type { Taste } from "./read-taste";

/** How many points each reason to offer a car can give. */
export interface MatchWeights {
  /** The person looked at this very car. */
  readonly seen: number;
  /** It has what the person looks for. */
  readonly attributes: number;
  /** Others who looked at the same cars looked at it. */
  readonly coViews: number;
  /** It is well spoken of in what the person heeds; as many points are taken where it is ill spoken of. */
  readonly reputation: number;
  /** Many choose it. */
  readonly popularity: number;
}

/** One reason for a car's score, and what it gave or took. */
export type MatchContribution = { readonly points: number } & (
  | { readonly reason: "attribute"; readonly attribute: string; readonly value: string }
  | { readonly reason: "seen" }
  | { readonly reason: "coView"; readonly car: string }
  | { readonly reason: "reputation"; readonly tag: string }
  | { readonly reason: "popularity" }
);

/** Points are whole billionths while they are added: sums are exact in any order, and equal scores are equal. */
export const POINT = 1e9;
const parts = (points: number): number => Math.round(points * POINT);

/** The score of every car for a taste, in billionths of a point. */
export function scoreCars(index: CatalogueIndex, taste: Taste, weights: MatchWeights): Float64Array {
  const scores = new Float64Array(index.cars.length);
  const give = (car: number, points: number): void => {
    scores[car] = (scores[car] as number) + points;
  };
  for (let i = 0; i < scores.length; i++) {
    const { popularity, reputation } = index.cars[i] as IndexedCar;
    give(i, parts(weights.popularity * popularity));
    for (const { tag, sentiment } of reputation) give(i, reputationParts(taste, tag, sentiment, weights));
  }
  for (const [value, share] of taste.values) {
    const points = valueParts(index, value, share, weights);
    for (const car of index.values[value]?.cars ?? []) give(car, points);
  }
  for (const [car, share] of taste.cars) {
    const number = index.carNumbers.get(car);
    if (number !== undefined) give(number, parts(weights.seen * share));
    for (const { car: other, similarity } of index.neighbours.get(car) ?? [])
      give(other, parts(weights.coViews * share * similarity));
  }
  return scores;
}

const valueParts = ({ values }: CatalogueIndex, value: number, share: number, weights: MatchWeights): number =>
  parts(weights.attributes * (values[value]?.weight ?? 0) * share);

const reputationParts = ({ tags }: Taste, tag: number, sentiment: number, weights: MatchWeights): number =>
  parts(weights.reputation * (tags[tag] ?? 0) * sentiment);

/** Of some cars, by number: every reason that gives points or takes some, the greatest first. */
export function reasonsFor(
  index: CatalogueIndex,
  numbers: readonly number[],
  taste: Taste,
  weights: MatchWeights,
): ReadonlyMap<number, readonly MatchContribution[]> {
  const found = new Map(numbers.map((number) => [number, ownReasons(index, number, taste, weights)]));
  for (const [car, share] of taste.cars) {
    const number = index.carNumbers.get(car) ?? -1;
    found.get(number)?.push({ reason: "seen", points: parts(weights.seen * share) });
    for (const { car: other, similarity } of index.neighbours.get(car) ?? [])
      found.get(other)?.push({ reason: "coView", car, points: parts(weights.coViews * share * similarity) });
  }
  return new Map([...found].map(([number, reasons]) => [number, told(reasons)]));
}

/** The reasons that lie in the car itself. */
function ownReasons(index: CatalogueIndex, number: number, taste: Taste, weights: MatchWeights): MatchContribution[] {
  const { values, reputation, popularity } = index.cars[number] as IndexedCar;
  return [
    { reason: "popularity", points: parts(weights.popularity * popularity) },
    ...values.map((value): MatchContribution => {
      const { attribute, value: name } = index.values[value] as IndexedValue;
      const points = valueParts(index, value, taste.values.get(value) ?? 0, weights);
      return { reason: "attribute", attribute, value: name, points };
    }),
    ...reputation.map(({ tag, sentiment }): MatchContribution => {
      return {
        reason: "reputation",
        tag: index.tags[tag] as string,
        points: reputationParts(taste, tag, sentiment, weights),
      };
    }),
  ];
}

const told = (reasons: readonly MatchContribution[]): readonly MatchContribution[] =>
  reasons
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || byCodeUnit(nameOf(a), nameOf(b)))
    .map((each) => ({ ...each, points: each.points / POINT }));

/** Orders reasons that give as much. */
const nameOf = ({ points: _, ...named }: MatchContribution): string => Object.values(named).join("\n");
