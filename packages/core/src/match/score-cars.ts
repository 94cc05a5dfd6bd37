import { byCodeUnit } from "../model";
import type { CatalogueIndex, IndexedCar } from "./index-catalogue";
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
  const ofValue = taste.values.map((share, i) => valueParts(index, i, share, weights));
  const scores = Float64Array.from(index.cars, (car) => {
    let sum = parts(weights.popularity * car.popularity);
    for (const value of car.values) sum += ofValue[value] as number;
    for (const [tag, sentiment] of car.reputation) sum += reputationParts(taste, tag, sentiment, weights);
    return sum;
  });
  const give = (car: number, points: number): void => {
    scores[car] = (scores[car] as number) + points;
  };
  for (const [car, share] of taste.cars) {
    const number = index.carNumbers.get(car);
    if (number !== undefined) give(number, parts(weights.seen * share));
    for (const [other, similarity] of index.neighbours.get(car) ?? [])
      give(other, parts(weights.coViews * share * similarity));
  }
  return scores;
}

const valueParts = ({ values }: CatalogueIndex, value: number, share: number, weights: MatchWeights): number =>
  parts(weights.attributes * (values[value]?.weight ?? 0) * share);

const reputationParts = ({ tags }: Taste, tag: string, sentiment: number, weights: MatchWeights): number =>
  parts(weights.reputation * (tags.get(tag) ?? 0) * sentiment);

/** Every reason that gives one car points or takes some, the greatest first. */
export function reasonsFor(
  index: CatalogueIndex,
  number: number,
  taste: Taste,
  weights: MatchWeights,
): readonly MatchContribution[] {
  const { car, values, reputation, popularity } = index.cars[number] as IndexedCar;
  const found: MatchContribution[] = [{ reason: "popularity", points: parts(weights.popularity * popularity) }];
  for (const value of values) {
    const { attribute, value: name } = index.values[value] as CatalogueIndex["values"][number];
    const points = valueParts(index, value, taste.values[value] as number, weights);
    found.push({ reason: "attribute", attribute, value: name, points });
  }
  for (const [tag, sentiment] of reputation)
    found.push({ reason: "reputation", tag, points: reputationParts(taste, tag, sentiment, weights) });
  for (const [other, share] of taste.cars) {
    if (other === car.car) found.push({ reason: "seen", points: parts(weights.seen * share) });
    for (const [neighbour, similarity] of index.neighbours.get(other) ?? [])
      if (neighbour === number)
        found.push({ reason: "coView", car: other, points: parts(weights.coViews * share * similarity) });
  }
  return found
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || byCodeUnit(nameOf(a), nameOf(b)))
    .map((each) => ({ ...each, points: each.points / POINT }));
}

/** Orders reasons that give as much. */
const nameOf = ({ points: _, ...named }: MatchContribution): string => Object.values(named).join("\n");
