/**
 * A sum held as two integers: `billions × 1e9 + millionths / 1e6`, with `millionths` in [0, 1e15).
 *
 * Addition of integers is associative, so the sum never depends on the order or grouping of its terms, as a sum of
 * floats would. The form is canonical, and `billions` stays a safe integer for a billion terms of any safe size.
 */
export type ExactSum = readonly [billions: number, millionths: number];

const BILLION = 1e9;
const MILLION = 1e6;
const LIMB = BILLION * MILLION;

/** The sum of nothing. */
export const ZERO_SUM: ExactSum = [0, 0];

/**
 * Whether a value can be part of a sum: a number no larger than JavaScript counts exactly (2^53 − 1, either sign).
 *
 * @example
 * [1.5, -2, 1e300, "7", null].map(isSummable); // => [true, true, false, false, false]
 */
export const isSummable = (value: unknown): value is number =>
  typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;

/**
 * Splits a number into an exact sum. Decimals beyond the sixth are rounded, half away from zero.
 *
 * Up to 2^33 (8.5 billion) six written decimals are taken exactly; larger floats no longer tell them apart.
 *
 * @param value a number {@link isSummable} accepts
 * @example
 * exactSum(0.1); // => [0, 100000]
 * exactSum(-1); // => [-1, 999999999000000]
 */
export function exactSum(value: number): ExactSum {
  const size = Math.abs(value);
  const whole = Math.trunc(size);
  const billions = Math.trunc(whole / BILLION);
  const millionths = (whole - billions * BILLION) * MILLION + Math.round((size - whole) * MILLION);
  const sum = carry(billions, millionths);
  return value < 0 ? negate(sum) : sum;
}

/**
 * Adds two exact sums: commutative and associative to the bit.
 *
 * @example
 * sumToNumber(addSums(exactSum(0.1), exactSum(0.2))); // => 0.3
 */
export const addSums = (a: ExactSum, b: ExactSum): ExactSum => carry(a[0] + b[0], a[1] + b[1]);

/**
 * Takes one exact sum from another.
 *
 * @example
 * subtractSums(exactSum(5), exactSum(5)); // => [0, 0]
 */
export const subtractSums = (a: ExactSum, b: ExactSum): ExactSum => addSums(a, negate(b));

/**
 * The number nearest to an exact sum.
 *
 * @example
 * sumToNumber([-1, 999_999_999_900_000]); // => -0.1
 */
export function sumToNumber(sum: ExactSum): number {
  if (sum[0] < 0) return -sumToNumber(negate(sum));
  const [billions, millionths] = sum;
  if (billions === 0) return millionths / MILLION;
  const fraction = millionths % MILLION;
  const whole = billions * BILLION + (millionths - fraction) / MILLION;
  return fraction === 0 ? whole : Number(`${whole}.${String(fraction).padStart(6, "0")}`);
}

const negate = ([billions, millionths]: ExactSum): ExactSum =>
  millionths === 0 ? [billions === 0 ? 0 : -billions, 0] : [-billions - 1, LIMB - millionths];

const carry = (billions: number, millionths: number): ExactSum =>
  millionths >= LIMB ? [billions + 1, millionths - LIMB] : [billions, millionths];
