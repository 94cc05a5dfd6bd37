/**
 * Gives back a number that a caller was to give as a whole one.
 *
 * @throws RangeError naming it, when it is not whole or less than allowed
 */
export function requireWhole(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new RangeError(`${name} must be a whole number from ${least}, got ${value}`);
}
