/** How many of how many, with the interval that number allows. */
export interface Rate {
  readonly count: number;
  readonly n: number;
  /** `count / n`; absent where n is 0. */
  readonly rate?: number;
  /** The 95 % interval of the rate behind it; [0, 1] where n is 0. */
  readonly low: number;
  readonly high: number;
}

/** The normal quantile of 0.975. */
const Z = 1.959963984540054;

/**
 * A rate with its 95 % Wilson interval, which stays in [0, 1] and holds for few cases too.
 *
 * @param count how many, a whole number from 0 to `n`
 * @throws RangeError when the numbers are not whole or not in order
 * @example
 * const { rate, low, high } = rateOf(2, 10);
 * [rate, low.toFixed(3), high.toFixed(3)]; // => [0.2, "0.057", "0.510"]
 * rateOf(0, 0); // => { count: 0, n: 0, low: 0, high: 1 }
 * @see E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927)
 */
export function rateOf(count: number, n: number): Rate {
  if (!(Number.isSafeInteger(n) && Number.isSafeInteger(count) && count >= 0 && count <= n)) {
    throw new RangeError(`count must be a whole number from 0 to n, got ${count} of ${n}`);
  }
  if (n === 0) return { count, n, low: 0, high: 1 };
  const rate = count / n;
  const middle = rate + Z ** 2 / (2 * n);
  const half = Z * Math.sqrt((rate * (1 - rate)) / n + Z ** 2 / (4 * n ** 2));
  const whole = 1 + Z ** 2 / n;
  const [low, high] = [count === 0 ? 0 : (middle - half) / whole, count === n ? 1 : (middle + half) / whole];
  return { count, n, rate, low, high };
}
