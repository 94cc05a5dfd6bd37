import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model";
import { arbitraryCatalogue, matchLaws } from "../testing";
import { type Catalogue, type CatalogueCar, checkCatalogue } from "./catalogue";
import { countCoViews } from "./count-co-views";
import { fitCoViews } from "./fit-co-views";
import { compileMatcher, type MatchOptions, matchVehicles } from "./match-vehicles";
import type { MatchPerson } from "./vehicle-interest";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const now = 1_760_000_000_000;
const label = { zh: "车", en: "Car" };

const car = (name: string, body: string, from: number, more: Partial<CatalogueCar> = {}): CatalogueCar => ({
  car: name,
  series: name.slice(0, 1),
  label,
  priceMinor: { from, to: from + 10 },
  attributes: { body: [body] },
  ...more,
});
const catalogue: Catalogue = {
  version: "1",
  attributes: [
    { attribute: "body", label, weight: 3 },
    { attribute: "power", label, weight: 1 },
  ],
  cars: [
    car("v1", "suv", 200, { attributes: { body: ["suv"], power: ["ev"] } }),
    car("v2", "suv", 300, { attributes: { body: ["suv"], power: ["ice"] } }),
    car("s1", "sedan", 100, { popularity: 999, reputation: [{ tag: "quiet", sentiment: -0.4, count: 90 }] }),
    car("m1", "mpv", 400, { reputation: [{ tag: "quiet", sentiment: 1, count: 30 }] }),
  ],
};
const names = (person: MatchPerson, options: Partial<MatchOptions> = {}): string[] =>
  matchVehicles(person, catalogue, { limit: 9, ...options }).map((match) => match.car);

/** How many points `units` of `all` interest earn, in whole billionths; a tenth of a view of doubt earns nothing. */
const earned = (points: number, units: number, all: number = units): number =>
  Math.round(((points * units) / (all + 0.1)) * 1e9) / 1e9;

