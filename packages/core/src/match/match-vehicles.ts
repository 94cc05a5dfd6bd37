import type { EpochMs } from "../model";
import type { Catalogue, CatalogueCar } from "./catalogue";
import type { CoViewModel } from "./fit-co-views";
import { type IndexedCar, indexCatalogue } from "./index-catalogue";
import { readTaste, type Taste } from "./read-taste";
import { type MatchContribution, type MatchWeights, POINT, reasonsFor, scoreCars } from "./score-cars";
import { createTopList } from "./top-list";
import type { MatchPerson } from "./vehicle-interest";

/** What a matcher knows beside the catalogue. */
export interface MatcherOptions {
  readonly coViews?: CoViewModel;
  /** Replaces single ones of {@link DEFAULT_MATCH_WEIGHTS}; each finite, from 0. */
  readonly weights?: Partial<MatchWeights>;
  /** After how many days an interest is worth half; 7 by default, our choice. */
  readonly halfAfterDays?: number;
  /**
   * How many fresh views are needed for half of the points that interest can give; 0.1 by default, our choice, so that one
   * gives ten elevenths. See {@link DEFAULT_MATCH_WEIGHTS}.
   */
  readonly doubt?: number;
}

/** What is asked of one matching. */
export interface MatchOptions {
  /** Most cars to offer. */
  readonly limit: number;
  /** The moment; by default that of the person's last interest. Later interests do not count. */
  readonly now?: EpochMs;
  /** Most cars of one series; any number by default. */
  readonly perSeries?: number;
  /**
   * What to do where this person has cars: never offer those (the default), offer none but dearer ones than the dearest
   * owned, by what each costs from, or treat them like all others.
   */
  readonly owned?: "exclude" | "upgrade" | "allow";
}

/** A car to offer, and why. */
export interface Match {
  readonly car: string;
  readonly series: string;
  /** What the contributions add up to. */
  readonly score: number;
  /** Every reason that gave points or took some, the greatest first. */
  readonly contributions: readonly MatchContribution[];
}

/** Why a car is not offered, however well it fits. */
export type MatchRefusal = "above-budget" | "below-budget" | "owned" | "no-upgrade";

/** How a car fares with a person, offered or not. */
export interface MatchExplanation extends Match {
  readonly refused?: MatchRefusal;
  /** Its place among the cars not refused, from 1, before `limit` and `perSeries`; absent where it is refused. */
  readonly rank?: number;
}

/** A catalogue ready for many persons. */
export interface Matcher {
  /** The cars to offer a person, the best first; of equal ones the first by name. */
  readonly match: (person: MatchPerson, options: MatchOptions) => readonly Match[];
  /** How one car fares with a person; `undefined` where the catalogue has no such car. */
  readonly explain: (
    person: MatchPerson,
    car: string,
    options?: Pick<MatchOptions, "now" | "owned">,
  ) => MatchExplanation | undefined;
}

/**
 * Our choice, and that of `doubt` too: moved towards what won on the training parts of two shop logs that are not about
 * cars, Taobao's categories and the products of REES46. No public history of car buyers exists to fit them on. Fit yours
 * on what your own persons looked at next, as `bench match-quality` does, and `halfAfterDays` with them: in those shops a
 * small part of a day ranks better than 7 days.
 */
export const DEFAULT_MATCH_WEIGHTS: MatchWeights = {
  seen: 2,
  attributes: 0.5,
  coViews: 1,
  reputation: 0.1,
  popularity: 0.05,
};

/**
 * Offers a person the cars that fit, each with its reasons; the short way for one person, see {@link compileMatcher}.
 *
 *     score = seen + attributes + co-views + reputation + popularity, each its weight times a share in [0, 1]
 *
 * Interests fade with age and are taken as shares: of the interest in an attribute, which part went to this car's value;
 * of the interest in cars, which part went to this very car, or to cars that others looked at together with it. With no
 * interests there are reputation and popularity, and what the person stated. A car outside the budget is left out
 * however well it fits, and interests in what the catalogue does not know count for nothing but dilute the rest.
 *
 * @param catalogue a checked catalogue, its cars in any order
 * @returns at most `limit` cars, the best first; of equal ones the first by name
 * @throws RangeError when an option, a weight or a moment is out of range
 * @example
 * const attributes = [{ attribute: "body", label: { zh: "车身", en: "Body" }, weight: 1 }];
 * const car = (name: string, body: string) => ({
 *   car: name, series: name, label: { zh: name, en: name }, priceMinor: { from: 100, to: 200 }, attributes: { body: [body] },
 * });
 * const cars = [car("a", "sedan"), car("b", "suv"), car("c", "suv")];
 * const person = { interests: [{ car: "b", at: 0 }] };
 * const [, second] = matchVehicles(person, { version: "1", attributes, cars }, { limit: 2 });
 * second; // => { car: "c", series: "c", score: 0.454545455, contributions: [{ reason: "attribute", attribute: "body", value: "suv", points: 0.454545455 }] }
 * @see M. J. Pazzani and D. Billsus, Content-based recommendation systems (2007), on profiles of attributes; R. Burke,
 *   Hybrid recommender systems (2002), on weighted hybrids
 */
