import * as fc from "fast-check";
import {
  type Catalogue,
  type CoViewCounts,
  compileMatcher,
  fitCoViews,
  type Match,
  type Matcher,
  type MatchPerson,
  mergeCoViews,
} from "../match";
import type { EpochMs } from "../model";
import { claim, claimSame } from "./claims";
import { type Law, law } from "./law";
import { arbitraryCoViews, arbitraryMatchPerson } from "./match-arbitraries";
import { arbitraryInstant } from "./scoring-arbitraries";

/**
 * The laws of matching persons and cars, to run on a host's own catalogue.
 *
 * @param catalogue a checked catalogue
 * @returns laws for any test runner; each tries 100 random persons by default
 * @example
 * const label = { zh: "甲", en: "A" };
 * const car = { car: "a", series: "a", label, priceMinor: { from: 1, to: 2 }, attributes: {} };
 * matchLaws({ version: "1", attributes: [], cars: [car] }).length; // => 8
 */
export function matchLaws(catalogue: Catalogue): readonly Law[] {
  return [...answerLaws(catalogue), ...orderLaws(catalogue), ...growthLaws(catalogue)];
}

/** A person at a moment, and what is known of cars that go together. */
interface Case {
  readonly now: EpochMs;
  readonly person: MatchPerson;
  readonly counts: CoViewCounts;
  readonly matcher: Matcher;
}

const cases = (catalogue: Catalogue): fc.Arbitrary<Case> => {
  const cars = catalogue.cars.map(({ car }) => car);
  return arbitraryInstant.chain((now) =>
    fc
      .record({ person: arbitraryMatchPerson(catalogue, now), counts: arbitraryCoViews([...cars, "a car of yore"]) })
      .map(({ person, counts }) => {
        const matcher = compileMatcher(catalogue, { coViews: fitCoViews(counts) });
        return { now, person, counts, matcher };
      }),
  );
};

function answerLaws(catalogue: Catalogue): Law[] {
  const all = catalogue.cars.length;
  return [
    law(
      "the contributions add up to the score",
      fc.property(cases(catalogue), ({ now, person, matcher }) => {
        for (const { car, score, contributions } of matcher.match(person, { now, limit: all })) {
          const sum = contributions.reduce((total, { points }) => total + Math.round(points * 1e9), 0);
          claimSame(sum / 1e9, score, `contributions of ${car}`);
        }
      }),
    ),
    law(
      "cars come best first, none twice, and a shorter list is the beginning of a longer one",
      fc.property(cases(catalogue), fc.nat(all + 1), ({ now, person, matcher }, limit) => {
        const whole = matcher.match(person, { now, limit: all });
        const list = matcher.match(person, { now, limit });
        claim(list.length === Math.min(limit, whole.length), `${list.length} cars, limit ${limit} of ${whole.length}`);
        claimSame(list, whole.slice(0, limit), "the beginning");
        claim(new Set(whole.map(({ car }) => car)).size === whole.length, "a car twice");
        for (const [i, { car, score }] of whole.entries()) {
          const next = whole[i + 1];
          claim(!next || score > next.score || (score === next.score && car < next.car), `${car} before ${next?.car}`);
        }
      }),
    ),
    law(
      "no more of a series than asked for, and none left out that still had room",
      fc.property(cases(catalogue), fc.nat(all), fc.integer({ min: 1, max: 3 }), (each, limit, perSeries) => {
        const { now, person, matcher } = each;
        const taken = new Map<string, number>();
        const greedy = matcher.match(person, { now, limit: all }).filter(({ series }) => {
          taken.set(series, (taken.get(series) ?? 0) + 1);
          return (taken.get(series) as number) <= perSeries;
        });
        claimSame(matcher.match(person, { now, limit, perSeries }), greedy.slice(0, limit), "the best of each series");
      }),
    ),
    law(
      "every car is either offered or refused by name, and its rank is its place",
      fc.property(
        cases(catalogue),
        fc.constantFrom("exclude", "upgrade", "allow"),
        ({ now, person, matcher }, owned) => {
          const offered = matcher.match(person, { now, owned, limit: all });
          for (const { car, priceMinor } of catalogue.cars) {
            const explained = matcher.explain(person, car, { now, owned });
            const place = offered.findIndex((match) => match.car === car);
            claim((explained?.rank ?? 0) - 1 === place, `${car} ranks ${explained?.rank}, stands at ${place}`);
            claim((explained?.refused === undefined) === place >= 0, `${car} is offered and refused, or neither`);
            const { from = 0, to = Number.POSITIVE_INFINITY } = person.budgetMinor ?? {};
            if (place >= 0) claim(priceMinor.from <= to && priceMinor.to >= from, `${car} is outside the budget`);
            if (place >= 0 && owned !== "allow") claim(!person.owned?.includes(car), `${car} is owned`);
          }
        },
      ),
    ),
  ];
}

