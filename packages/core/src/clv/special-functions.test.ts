import { describe, expect, it } from "vitest";
import { digamma, logBeta, logGamma } from "./log-gamma";
import { logHypergeometric } from "./log-hypergeometric";
import { minimise, slopeByDifferences } from "./minimise";
import { nbdProbabilities } from "./nbd";
import { normalCdf, normalQuantile } from "./normal";

const close = (actual: number, wanted: number, relative = 1e-12): void =>
  expect(Math.abs(actual - wanted), `${actual} against ${wanted}`).toBeLessThanOrEqual(relative * Math.abs(wanted));

describe("logGamma", () => {
  it("is the logarithm of factorials, and of √π at a half", () => {
    let log = 0;
    for (let n = 1; n < 170; n++) {
      expect(Math.abs(logGamma(n) - log)).toBeLessThanOrEqual(2e-14 * Math.max(1, log));
      log += Math.log(n);
    }
    close(logGamma(0.5), Math.log(Math.sqrt(Math.PI)));
    close(logGamma(1e-9), Math.log(1e9) - 0.5772156649015329e-9);
    close(logBeta(2, 3), Math.log(1 / 12));
  });

  it("has digamma as its derivative", () => {
    close(digamma(1), -0.5772156649015329);
    close(digamma(0.5), -0.5772156649015329 - 2 * Math.LN2);
    for (const x of [0.01, 0.7, 3.3, 8, 40]) close(digamma(x + 1), digamma(x) + 1 / x);
  });
});

describe("logHypergeometric", () => {
  it("meets the elementary cases", () => {
    for (const z of [0, 0.1, 0.5, 0.9, 0.999]) {
      if (z > 0) close(logHypergeometric(1, 1, 2, z), Math.log(-Math.log1p(-z) / z));
      expect(logHypergeometric(2.5, 1.2, 2.5, z)).toBeCloseTo(-1.2 * Math.log1p(-z), 11);
    }
  });

  it("does not overflow where the function does", () => {
    const log = logHypergeometric(900, 800, 901, 0.99);
    expect(log).toBeGreaterThan(800);
    expect(Number.isFinite(log)).toBe(true);
  });
});

describe("the normal distribution", () => {
  it("meets printed values, on either side", () => {
    close(normalCdf(1.96), 0.9750021048517795);
    close(normalCdf(-1.96), 1 - 0.9750021048517795, 1e-11);
    close(normalCdf(-5), 2.866515718791939e-7, 1e-10);
    close(normalCdf(-10), 7.61985302416047e-24, 1e-10);
    close(normalQuantile(0.975), 1.959963984540054);
    expect([normalCdf(0), normalQuantile(0), normalQuantile(1)]).toEqual([0.5, -Infinity, Infinity]);
  });

  it("has a quantile that undoes it", () => {
    for (let x = -8; x <= 5; x += 0.25) expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(1e-9);
  });
});

describe("nbdProbabilities", () => {
  it("adds up to 1 with the right mean, far and near", () => {
    for (const [shape, rate, time] of [
      [0.243, 4.414, 52],
      [26.2, 35, 0.001],
      [900, 1, 1],
      [3, 2, 0],
    ] as const) {
      const chances = nbdProbabilities(shape, rate, time);
      expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 10);
      const mean = chances.reduce((sum, chance, n) => sum + n * chance, 0);
      close(mean, (shape * time) / rate, 1e-10);
    }
  });
});

describe("minimise", () => {
  const bowl = slopeByDifferences(([x = 0, y = 0]) => (x - 1) ** 2 + 100 * (y - x * x) ** 2);

  it("finds the bottom of a curved valley", () => {
    const { at, converged } = minimise(bowl, [[-1.2, 1]]);
    expect(converged).toBe(true);
    for (const v of at) expect(Math.abs(v - 1)).toBeLessThan(1e-4);
  });

  it("prefers the better of two bottoms, and says where it ran away", () => {
    const two = slopeByDifferences(([x = 0]) => (x * x - 4) ** 2 + x);
    expect(minimise(two, [[3], [-3]]).at[0]).toBeLessThan(-2);
    expect(minimise(two, [[-3], [3]]).at[0]).toBeLessThan(-2);
    expect(
      minimise(
        slopeByDifferences(([x = 0]) => Math.exp(-x)),
        [[0]],
      ).converged,
    ).toBe(false);
  });
});
