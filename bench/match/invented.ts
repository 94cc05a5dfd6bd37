import {
  type Catalogue,
  type CatalogueCar,
  countCoViews,
  DAY_MS,
  type Dice,
  type MatchPerson,
  seededDice,
  type VehicleInterest,
} from "@tributary/core";

/** The moment persons are matched at. */
export const NOW = 1_760_000_000_000;

const label = (name: string): CatalogueCar["label"] => ({ zh: name, en: name });
const numbered = (name: string, n: number): readonly string[] => Array.from({ length: n }, (_, i) => `${name}${i}`);

/** Six attributes, each with as many values. */
const ATTRIBUTES = { body: 6, size: 5, power: 4, price: 8, seats: 4, style: 10 };
const TAGS = numbered("tag", 12);

/** A catalogue of invented cars, five a series. */
export function inventCatalogue(cars: number): Catalogue {
  const dice = seededDice(1);
  const attributes = Object.keys(ATTRIBUTES).map((attribute, i) => ({
    attribute,
    label: label(attribute),
    weight: i + 1,
  }));
  const one = (car: string, i: number): CatalogueCar => ({
    car,
    series: `series${Math.floor(i / 5)}`,
    label: label(car),
    priceMinor: { from: 8_000_000 + dice.below(40_000_000), to: 60_000_000 },
    attributes: Object.fromEntries(
      Object.entries(ATTRIBUTES).map(([name, n]) => [name, [dice.zipf(numbered(name, n))]]),
    ),
    reputation: TAGS.filter(() => dice.chance(0.5)).map((tag) => ({
      tag,
      sentiment: dice.below(200) / 100 - 1,
      count: dice.below(900),
    })),
    popularity: dice.below(10_000),
  });
  return { version: "1", attributes, cars: numbered("car", cars).map(one) };
}

/** Persons with some ten interests each: mostly cars looked at, some wishes; every other one has a budget. */
export function inventPersons(persons: number, { cars }: Catalogue): readonly MatchPerson[] {
  const dice = seededDice(2);
  return Array.from(
    { length: persons },
    (_, i): MatchPerson => ({
      interests: Array.from({ length: 1 + dice.below(20) }, () => inventInterest(dice, cars)),
      ...(i % 2 === 0 && { budgetMinor: { to: 20_000_000 + dice.below(40_000_000) } }),
      ...(i % 5 === 0 && { owned: [dice.pick(cars).car] }),
    }),
  );
}

function inventInterest(dice: Dice, cars: readonly CatalogueCar[]): VehicleInterest {
  const at = NOW - dice.below(60 * DAY_MS);
  if (dice.chance(0.8)) return { car: dice.pick(cars).car, at };
  if (dice.chance(0.5)) return { reputation: dice.pick(TAGS), at };
  return { attribute: "body", value: dice.pick(numbered("body", ATTRIBUTES.body)) };
}

/** Who looked at which cars together, of 2,000 invented persons. */
export function inventCoViews({ cars }: Catalogue): ReturnType<typeof countCoViews> {
  const dice = seededDice(3);
  const history = (): { car: string; at: number }[] =>
    Array.from({ length: 2 + dice.below(8) }, (_, at) => ({ car: dice.pick(cars).car, at }));
  return countCoViews(Array.from({ length: 2_000 }, history));
}
