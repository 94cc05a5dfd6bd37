import * as fc from "fast-check";

/** Something that always holds, ready for any test runner: `it.each(laws)("$name", ({ check }) => check())`. */
export interface Law {
  readonly name: string;
  /** Looks for a counterexample, and throws with the smallest one found. */
  readonly check: (options?: LawOptions) => void;
}

/** How long to look for a counterexample, and from which seed. */
export interface LawOptions {
  /** Cases to try; 100 by default. */
  readonly numRuns?: number;
  readonly seed?: number;
}

/**
 * Makes a law of a property.
 *
 * @example
 * const sorted = law("sorting twice is sorting once", fc.property(fc.array(fc.nat()), (list) => {
 *   const once = [...list].sort();
 *   return String([...once].sort()) === String(once);
 * }));
 * sorted.check({ numRuns: 20 }); // => undefined
 */
export const law = <Ts>(name: string, property: fc.IProperty<Ts>): Law => ({
  name,
  check: (options = {}) => {
    fc.assert(property, options);
  },
});
