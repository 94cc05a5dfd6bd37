/** Our choice: beyond this many terms an argument is too near 1 to be summed. */
const MAX_TERMS = 1_000_000;

/**
 * The logarithm of Gauss's hypergeometric function ₂F₁(a, b; c; z) where all its terms are positive.
 *
 * Where c < a + b the series grows without bound as z nears 1; Euler's transform (1 − z)^(c−a−b) ₂F₁(c−a, c−b; c; z)
 * does not, so it is summed instead. In logarithms nothing overflows.
 *
 * @param a above 0, as are b and c; below c, as is b, where c < a + b
 * @param z in [0, 1)
 * @returns the logarithm, or NaN where a million terms are not enough
 * @see M. Abramowitz and I. Stegun, Handbook of Mathematical Functions (1964), 15.1.1 and 15.3.3
 */
export function logHypergeometric(a: number, b: number, c: number, z: number): number {
  const excess = c - a - b;
  if (excess >= 0) return Math.log(series(a, b, c, z));
  return excess * Math.log1p(-z) + Math.log(series(c - a, c - b, c, z));
}

function series(a: number, b: number, c: number, z: number): number {
  let [sum, term] = [1, 1];
  for (let j = 0; j < MAX_TERMS; j++) {
    const ratio = (((a + j) * (b + j)) / ((c + j) * (j + 1))) * z;
    term *= ratio;
    sum += term;
    if (ratio < 1 && term <= 1e-17 * sum * (1 - Math.max(ratio, z))) return sum;
  }
  return Number.NaN;
}
