/** Repeatable chance: the same seed gives the same draws on every machine. */
export interface Dice {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** An integer in [0, n). */
  readonly below: (n: number) => number;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  /** One entry of a list that is not empty. */
  readonly pick: <T>(list: readonly T[]) => T;
  /** The list in another order. */
  readonly shuffle: <T>(list: readonly T[]) => readonly T[];
  /** One entry by Zipf's law: the n-th is drawn with weight 1/n. */
  readonly zipf: <T>(list: readonly T[]) => T;
}

/**
 * Makes dice from a seed. Not for secrets.
 *
 * @param seed any integer; its lower 32 bits count
 * @throws RangeError when the seed is no integer
 * @example
 * const { below } = seededDice(42);
 * [below(100), below(100), below(100)]; // => [60, 44, 85]
 * @see T. Ettinger, mulberry32 (public domain), and R. A. Fisher and F. Yates on shuffling
 */
export function seededDice(seed: number): Dice {
  if (!Number.isInteger(seed)) throw new RangeError(`seed must be an integer, got ${String(seed)}`);
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(next() * n);
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError("nothing to pick from");
    return list[below(list.length)] as T;
  };
  const shuffle = <T>(list: readonly T[]): readonly T[] => {
    const mixed = [...list];
    for (let i = mixed.length - 1; i > 0; i--) {
      const j = below(i + 1);
      [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
    }
    return mixed;
  };
  const zipf = <T>(list: readonly T[]): T => {
    let left = next() * list.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
    const found = list.findIndex((_, i) => {
      left -= 1 / (i + 1);
      return left < 0;
    });
    return list[found < 0 ? list.length - 1 : found] as T;
  };
  return { next, below, chance: (probability) => next() < probability, pick, shuffle, zipf };
}
