import { solveCholesky } from "./cholesky";

/** Encoded rows, only what is not 0: those of row i lie from `starts[i]` to `starts[i + 1]`. Column 0 is the intercept. */
export interface Design {
  readonly rows: number;
  readonly columns: number;
  readonly starts: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

/** A logistic regression with a quadratic penalty on all coefficients but the intercept. */
export interface RidgeFit {
  /** The intercept first. */
  readonly coefficients: Float64Array;
  readonly converged: boolean;
  /** The penalised log-likelihood at the start and after each step: it never falls. */
  readonly likelihoods: readonly number[];
}

/** Most Newton steps, and most halvings of one. Our choice: ten steps are usual. */
const MAX_STEPS = 50;
const MAX_HALVINGS = 40;
/** A gain of so little, of the likelihood, is none. */
const TOLERANCE = 1e-11;

/**
 * Fits a ridge logistic regression by iteratively reweighted least squares (IRLS).
 *
 * Each Newton step is halved until the penalised likelihood does not fall: plain Newton can fail where wins and losses
 * are separable. The intercept is free. The same rows in the same order give the same bytes.
 *
 * @param target what happened in each row, in [0, 1]
 * @param lambda weight of the penalty λ/2 · Σ β²
 * @see S. le Cessie and J. C. van Houwelingen, Ridge estimators in logistic regression (1992)
 */
export function fitRidge(design: Design, target: ArrayLike<number>, lambda: number): RidgeFit {
  let coefficients = new Float64Array(design.columns);
  let odds = logOdds(design, coefficients);
  let likelihood = penalised(odds, target, coefficients, lambda);
  const likelihoods = [likelihood];
  for (let step = 0; step < MAX_STEPS; step++) {
    const { gradient, hessian } = curvature(design, odds, target, coefficients, lambda);
    const direction = solveCholesky(hessian, gradient);
    if (!direction) break;
    if (dot(gradient, direction) <= TOLERANCE * (1 + Math.abs(likelihood))) {
      return { coefficients, converged: true, likelihoods };
    }
    let length = 1;
    let moved = along(coefficients, direction, length);
    let next = logOdds(design, moved);
    let gained = penalised(next, target, moved, lambda);
    for (let halving = 0; !(gained >= likelihood) && halving < MAX_HALVINGS; halving++) {
      length /= 2;
      moved = along(coefficients, direction, length);
      next = logOdds(design, moved);
      gained = penalised(next, target, moved, lambda);
    }
    if (!(gained >= likelihood)) break;
    [coefficients, odds, likelihood] = [moved, next, gained];
    likelihoods.push(likelihood);
  }
  return { coefficients, converged: false, likelihoods };
}

/** The logistic function, exact in both tails. */
export const logistic = (logOdds: number): number =>
  logOdds >= 0 ? 1 / (1 + Math.exp(-logOdds)) : Math.exp(logOdds) / (1 + Math.exp(logOdds));

function logOdds({ rows, starts, column, value }: Design, coefficients: Float64Array): Float64Array {
  const sums = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    const end = starts[i + 1] as number;
    for (let k = starts[i] as number; k < end; k++) {
      sum += (value[k] as number) * (coefficients[column[k] as number] as number);
    }
    sums[i] = sum;
  }
  return sums;
}

function penalised(odds: Float64Array, target: ArrayLike<number>, coefficients: Float64Array, lambda: number): number {
  let sum = 0;
  for (let i = 0; i < odds.length; i++) {
    const eta = odds[i] as number;
    sum += (target[i] as number) * eta - Math.max(eta, 0) - Math.log1p(Math.exp(-Math.abs(eta)));
  }
  let squares = 0;
  for (let j = 1; j < coefficients.length; j++) squares += (coefficients[j] as number) ** 2;
  return sum - (lambda / 2) * squares;
}

/** The gradient of the penalised likelihood, and the lower half of its negative second derivative. */
function curvature(
  { rows, columns, starts, column, value }: Design,
  odds: Float64Array,
  target: ArrayLike<number>,
  coefficients: Float64Array,
  lambda: number,
): { gradient: Float64Array; hessian: Float64Array } {
  const gradient = new Float64Array(columns);
  const hessian = new Float64Array(columns * columns);
  for (let i = 0; i < rows; i++) {
    const p = logistic(odds[i] as number);
    const residual = (target[i] as number) - p;
    const weight = p * (1 - p);
    const start = starts[i] as number;
    const end = starts[i + 1] as number;
    for (let k = start; k < end; k++) {
      const row = (column[k] as number) * columns;
      const x = value[k] as number;
      gradient[column[k] as number]! += residual * x;
      const weighted = weight * x;
      for (let l = start; l <= k; l++) hessian[row + (column[l] as number)]! += weighted * (value[l] as number);
    }
  }
  for (let j = 1; j < columns; j++) {
    gradient[j]! -= lambda * (coefficients[j] as number);
    hessian[j * columns + j]! += lambda;
  }
  return { gradient, hessian };
}

const along = (from: Float64Array, direction: Float64Array, length: number): Float64Array<ArrayBuffer> =>
  from.map((value, j) => value + length * (direction[j] as number)) as Float64Array<ArrayBuffer>;

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] as number) * (b[j] as number);
  return sum;
}
