/**
 * Solves `matrix · x = right` for a symmetric positive definite matrix, of which only the lower half is read.
 *
 * @param matrix size × size numbers by rows; overwritten with its Cholesky factor
 * @returns the solution, or `undefined` where the matrix is not positive definite to working precision
 * @see G. H. Golub and C. F. Van Loan, Matrix Computations, section 4.2
 */
export function solveCholesky(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const n = right.length;
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = matrix[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (matrix[i * n + k] as number) * (matrix[j * n + k] as number);
      if (i > j) matrix[i * n + j] = sum / (matrix[j * n + j] as number);
      else if (sum > 0 && Number.isFinite(sum)) matrix[j * n + j] = Math.sqrt(sum);
      else return undefined;
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= (matrix[i * n + k] as number) * (x[k] as number);
    x[i]! /= matrix[i * n + i] as number;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= (matrix[k * n + i] as number) * (x[k] as number);
    x[i]! /= matrix[i * n + i] as number;
  }
  return x;
}
