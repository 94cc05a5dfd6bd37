import type { UniformStream } from "./uniform-stream";

/**
 * Draws from a beta distribution: X / (X + Y) with X, Y from gamma distributions of the two shapes.
 *
 * @param alpha above 0
 * @param beta above 0
 */
export function sampleBeta(alpha: number, beta: number, uniform: UniformStream): number {
  const [x, y] = [logGamma(alpha, uniform), logGamma(beta, uniform)];
  return 1 / (1 + Math.exp(y - x));
}

/**
 * The logarithm of a draw from a gamma distribution of scale 1: small shapes give draws no number is small enough for.
 *
 * @see G. Marsaglia and W. W. Tsang, A simple method for generating gamma variables, ACM Transactions on Mathematical
 *   Software 26 (2000), 363–372, with their step for shapes below 1
 */
function logGamma(shape: number, uniform: UniformStream): number {
  if (shape < 1) return logGamma(shape + 1, uniform) + Math.log(uniform()) / shape;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(uniform);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d) + Math.log(v);
  }
}

/** @see G. E. P. Box and M. E. Muller, A note on the generation of random normal deviates (1958) */
const normal = (uniform: UniformStream): number =>
  Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
