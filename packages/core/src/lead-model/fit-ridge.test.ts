import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededDice } from "../model";
import { solveCholesky } from "./cholesky";
import { designOf } from "./design-columns";
import { fitRidge, logistic } from "./fit-ridge";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);

const world = (seed: number, rows: number, columns: number, steep: number) => {
  const { next, chance } = seededDice(seed);
  const x = Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, () => (j % 2 === 0 ? 4 * next() - 2 : Number(chance(0.2)))),
  );
  const y = Float64Array.from({ length: rows }, (_, i) => Number(next() < logistic(steep * (x[0]?.[i] ?? 0) - 1)));
  return { x, y, design: designOf(x, rows) };
};

describe("fitRidge", () => {
  it("never lets the penalised likelihood fall, and ends where its gradient is 0, separable or not", () => {
    fc.assert(
      fc.property(
        fc.nat(1_000),
        fc.constantFrom(0.5, 3, 1_000),
        fc.constantFrom(1e-6, 0.1, 1, 50),
        (seed, steep, lambda) => {
          const { x, y, design } = world(seed, 60, 3, steep);
          const { coefficients, converged, likelihoods } = fitRidge(design, y, lambda);
          likelihoods.forEach((value, i) => {
            expect(value).toBeGreaterThanOrEqual(likelihoods[i - 1] ?? Number.NEGATIVE_INFINITY);
          });
          expect(converged).toBe(true);
          const residual = Array.from(y, (won, i) => {
            const odds = x.reduce(
              (sum, column, j) => sum + (column[i] as number) * (coefficients[j + 1] as number),
              coefficients[0] as number,
            );
            return won - logistic(odds);
          });
          expect(Math.abs(residual.reduce((sum, one) => sum + one, 0))).toBeLessThan(0.01);
          x.forEach((column, j) => {
            const slope = residual.reduce((sum, one, i) => sum + one * (column[i] as number), 0);
            expect(Math.abs(slope - lambda * (coefficients[j + 1] as number))).toBeLessThan(0.01);
          });
        },
      ),
      { numRuns: RUNS },
    );
  });

  it("halves a step that would overshoot", () => {
    const x = [
      [1658, 1, -1, -2, -1, 4071],
      [1, -3, 3, 1, 0, 2248],
    ].map((column) => Float64Array.from(column));
    const { likelihoods, converged } = fitRidge(designOf(x, 6), [1, 1, 0, 1, 1, 0], 1e-12);
    expect(converged).toBe(true);
    expect(likelihoods).toEqual([...likelihoods].sort((a, b) => a - b));
  });

  it("does not penalise the intercept", () => {
    const nothing = new Float64Array(100);
    const won = Array.from({ length: 100 }, (_, i) => Number(i < 10));
    const { coefficients } = fitRidge(designOf([nothing], 100), won, 1e5);
    expect(logistic(coefficients[0] as number)).toBeCloseTo(0.1, 5);
  });

  it("says so where it did not converge", () => {
    const huge = Float64Array.from([1e200, -1e200, 1e200, -1e200]);
    expect(fitRidge(designOf([huge], 4), [1, 0, 0, 1], 1).converged).toBe(false);
  });
});

describe("solveCholesky", () => {
  it("solves, and refuses what is not positive definite", () => {
    expect([...(solveCholesky(Float64Array.from([4, 0, 2, 5]), Float64Array.from([8, 8])) ?? [])]).toEqual([1.5, 1]);
    expect(solveCholesky(Float64Array.from([1, 0, 2, 1]), Float64Array.from([1, 1]))).toBeUndefined();
  });
});
