/** Throws where two values are not the same JSON, saying what was to be the same. */
export function claimSame(a: unknown, b: unknown, what: string): void {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  if (x !== y) throw new Error(`${what}:\n  ${x}\n  ${y}`);
}

/** Throws where something does not hold, saying what was found instead. */
export function claim(holds: boolean, found: string): void {
  if (!holds) throw new Error(found);
}
