import * as fc from "fast-check";
import type { Catalogue, CatalogueCar, CoViewCounts, MatchPerson, VehicleInterest } from "../match";
import { countCoViews } from "../match";
import { DAY_MS, type EpochMs } from "../model";

const label = { zh: "车", en: "Car" };

/**
 * Any catalogue a host might define: up to a dozen cars of a few series, attributes of one value or several.
 *
 * @example
 * fc.assert(fc.property(arbitraryCatalogue(), (catalogue) => checkCatalogue(catalogue).ok)); // => undefined
 */
export function arbitraryCatalogue(): fc.Arbitrary<Catalogue> {
  const values = (...all: string[]): fc.Arbitrary<string[]> => fc.subarray(all, { minLength: 1 });
  const attributes = fc.record(
    { body: values("suv", "sedan", "mpv"), power: values("ev", "ice") },
    { requiredKeys: [] },
  );
  const reputation = fc.uniqueArray(
    fc.record({
      tag: fc.constantFrom("space", "quiet", "range"),
      sentiment: fc.integer({ min: -10, max: 10 }).map((tenths) => tenths / 10),
      count: fc.nat(500),
    }),
    { selector: ({ tag }) => tag, maxLength: 3 },
  );
  const car = fc.record({
    series: fc.constantFrom("s1", "s2", "s3"),
    from: fc.integer({ min: 1, max: 50 }),
    attributes,
    reputation,
    popularity: fc.nat(1_000),
  });
  const weight = fc.integer({ min: 1, max: 9 });
  return fc.tuple(weight, weight, fc.array(car, { minLength: 1, maxLength: 12 })).map(
    ([body, power, cars]): Catalogue => ({
      version: "any",
      attributes: [
        { attribute: "body", label, weight: body },
        { attribute: "power", label, weight: power },
      ],
      cars: cars.map(
        ({ from, ...rest }, i): CatalogueCar => ({
          car: `c${i}`,
          label,
          priceMinor: { from, to: from + 5 },
          ...rest,
        }),
      ),
    }),
  );
}

/**
 * Signs of interest a person may have given by a moment and a little after, some in what no catalogue knows.
 *
 * @example
 * const catalogue = { version: "1", attributes: [], cars: [] };
 * fc.assert(fc.property(arbitraryInterests(catalogue, 9e11), (all) => all.every(({ at = 0 }) => at < 1e12))); // => undefined
 */
export function arbitraryInterests(catalogue: Catalogue, now: EpochMs): fc.Arbitrary<VehicleInterest[]> {
  const cars = [...catalogue.cars.map(({ car }) => car), "a car of yore"];
  const pairs = catalogue.cars.flatMap(({ attributes }) =>
    Object.entries(attributes).flatMap(([attribute, all]) => all.map((value) => ({ attribute, value }))),
  );
  const tags = catalogue.cars.flatMap(({ reputation = [] }) => reputation.map(({ tag }) => tag));
  const target = fc.oneof(
    fc.constantFrom(...cars).map((car) => ({ car })),
    fc.constantFrom("a series of yore", ...catalogue.cars.map(({ series }) => series)).map((series) => ({ series })),
    fc.constantFrom({ attribute: "body", value: "no such body" }, ...pairs),
    fc.constantFrom("a tag of yore", ...tags).map((reputation) => ({ reputation })),
  );
  const sign = fc.record(
    {
      at: fc.integer({ min: now - 90 * DAY_MS, max: now + DAY_MS }),
      weight: fc.integer({ min: 1, max: 50 }).map((n) => n / 10),
    },
    { requiredKeys: [] },
  );
  return fc.array(
    fc.tuple(target, sign).map(([what, how]) => ({ ...what, ...how })),
    { maxLength: 12 },
  );
}

/** A person to match: interests, perhaps a budget, perhaps cars. */
export const arbitraryMatchPerson = (catalogue: Catalogue, now: EpochMs): fc.Arbitrary<MatchPerson> => {
  const prices = catalogue.cars.map(({ priceMinor }) => priceMinor.from);
  return fc.record(
    {
      interests: arbitraryInterests(catalogue, now),
      budgetMinor: fc.record(
        { from: fc.constantFrom(0, ...prices), to: fc.constantFrom(...prices) },
        { requiredKeys: [] },
      ),
      owned: fc.array(fc.constantFrom(...catalogue.cars.map(({ car }) => car)), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  );
};

/** Counts of who looked at which cars together, of a few persons. */
export const arbitraryCoViews = (cars: readonly string[]): fc.Arbitrary<CoViewCounts> =>
  fc
    .array(fc.array(fc.record({ car: fc.constantFrom(...cars), at: fc.nat(30 * DAY_MS) }), { maxLength: 8 }), {
      maxLength: 8,
    })
    .map((histories) => countCoViews(histories));
