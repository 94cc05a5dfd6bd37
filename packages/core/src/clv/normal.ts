const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/**
 * The chance that a standard normal variable is at most x, within about 1e-13 of its size on either tail.
 *
 * @see G. Marsaglia, Evaluating the normal distribution (2004), for the series; Laplace's continued fraction beyond 3
 */
export const normalCdf = (x: number): number => (x > 0 ? 1 - tail(x) : tail(-x));

/** The chance to be above x ≥ 0. */
function tail(x: number): number {
  if (x > 3) {
    let fraction = x;
    for (let k = 100; k >= 1; k--) fraction = x + k / fraction;
    return density(x) / fraction;
  }
  let [sum, term] = [x, x];
  for (let k = 3; Math.abs(term) > 1e-17 * sum; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 - density(x) * sum;
}

/**
 * The value that a standard normal variable is below with a chance of p in (0, 1); infinite at 0 and 1.
 *
 * @see M. Abramowitz and I. Stegun, Handbook of Mathematical Functions (1964), 26.2.23, for the start; then Newton's steps
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(p));
  let x = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 4; step++) x -= (normalCdf(x) - p) / density(x);
  return x;
}
