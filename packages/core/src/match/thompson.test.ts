import { describe, expect, it } from "vitest";
import { banditLaws } from "../testing";
import { mergeOutcomes } from "./arm-outcomes";
import { sampleBeta } from "./sample-beta";
import { probabilityBest, thompson } from "./thompson";
import { uniformStream } from "./uniform-stream";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const ARMS = ["discount", "gift", "referral"];
const state = { discount: { taken: 30, refused: 270 }, gift: { taken: 24, refused: 276 } };

describe("the laws of learning from outcomes", () => {
  it.each(banditLaws(ARMS))("$name", ({ check }) => check({ numRuns: RUNS }));
});

/** The share of 20,000 persons each arm gets. */
function sharesOf(options: { readonly floor?: number }, outcomes = state): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries(ARMS.map((arm) => [arm, 0]));
  for (let i = 0; i < 20_000; i++) {
    const { arm } = thompson(outcomes, ARMS, { seed: 7, person: `p${i}`, ...options });
    counts[arm] = (counts[arm] ?? 0) + 1 / 20_000;
  }
  return counts;
}

describe("thompson", () => {
  it("gives each arm its probability of being the best", () => {
    const shares = sharesOf({});
    const best = probabilityBest(state, ARMS, { seed: 3, draws: 40_000 });
    for (const arm of ARMS) expect(shares[arm]).toBeCloseTo(best[arm] as number, 1);
    expect(shares.discount).toBeGreaterThan(shares.gift as number);
    expect(shares.referral).toBeGreaterThan(0.7); // nothing is known of it: it may be anything
  });

  it("gives an arm that is surely worse its floor, and none where there is none", () => {
    const lost = {
      discount: { taken: 900, refused: 100 },
      gift: { taken: 1, refused: 999 },
      referral: { taken: 1, refused: 999 },
    };
    expect(sharesOf({}, lost).gift).toBe(0);
    expect(sharesOf({ floor: 0.05 }, lost).gift).toBeCloseTo(0.05, 2);
    expect(sharesOf({ floor: 0.05 }, lost).discount).toBeCloseTo(0.9, 1);
  });

  it("draws otherwise for another seed or person, and alike for the same", () => {
    const draw = (seed: number, person: string): number | undefined =>
      thompson(state, ARMS, { seed, person }).draws[0]?.draw;
    expect(draw(1, "p")).toBe(draw(1, "p"));
    expect(new Set([draw(1, "p"), draw(2, "p"), draw(1, "q")]).size).toBe(3);
  });

  it("learns: of three true rates it comes to offer the best to nearly all", () => {
    const rates: Record<string, number> = { discount: 0.05, gift: 0.1, referral: 0.2 };
    let known = {};
    const offered: string[] = [];
    for (let day = 0; day < 40; day++) {
      for (let i = 0; i < 50; i++) {
        const person = `p${day} ${i}`;
        const { arm } = thompson(known, ARMS, { seed: day, person });
        const taken = uniformStream(`outcome ${person}`)() < (rates[arm] ?? 0);
        known = mergeOutcomes(known, { [arm]: taken ? { taken: 1, refused: 0 } : { taken: 0, refused: 1 } });
        if (day >= 30) offered.push(arm);
      }
    }
    expect(offered.filter((arm) => arm === "referral").length / offered.length).toBeGreaterThan(0.9);
  });

  it("refuses what makes no sense, by name", () => {
    const options = { seed: 1, person: "p" };
    expect(() => thompson({}, [], options)).toThrow("arms must not be empty");
    expect(() => thompson({}, ["a", "a"], options)).toThrow("arms must be named once each, got a, a");
    expect(() => thompson({}, ["a", "b"], { ...options, floor: 0.6 })).toThrow(
      "floor must be from 0 to 1 / number of arms",
    );
    expect(() => thompson({}, ["a"], { ...options, prior: { alpha: 0, beta: 1 } })).toThrow("prior.alpha must be");
    expect(() => thompson({ a: { taken: -1, refused: 0 } }, ["a"], options)).toThrow(
      "a.taken must be a whole number from 0, got -1",
    );
    expect(() => mergeOutcomes({}, { a: { taken: 0, refused: 0.5 } })).toThrow(
      "a.refused must be a whole number from 0, got 0.5",
    );
    expect(() => probabilityBest({}, ["a"], { seed: 1, draws: 0 })).toThrow(
      "draws must be a whole number from 1, got 0",
    );
  });
});

describe("probabilityBest", () => {
  it("is what the difference of two beliefs says", () => {
    // P(X > Y) of Beta(3, 1) and Beta(1, 1) is E[X] = 3/4, as Y is uniform
    const best = probabilityBest({ x: { taken: 2, refused: 0 } }, ["x", "y"], { seed: 1, draws: 100_000 });
    expect(best.x).toBeCloseTo(0.75, 2);
  });
});

describe("sampleBeta", () => {
  it.each([
    [0.2, 0.3],
    [0.5, 4],
    [1, 1],
    [2, 7],
    [300, 2_700],
  ])("has the mean and the variance of Beta(%d, %d)", (alpha, beta) => {
    const uniform = uniformStream(`beta ${alpha} ${beta}`);
    const draws = Array.from({ length: 40_000 }, () => sampleBeta(alpha, beta, uniform));
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    const all = alpha + beta;
    const expected = (alpha * beta) / (all * all * (all + 1));
    expect(Math.abs(mean - alpha / all)).toBeLessThan(4 * Math.sqrt(expected / draws.length));
    expect(variance / expected).toBeCloseTo(1, 1);
  });

  it("tells tiny shapes apart where no number is small enough for a draw of the gamma", () => {
    const uniform = uniformStream("tiny");
    const draws = Array.from({ length: 1_000 }, () => sampleBeta(1e-4, 1e-4, uniform));
    expect(draws.every((draw) => draw >= 0 && draw <= 1)).toBe(true);
    expect(draws.filter((draw) => draw > 0.5).length / 1_000).toBeCloseTo(0.5, 1);
  });
});
