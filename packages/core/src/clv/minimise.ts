/** A function and its gradient at a point. */
export interface Slope {
  readonly value: number;
  readonly gradient: readonly number[];
}

/** Where the search ended. */
export interface Minimum extends Slope {
  readonly at: readonly number[];
  /** Whether the gradient is as good as 0 there, away from the edge. */
  readonly converged: boolean;
}

/** No component of the gradient is above this at a minimum. Our choice; the functions here are of size 1 to 10. */
const FLAT = 1e-6;
/** Beyond this the search has run to the edge: parameters are logarithms, so e^±15. Our choice. */
const EDGE = 15;
const MAX_STEPS = 500;
/** A step that promises less than this cannot be told from rounding: the functions here are of size 1 to 10. */
const NOTHING_TO_GAIN = 1e-15;

/**
 * Looks for the least value of a smooth function of a few logarithms of parameters, from each start in turn.
 *
 * BFGS with halved steps; a value that is not finite is a step too far.
 *
 * @returns the best end of all starts, `converged` first
 * @see J. Nocedal and S. Wright, Numerical Optimization (2006), algorithm 6.1
 */
export function minimise(slopeAt: (x: readonly number[]) => Slope, starts: readonly (readonly number[])[]): Minimum {
  const ends = starts.map((start) => descend(slopeAt, start));
  return ends.reduce((best, end) => (better(end, best) ? end : best));
}

const better = (a: Minimum, b: Minimum): boolean =>
  a.converged === b.converged ? a.value < b.value : a.converged && a.value < b.value + 1e-9;

function descend(slopeAt: (x: readonly number[]) => Slope, start: readonly number[]): Minimum {
  let [x, here] = [start, slopeAt(start)];
  let inverse = identity(x.length, 1 / Math.max(1, largest(here.gradient)));
  for (let step = 0; step < MAX_STEPS; step++) {
    const direction = inverse.map((row) => -dot(row, here.gradient));
    if (-dot(direction, here.gradient) <= NOTHING_TO_GAIN) break;
    const next = stepDown(slopeAt, x, here, direction);
    if (!next) break;
    const moved = next.x.map((v, i) => v - (x[i] as number));
    const turned = next.slope.gradient.map((v, i) => v - (here.gradient[i] as number));
    inverse = updated(inverse, moved, turned);
    [x, here] = [next.x, next.slope];
  }
  return { at: x, ...here, converged: largest(here.gradient) <= FLAT && largest(x) < EDGE };
}

function stepDown(
  slopeAt: (x: readonly number[]) => Slope,
  x: readonly number[],
  here: Slope,
  direction: readonly number[],
): { readonly x: readonly number[]; readonly slope: Slope } | undefined {
  const fall = dot(direction, here.gradient);
  let size = Math.min(1, 3 / largest(direction)); // no parameter changes by more than e^3 at once
  for (let halving = 0; halving < 40; halving++, size /= 2) {
    const to = x.map((v, i) => v + size * (direction[i] as number));
    const slope = slopeAt(to);
    if (slope.value <= here.value + 1e-4 * size * fall && slope.gradient.every(Number.isFinite))
      return { x: to, slope };
  }
  return undefined;
}

/** The inverse of the curvature after a step, by Broyden, Fletcher, Goldfarb and Shanno; as it was where that is not convex. */
function updated(inverse: readonly (readonly number[])[], s: readonly number[], y: readonly number[]): number[][] {
  const curvature = dot(s, y);
  if (!(curvature > 1e-14 * Math.sqrt(dot(s, s) * dot(y, y)))) return inverse.map((row) => [...row]);
  const hy = inverse.map((row) => dot(row, y));
  const scale = (1 + dot(y, hy) / curvature) / curvature;
  const at = (v: readonly number[], i: number): number => v[i] as number;
  return inverse.map((row, i) =>
    row.map((v, j) => v + scale * at(s, i) * at(s, j) - (at(hy, i) * at(s, j) + at(s, i) * at(hy, j)) / curvature),
  );
}

/**
 * A function's slope by central differences, where its derivative is not worth writing out.
 *
 * @param width of one difference; 1e-5 leaves an error of about 1e-10 for functions of size 1
 */
export const slopeByDifferences =
  (valueAt: (x: readonly number[]) => number, width = 1e-5): ((x: readonly number[]) => Slope) =>
  (x) => ({
    value: valueAt(x),
    gradient: x.map((_, i) => {
      const shifted = (by: number): number => valueAt(x.map((v, j) => (i === j ? v + by : v)));
      return (shifted(width) - shifted(-width)) / (2 * width);
    }),
  });

/** The largest size of a number in a list. */
const largest = (list: readonly number[]): number => list.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, v, i) => sum + v * (b[i] as number), 0);

const identity = (n: number, scale: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? scale : 0)));