function orderLaws(catalogue: Catalogue): Law[] {
  const limit = catalogue.cars.length;
  return [
    law(
      "the order of cars, attributes and interests means nothing",
      fc.property(cases(catalogue), ({ now, person, counts, matcher }) => {
        const turned = {
          ...catalogue,
          attributes: [...catalogue.attributes].reverse(),
          cars: [...catalogue.cars].reverse().map((car) => ({
            ...car,
            attributes: Object.fromEntries(Object.entries(car.attributes).reverse()),
          })),
        };
        const back = { ...person, ...(person.interests && { interests: [...person.interests].reverse() }) };
        const found = compileMatcher(turned, { coViews: fitCoViews(counts) }).match(back, { now, limit });
        claimSame(found, matcher.match(person, { now, limit }), "matches");
      }),
    ),
    law(
      "counts of co-views merge in any order, with those of nobody as the identity",
      fc.property(cases(catalogue), cases(catalogue), cases(catalogue), (x, y, z) => {
        const [a, b, c] = [x.counts, y.counts, z.counts];
        claimSame(mergeCoViews(a, b), mergeCoViews(b, a), "commutative");
        claimSame(mergeCoViews(mergeCoViews(a, b), c), mergeCoViews(a, mergeCoViews(b, c)), "associative");
        claimSame(mergeCoViews(a, { persons: 0, cars: {}, pairs: {} }), a, "identity");
        claimSame(fitCoViews(mergeCoViews(a, b)), fitCoViews(mergeCoViews(b, a)), "model");
      }),
    ),
  ];
}

const pointsOf = (match: Match | undefined, reason: string): number =>
  (match?.contributions ?? []).reduce(
    (sum, one) => (one.reason === reason ? sum + Math.round(one.points * 1e9) : sum),
    0,
  );

function growthLaws(catalogue: Catalogue): Law[] {
  return [
    law(
      "more interest in a value of an attribute never lowers a car that has it",
      fc.property(
        cases(catalogue),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        ({ now, person, matcher }, tenths, stated) => {
          for (const { car, attributes } of catalogue.cars) {
            const before = matcher.explain(person, car, { now });
            for (const [attribute, values] of Object.entries(attributes))
              for (const value of values) {
                const more = { attribute, value, weight: tenths / 10, ...(!stated && { at: now }) };
                const after = matcher.explain({ ...person, interests: [...(person.interests ?? []), more] }, car, {
                  now,
                });
                claim((after?.score ?? 0) >= (before?.score ?? 0), `${car} fell by more interest in ${value}`);
              }
          }
        },
      ),
    ),
    law(
      "interests later than the moment count for nothing, and one more view of a car is seen",
      fc.property(cases(catalogue), ({ now, person, matcher }) => {
        const interests = person.interests ?? [];
        const known = { ...person, interests: interests.filter(({ at = now }) => at <= now) };
        for (const { car } of catalogue.cars) {
          const before = matcher.explain(known, car, { now });
          claimSame(matcher.explain(person, car, { now }), before, "the future counted");
          const after = matcher.explain({ ...person, interests: [...interests, { car, at: now }] }, car, { now });
          claim(pointsOf(after, "seen") >= pointsOf(before, "seen"), `${car} looked at once more and seen less`);
        }
      }),
    ),
  ];
}