export const matchVehicles = (
  person: MatchPerson,
  catalogue: Catalogue,
  options: MatchOptions & MatcherOptions,
): readonly Match[] => compileMatcher(catalogue, options).match(person, options);

/**
 * Makes a catalogue ready for many persons.
 *
 * @param catalogue a checked catalogue, its cars in any order
 * @throws RangeError when an option is out of range
 * @example
 * const car = { car: "a", series: "a", label: { zh: "甲", en: "A" }, priceMinor: { from: 100, to: 200 }, attributes: {} };
 * const matcher = compileMatcher({ version: "1", attributes: [], cars: [car] });
 * matcher.match({}, { limit: 9 }).length; // => 1
 * matcher.explain({ budgetMinor: { to: 99 } }, "a")?.refused; // => "above-budget"
 */
export function compileMatcher(catalogue: Catalogue, options: MatcherOptions = {}): Matcher {
  const index = indexCatalogue(catalogue, options.coViews);
  const { halfAfterDays = 7, doubt = 0.1 } = options;
  const weights = { ...DEFAULT_MATCH_WEIGHTS, ...options.weights };
  for (const [name, value] of Object.entries({ halfAfterDays, doubt }))
    if (!(value > 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`${name} must be finite, above 0, got ${value}`);
  for (const [name, value] of Object.entries(weights))
    if (!(value >= 0 && value <= 1_000)) throw new RangeError(`weights.${name} must be from 0 to 1,000, got ${value}`);

  const tasteOf = ({ interests = [] }: MatchPerson, now: EpochMs | undefined): Taste =>
    readTaste(interests, index, { now, halfAfterDays, doubt });
  const toMatches = (numbers: readonly number[], scores: Float64Array, taste: Taste): readonly Match[] => {
    const reasons = reasonsFor(index, numbers, taste, weights);
    return numbers.map((number) => {
      const { car, series } = (index.cars[number] as IndexedCar).car;
      const score = (scores[number] as number) / POINT;
      return { car, series, score, contributions: reasons.get(number) ?? [] };
    });
  };
  const refusals = (
    person: MatchPerson,
    owned: MatchOptions["owned"],
  ): ((car: CatalogueCar) => MatchRefusal | undefined) => {
    const has = new Set(person.owned);
    const dearest =
      owned === "upgrade"
        ? Math.max(0, ...index.cars.map(({ car }) => (has.has(car.car) ? car.priceMinor.from : 0)))
        : 0;
    const { from = 0, to = Number.POSITIVE_INFINITY } = person.budgetMinor ?? {};
    for (const [name, value] of Object.entries({ from, to }))
      if (!(value >= 0)) throw new RangeError(`budgetMinor.${name} must be a number from 0, got ${value}`);
    return ({ car, priceMinor }) => {
      if (owned !== "allow" && has.has(car)) return "owned";
      if (owned === "upgrade" && priceMinor.from <= dearest) return "no-upgrade";
      if (priceMinor.from > to) return "above-budget";
      return priceMinor.to < from ? "below-budget" : undefined;
    };
  };

  return {
    match(person, { limit, now, owned, perSeries = Number.POSITIVE_INFINITY }) {
      if (!Number.isInteger(limit) || limit < 0)
        throw new RangeError(`limit must be a whole number from 0, got ${limit}`);
      if (!(perSeries >= 1)) throw new RangeError(`perSeries must be from 1, got ${perSeries}`);
      const top = createTopList(limit, perSeries);
      const taste = tasteOf(person, now);
      const scores = scoreCars(index, taste, weights);
      const refusal = refusals(person, owned);
      for (let i = 0; i < scores.length; i++) {
        if (!top.wants(scores[i] as number)) continue;
        const { car } = index.cars[i] as IndexedCar;
        if (refusal(car) === undefined) top.offer(i, scores[i] as number, car.series);
      }
      return toMatches(top.entries(), scores, taste);
    },
    explain(person, name, { now, owned } = {}) {
      const number = index.carNumbers.get(name);
      if (number === undefined) return undefined;
      const taste = tasteOf(person, now);
      const scores = scoreCars(index, taste, weights);
      const refusal = refusals(person, owned);
      const [match] = toMatches([number], scores, taste) as [Match];
      const refused = refusal((index.cars[number] as IndexedCar).car);
      if (refused !== undefined) return { ...match, refused };
      const top = createTopList(index.cars.length, Number.POSITIVE_INFINITY);
      for (const [i, { car }] of index.cars.entries())
        if (refusal(car) === undefined) top.offer(i, scores[i] as number, car.series);
      return { ...match, rank: top.entries().indexOf(number) + 1 };
    },
  };
}
