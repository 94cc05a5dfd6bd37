import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model";
import { type CarView, countCoViews, mergeCoViews } from "./count-co-views";
import { fitCoViews } from "./fit-co-views";

const views = (...cars: readonly string[]): CarView[] => cars.map((car, i) => ({ car, at: i * DAY_MS }));

describe("countCoViews", () => {
  it("counts each person once per car and pair", () => {
    expect(countCoViews([views("b", "a", "b", "a"), views("a", "c"), []])).toEqual({
      persons: 3,
      cars: { a: 2, b: 1, c: 1 },
      pairs: { a: { b: 1, c: 1 } },
    });
  });

  it("takes views for together that lie near enough, whichever of several views of a car", () => {
    const history = views("a", "b", "c", "a", "d");
    expect(countCoViews([history], { withinDays: 1 }).pairs).toEqual({ a: { b: 1, c: 1, d: 1 }, b: { c: 1 } });
  });

  it("of too many cars takes the last seen", () => {
    expect(countCoViews([views("c", "b", "a", "c")], { maxCars: 2 })).toEqual({
      persons: 1,
      cars: { a: 1, c: 1 },
      pairs: { a: { c: 1 } },
    });
  });

  it("does not mind names that reach for a prototype", () => {
    const counts = countCoViews([views("__proto__", "constructor")]);
    expect(Object.entries(counts.pairs)).toEqual([["__proto__", { constructor: 1 }]]);
    const { neighbours } = fitCoViews(mergeCoViews(counts, counts));
    expect(Object.entries(neighbours).map(([car, row]) => [car, row[0]?.car])).toEqual([
      ["__proto__", "constructor"],
      ["constructor", "__proto__"],
    ]);
  });

  it("refuses what makes no sense", () => {
    expect(() => countCoViews([], { withinDays: 0 })).toThrow("withinDays must be above 0, got 0");
    expect(() => countCoViews([], { maxCars: Number.NaN })).toThrow("maxCars must be a whole number from 1, got NaN");
    expect(() => countCoViews([[{ car: "a", at: 0.5 }]])).toThrow("at must be an integer");
  });
});

describe("fitCoViews", () => {
  it("shrinks the cosine where few looked at both", () => {
    const counts = { persons: 20, cars: { a: 4, b: 9, c: 1 }, pairs: { a: { b: 3, c: 1 } } };
    const { neighbours } = fitCoViews(counts, { shrinkage: 1 });
    expect(neighbours).toEqual({
      a: [
        { car: "b", similarity: 0.375, together: 3 },
        { car: "c", similarity: 0.25, together: 1 },
      ],
      b: [{ car: "a", similarity: 0.375, together: 3 }],
      c: [{ car: "a", similarity: 0.25, together: 1 }],
    });
  });

  it("keeps the nearest, the first by name of equals", () => {
    const counts = countCoViews([views("a", "d", "c", "b")]);
    expect(fitCoViews(counts, { neighbours: 2 }).neighbours.a?.map(({ car }) => car)).toEqual(["b", "c"]);
  });

  it("has a version that follows from what it says", () => {
    const counts = countCoViews([views("a", "b")]);
    expect(fitCoViews(counts).version).toBe(fitCoViews(counts).version);
    expect(fitCoViews(counts).version).not.toBe(fitCoViews(counts, { shrinkage: 3 }).version);
    expect(JSON.parse(JSON.stringify(fitCoViews(counts)))).toEqual(fitCoViews(counts));
  });

  it("refuses what makes no sense", () => {
    const counts = countCoViews([]);
    expect(() => fitCoViews(counts, { shrinkage: -1 })).toThrow("shrinkage must be finite, from 0, got -1");
    expect(() => fitCoViews(counts, { neighbours: 0 })).toThrow("neighbours must be a whole number from 1, got 0");
  });
});
