import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureCalibration } from "./calibration";
import { compareRankings } from "./compare-rankings";
import { populationStability, spreadOf } from "./population-stability";
import { liftCeiling, measureRanking, rankLeads } from "./rank-leads";
import { interval95 } from "./resample-rankings";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const scored = fc
  .array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.boolean()), { minLength: 2, maxLength: 60 })
  .filter((leads) => new Set(leads.map(([, won]) => won)).size === 2);
const split = (leads: readonly (readonly [number, boolean])[]): [number[], number[]] => [
  leads.map(([score]) => score),
  leads.map(([, won]) => Number(won)),
];

describe("measureRanking", () => {
  const measure = (scores: readonly number[], won: readonly number[], ...capacities: number[]) =>
    measureRanking(rankLeads(scores, won), capacities);

  it("counts ties half in the AUC, and in part at the cut", () => {
    expect(measure([3, 2, 1, 0], [1, 1, 0, 0], 0.5)).toEqual({ auc: 1, ks: 1, lift: [2] });
    expect(measure([1, 1, 1, 1], [1, 1, 0, 0], 0.5)).toEqual({ auc: 0.5, ks: 0, lift: [1] });
    expect(measure([2, 1, 1, 0], [1, 1, 0, 0], 0.5)).toEqual({ auc: 0.875, ks: 0.5, lift: [1.5] });
  });

  it("is the share of pairs ranked right, whatever strictly rising transform the scores go through", () => {
    fc.assert(
      fc.property(scored, fc.double({ min: 0.5, max: 5, noNaN: true }), (leads, slope) => {
        const [scores, won] = split(leads);
        const found = measure(scores, won, 0.1, 0.5);
        let right = 0;
        for (const [a, x] of leads) for (const [b, y] of leads) if (x && !y) right += a > b ? 1 : a === b ? 0.5 : 0;
        const wins = won.reduce((sum, one) => sum + one, 0);
        expect(found.auc).toBeCloseTo(right / (wins * (won.length - wins)), 12);
        const moved = scores.map((score) => Math.exp(slope * score) + 7 * score);
        expect(measure(moved, won, 0.1, 0.5)).toEqual(found);
        const turned = scores.map((score) => -score);
        expect(measure(turned, won).auc).toBeCloseTo(1 - found.auc, 12);
      }),
      { numRuns: RUNS },
    );
  });

  it("has no lift above its ceiling, reached by knowing, and 1 for everybody", () => {
    fc.assert(
      fc.property(scored, fc.double({ min: 0.01, max: 1, noNaN: true }), (leads, capacity) => {
        const [scores, won] = split(leads);
        const wins = won.reduce((sum, one) => sum + one, 0);
        const ceiling = liftCeiling(wins, won.length, capacity);
        expect(measure(scores, won, capacity).lift[0]).toBeLessThanOrEqual(ceiling + 1e-9);
        expect(measure(won, won, capacity).lift[0]).toBeCloseTo(ceiling, 9);
        expect(measure(scores, won, 1).lift[0]).toBeCloseTo(1, 12);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("measureCalibration", () => {
  it("measures the distance of probabilities and rates", () => {
    const scores = [0.25, 0.25, 0.25, 0.25];
    const exact = measureCalibration(rankLeads(scores, [1, 0, 0, 0]));
    expect([exact.ece, exact.brier]).toEqual([0, 0.1875]);
    expect(measureCalibration(rankLeads(scores, [1, 1, 1, 0])).ece).toBeCloseTo(0.5, 12);
  });

  it("cuts ten bins of equal count, the least likely first", () => {
    const scores = Array.from({ length: 20 }, (_, i) => (i + 1) / 21);
    const { bins } = measureCalibration(
      rankLeads(
        scores,
        scores.map((score) => (score > 0.5 ? 1 : 0)),
      ),
    );
    expect(bins.map(({ leads }) => leads)).toEqual(new Array(10).fill(2));
    expect(bins[0]?.predicted).toBeCloseTo(1.5 / 21, 12);
    expect(bins.map(({ observed }) => observed)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
  });
});

describe("populationStability", () => {
  it("is 0 where nothing moved, never below, and finite where a bin is empty", () => {
    const counts = fc.array(fc.nat(50), { minLength: 4, maxLength: 4 }).filter((list) => list.some((n) => n > 0));
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        expect(
          populationStability(
            a,
            a.map((n) => 3 * n),
          ),
        ).toBeCloseTo(0, 12);
        expect(populationStability(a, b)).toBeGreaterThanOrEqual(0);
        expect(populationStability(a, b)).toBeLessThan(Number.POSITIVE_INFINITY);
      }),
      { numRuns: RUNS },
    );
    expect(populationStability([50, 50], [100, 0])).toBeCloseTo(0.5 * Math.log(2) + (0.5 - 1e-4) * Math.log(5_000), 9);
    expect(() => populationStability([1], [1, 2])).toThrow(RangeError);
    expect(() => populationStability([0], [1])).toThrow(RangeError);
  });

  it("counts over the deciles of training, missing values apart", () => {
    const { breaks, counts } = spreadOf([...Array.from({ length: 100 }, (_, i) => i), undefined]);
    expect(breaks).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect(counts).toEqual([...new Array(10).fill(10), 0, 1]);
  });
});

describe("compareRankings", () => {
  it("draws the same leads for both: a ranking gains nothing over itself, and knowing gains over guessing", () => {
    const won = Array.from({ length: 200 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const guess = won.map((_, i) => (i * 7919) % 100);
    const options = { capacity: 0.1, resamples: 100, seed: 5 };
    expect(compareRankings(guess, guess, won, options).auc.interval).toEqual([0, 0]);
    const { auc, lift } = compareRankings(won, guess, won, options);
    expect(auc.one).toBe(1);
    expect(Math.min(auc.interval[0], lift.interval[0])).toBeGreaterThan(0);
    expect(compareRankings(won, guess, won, options)).toEqual(compareRankings(won, guess, won, options));
  });

  it("takes the middle 95 % between values", () => {
    expect(interval95(Array.from({ length: 41 }, (_, i) => 40 - i))).toEqual([1, 39]);
    expect(interval95([])).toEqual([Number.NaN, Number.NaN]);
  });
});
