/** Milliseconds since 1970-01-01T00:00:00Z, an integer. */
export type EpochMs = number;

/** One second in milliseconds. */
export const SECOND_MS = 1000;
/** One minute in milliseconds. */
export const MINUTE_MS: number = 60 * SECOND_MS;
/** One hour in milliseconds. */
export const HOUR_MS: number = 60 * MINUTE_MS;
/** Twenty-four hours in milliseconds; a calendar day may be longer or shorter where clocks change. */
export const DAY_MS: number = 24 * HOUR_MS;

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/** The farthest instant a JavaScript date can name, either side of 1970. */
const MAX_EPOCH_MS = 8.64e15;

/**
 * Whether a value is an instant: an integer number of milliseconds a date can name.
 *
 * @example
 * isEpochMs(0); // => true
 * isEpochMs(Number.NaN); // => false
 */
export const isEpochMs = (value: unknown): value is EpochMs =>
  Number.isInteger(value) && Math.abs(value as number) <= MAX_EPOCH_MS;

/**
 * Returns `now` if it is an instant, and throws otherwise: a caller that passes a bad clock has a bug.
 *
 * @throws RangeError when `now` is not an integer within a date's range
 * @example
 * requireNow(86_400_000); // => 86400000
 */
export function requireNow(now: EpochMs): EpochMs {
  if (!isEpochMs(now)) throw new RangeError(`now must be an integer number of epoch milliseconds, got ${String(now)}`);
  return now;
}

/** A time looked at, both ends in it. */
export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * Returns a time if both ends are instants in order, and throws otherwise.
 *
 * @throws RangeError when an end is no instant, or `to` is before `from`
 * @example
 * requireSpan({ from: 0, to: 9 }); // => { from: 0, to: 9 }
 */
export function requireSpan({ from, to }: Span): Span {
  if (requireNow(to) < requireNow(from)) throw new RangeError(`to must not be before from, got ${to} and ${from}`);
  return { from, to };
}

/**
 * Reads a fixed duration such as `"30d"`, `"12h"`, `"90m"`, `"45s"`, `"250ms"` or `"2w"`, in milliseconds.
 *
 * Months and years have no fixed length and are not durations here.
 *
 * @returns the length in milliseconds, a positive safe integer, or `undefined` where the text is not a duration
 * @example
 * parseDuration("30d"); // => 2592000000
 * parseDuration("1 month"); // => undefined
 */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,12})(ms|s|m|h|d|w)$/.exec(text);
  const unit = match ? UNIT_MS[match[2] as string] : undefined;
  if (!match || unit === undefined) return undefined;
  const length = Number(match[1]) * unit;
  return length > 0 && Number.isSafeInteger(length) ? length : undefined;
}
