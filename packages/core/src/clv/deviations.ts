import type { Slope } from "./minimise";

/**
 * The standard deviations of parameters estimated at the least mean of −log likelihood: the roots of the diagonal of the
 * inverse of its curvature, over the number of cases.
 *
 * @param slopeAt the mean of −log likelihood, by the parameters
 * @param at where it is least
 * @param cases how many it is the mean of
 * @returns one for each parameter, or `undefined` where the likelihood has no peak there
 * @see R. A. Fisher, On the mathematical foundations of theoretical statistics (1922), on information
 */
export function deviations(
  slopeAt: (x: readonly number[]) => Slope,
  at: readonly number[],
  cases: number,
): readonly number[] | undefined {
  const width = 1e-4;
  const rows = at.map((_, i) => {
    const gradient = (by: number): readonly number[] => slopeAt(at.map((v, j) => (i === j ? v + by : v))).gradient;
    const below = gradient(-width);
    return gradient(width).map((v, j) => (v - (below[j] as number)) / (2 * width));
  });
  const curvature = rows.map((row, i) => row.map((v, j) => (v + ((rows[j] as number[])[i] as number)) / 2));
  const variances = inverseDiagonal(curvature);
  return variances?.map((variance) => Math.sqrt(variance / cases));
}

/** The diagonal of the inverse of a positive definite matrix, by Cholesky's factor; nothing where it is not one. */
function inverseDiagonal(matrix: readonly (readonly number[])[]): readonly number[] | undefined {
  const n = matrix.length;
  const lower = matrix.map(() => new Array<number>(n).fill(0));
  const entry = (i: number, j: number): number => (lower[i] as number[])[j] as number;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let left = (matrix[i] as readonly number[])[j] as number;
      for (let k = 0; k < j; k++) left -= entry(i, k) * entry(j, k);
      if (i === j && !(left > 0)) return undefined;
      (lower[i] as number[])[j] = i === j ? Math.sqrt(left) : left / entry(j, j);
    }
  }
  return matrix.map((_, column) => {
    const solved: number[] = [];
    for (let i = 0; i < n; i++) {
      let left = i === column ? 1 : 0;
      for (let k = 0; k < i; k++) left -= entry(i, k) * (solved[k] as number);
      solved.push(left / entry(i, i));
    }
    return solved.reduce((sum, v) => sum + v * v, 0);
  });
}