describe("matchVehicles", () => {
  it("offers somebody unknown what many choose and what is well spoken of", () => {
    const [first, second, ...rest] = matchVehicles({}, catalogue, { limit: 9 });
    expect(first).toEqual({
      car: "m1",
      series: "m",
      score: 0.075,
      contributions: [{ reason: "reputation", tag: "quiet", points: 0.075 }],
    });
    expect(second).toEqual({
      car: "s1",
      series: "s",
      score: 0.014,
      contributions: [
        { reason: "popularity", points: 0.05 },
        { reason: "reputation", tag: "quiet", points: -0.036 },
      ],
    });
    expect(rest.map(({ car, score }) => [car, score])).toEqual([
      ["v1", 0],
      ["v2", 0],
    ]);
  });

  it("explains what a view of a car gives itself and those that share its attributes", () => {
    const [first, second] = matchVehicles({ interests: [{ car: "v1", at: now }] }, catalogue, { limit: 2 });
    expect(first).toEqual({
      car: "v1",
      series: "v",
      score: earned(2.5, 1),
      contributions: [
        { reason: "seen", points: earned(2, 1) },
        { reason: "attribute", attribute: "body", value: "suv", points: earned(0.375, 1) },
        { reason: "attribute", attribute: "power", value: "ev", points: earned(0.125, 1) },
      ],
    });
    expect([second?.car, second?.score]).toEqual(["v2", earned(0.375, 1)]);
  });

  it("counts an interest half after so many days, a third after twice as many, and a stated one in full", () => {
    const score = (ageDays: number | undefined): number | undefined => {
      const interest = {
        attribute: "body",
        value: "mpv",
        ...(ageDays !== undefined && { at: now - ageDays * DAY_MS }),
      };
      const matcher = compileMatcher(catalogue, { halfAfterDays: 10, weights: { reputation: 0 } });
      return matcher.explain({ interests: [interest] }, "m1", { now })?.score;
    };
    expect([score(0), score(10), score(20), score(undefined)]).toEqual(
      [1, 1 / 2, 1 / 3, 1].map((units) => earned(0.375, units)),
    );
  });

  it("spreads a car of several values over them, and a series over its cars", () => {
    const both = {
      ...catalogue,
      cars: [...catalogue.cars, car("x1", "suv", 1, { attributes: { body: ["suv", "mpv"] } })],
    };
    const bodies = (person: MatchPerson): Record<string, number> => {
      const matches = matchVehicles(person, both, { limit: 9 });
      const points = matches.flatMap(({ contributions }) =>
        contributions.flatMap((one) => (one.reason === "attribute" ? [[one.value, one.points] as const] : [])),
      );
      return Object.fromEntries(points);
    };
    expect(bodies({ interests: [{ car: "x1" }] })).toEqual({ suv: earned(0.375, 0.5, 1), mpv: earned(0.375, 0.5, 1) });
    expect(bodies({ interests: [{ series: "v", weight: 2 }] })).toEqual({
      suv: earned(0.375, 2),
      ev: earned(0.125, 1, 2),
      ice: earned(0.125, 1, 2),
    });
  });

  it("offers what others looked at together with what this person looked at, in the catalogue or not", () => {
    const views = ["m1", "old"].map((name) => ({ car: name, at: 0 }));
    const coViews = fitCoViews(countCoViews([views, views]), { shrinkage: 2 });
    const person = { interests: [{ car: "old", at: now }] };
    const [first] = matchVehicles(person, catalogue, { limit: 1, coViews, weights: { reputation: 0 } });
    expect(first?.contributions).toEqual([{ reason: "coView", car: "old", points: earned(0.5, 1) }]);
  });

  it("turns a person's heed for something towards who is praised for it", () => {
    const wants = { interests: [{ reputation: "quiet", weight: 0.9 }] };
    const loud = compileMatcher(catalogue).explain(wants, "s1", { now });
    expect(loud?.contributions).toContainEqual({ reason: "reputation", tag: "quiet", points: -0.036 });
    const cares = { interests: [{ reputation: "what nobody speaks of", weight: 0.9 }] };
    const heeded = compileMatcher(catalogue).explain(cares, "s1", { now });
    expect(heeded?.contributions).toContainEqual({ reason: "reputation", tag: "quiet", points: -0.0036 });
  });

  it("keeps to the budget, both ends included", () => {
    expect(names({ budgetMinor: { from: 210, to: 300 } })).toEqual(["v1", "v2"]);
    expect(names({ budgetMinor: { to: 100 } })).toEqual(["s1"]);
    expect(names({ budgetMinor: { from: 410 } })).toEqual(["m1"]);
  });

  it("leaves out owned cars, or offers dearer ones only, or treats them like all", () => {
    const person = { owned: ["v1", "a car of yore"] };
    expect(names(person)).toEqual(["m1", "s1", "v2"]);
    expect(names(person, { owned: "upgrade" })).toEqual(["m1", "v2"]);
    expect(names(person, { owned: "allow" })).toEqual(["m1", "s1", "v1", "v2"]);
  });

  it("offers the best of each series", () => {
    expect(names({ interests: [{ car: "v2" }] }, { perSeries: 1 })).toEqual(["v2", "m1", "s1"]);
  });

  it("refuses what makes no sense, by name", () => {
    expect(() => names({}, { limit: -1 })).toThrow("limit must be a whole number from 0, got -1");
    expect(() => names({}, { perSeries: 0 })).toThrow("perSeries must be from 1, got 0");
    expect(() => names({ interests: [{ car: "v1", weight: 0 }] })).toThrow(
      "weight must be above 0, at most 1,000, got 0",
    );
    expect(() => names({ interests: [{ car: "v1", at: 0.5 }] })).toThrow("at must be an integer");
    expect(() => names({ budgetMinor: { to: Number.NaN } })).toThrow("budgetMinor.to must be a number from 0, got NaN");
    expect(() => compileMatcher(catalogue, { doubt: 0 })).toThrow("doubt must be finite, above 0, got 0");
    expect(() => compileMatcher(catalogue, { halfAfterDays: Number.NaN })).toThrow("halfAfterDays must be");
    expect(() => compileMatcher(catalogue, { weights: { seen: -1 } })).toThrow("weights.seen must be");
  });
});

describe("compileMatcher(…).explain", () => {
  it("tells the rank of a car, or why it is not offered", () => {
    const { explain } = compileMatcher(catalogue);
    expect(explain({}, "v2")?.rank).toBe(4);
    expect(explain({ budgetMinor: { to: 299 } }, "v2")).toMatchObject({ refused: "above-budget" });
    expect(explain({ budgetMinor: { from: 311 } }, "v2")).toMatchObject({ refused: "below-budget" });
    expect(explain({ owned: ["v2"] }, "v2")).toMatchObject({ refused: "owned" });
    expect(explain({ owned: ["v2"] }, "v1", { owned: "upgrade" })).toMatchObject({ refused: "no-upgrade" });
    expect(explain({}, "a car of yore")).toBeUndefined();
  });
});

describe("the laws of matching", () => {
  it.each(matchLaws(catalogue))("hold for one catalogue: $name", ({ check }) => check({ numRuns: RUNS }));

  it("hold for any catalogue", () => {
    fc.assert(
      fc.property(arbitraryCatalogue(), (any) => {
        expect(checkCatalogue(any).ok).toBe(true);
        for (const { check } of matchLaws(any)) check({ numRuns: 4 });
      }),
      { numRuns: RUNS },
    );
  });
});
