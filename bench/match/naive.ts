import {
  type Catalogue,
  type CatalogueCar,
  type CoViewModel,
  DAY_MS,
  DEFAULT_MATCH_WEIGHTS,
  type EpochMs,
  type MatchPerson,
} from "@tributary/core";

/** The matcher's default. */
const DOUBT = 0.1;

/**
 * The same score as its definition reads, car by car: every interest is looked at again for each attribute, tag and
 * neighbour of each car. No reasons are given. Interests in series are left out: nobody here has one.
 */
export function matchNaively(
  { interests = [], budgetMinor = {}, owned = [] }: MatchPerson,
  { attributes, cars }: Catalogue,
  { neighbours }: CoViewModel,
  { now, limit }: { readonly now: EpochMs; readonly limit: number },
): readonly { readonly car: string; readonly score: number }[] {
  const { seen, attributes: shared, coViews, reputation, popularity } = DEFAULT_MATCH_WEIGHTS;
  const worth = interests.map(({ at = now, weight = 1 }) => weight / (1 + (now - at) / DAY_MS / 7));
  const carOf = new Map(cars.map((car) => [car.car, car]));
  const sumWhere = (part: (interest: (typeof interests)[number]) => number): number =>
    interests.reduce((sum, interest, i) => sum + (worth[i] as number) * part(interest), 0);
  const weights = attributes.reduce((sum, { weight }) => sum + weight, 0);
  const most = Math.log1p(Math.max(...cars.map((car) => car.popularity ?? 0)));
  const tags = new Set(cars.flatMap((car) => (car.reputation ?? []).map(({ tag }) => tag)));

  const scoreOf = (car: CatalogueCar): number => {
    let score = (popularity * Math.log1p(car.popularity ?? 0)) / most;
    for (const { attribute, weight } of attributes) {
      const all = sumWhere((one) =>
        "car" in one
          ? Number(carOf.get(one.car)?.attributes[attribute] !== undefined)
          : Number("attribute" in one && one.attribute === attribute),
      );
      for (const value of car.attributes[attribute] ?? []) {
        const units = sumWhere((one) => {
          if (!("car" in one)) return Number("attribute" in one && one.attribute === attribute && one.value === value);
          const values = carOf.get(one.car)?.attributes[attribute] ?? [];
          return values.includes(value) ? 1 / values.length : 0;
        });
        score += (shared * (weight / weights) * units) / (all + DOUBT);
      }
    }
    const looks = sumWhere((one) => Number("car" in one)) + DOUBT;
    score += (seen * sumWhere((one) => Number("car" in one && one.car === car.car))) / looks;
    score +=
      (coViews *
        sumWhere((one) =>
          "car" in one ? (neighbours[one.car]?.find((near) => near.car === car.car)?.similarity ?? 0) : 0,
        )) /
      looks;
    const heed = sumWhere((one) => Number("reputation" in one)) + DOUBT;
    for (const { tag, sentiment, count } of car.reputation ?? []) {
      const units = sumWhere((one) => Number("reputation" in one && one.reputation === tag)) + DOUBT / tags.size;
      score += (((reputation * units) / heed) * sentiment * count) / (count + 10);
    }
    return score;
  };

  const { from = 0, to = Number.POSITIVE_INFINITY } = budgetMinor;
  return cars
    .filter(({ car, priceMinor }) => !owned.includes(car) && priceMinor.from <= to && priceMinor.to >= from)
    .map((car) => ({ car: car.car, score: scoreOf(car) }))
    .sort((a, b) => b.score - a.score || (a.car < b.car ? -1 : 1))
    .slice(0, limit);
}
