import { byCodeUnit, canonicalJson, hashHex, type Json } from "../model";
import type { CoViewCounts } from "./count-co-views";

/** A car that persons look at together with another one. */
export interface Neighbour {
  readonly car: string;
  /** In [0, 1]: 1 where everybody who looked at one looked at the other, shrunk where few did. */
  readonly similarity: number;
  /** How many persons looked at both. */
  readonly together: number;
}

/** Which cars go with which, as JSON. */
export interface CoViewModel {
  /** Hash of everything else: equal models, equal version. */
  readonly version: string;
  readonly persons: number;
  readonly shrinkage: number;
  /** Of each car its nearest, nearest first. */
  readonly neighbours: Readonly<Record<string, readonly Neighbour[]>>;
}

/**
 * Fits which cars go together from counts of who looked at both.
 *
 *     similarity = together / (together + shrinkage) · together / √(persons of one · persons of the other)
 *
 * @param options.shrinkage how many persons a pair needs to count half; 2 by default, our choice
 * @param options.neighbours how many to keep of each car; 20 by default, our choice
 * @throws RangeError when an option is out of range
 * @example
 * const views = [{ car: "a", at: 0 }, { car: "b", at: 9 }];
 * const { neighbours } = fitCoViews(countCoViews([views, views]));
 * neighbours.a; // => [{ car: "b", similarity: 0.5, together: 2 }]
 * @see G. Linden, B. Smith and J. York, Amazon.com recommendations: item-to-item collaborative filtering (2003); R. Bell
 *   and Y. Koren, Scalable collaborative filtering with jointly derived neighborhood interpolation weights (2007), on
 *   shrinking similarities by their support
 */
export function fitCoViews(
  counts: CoViewCounts,
  options: { readonly shrinkage?: number; readonly neighbours?: number } = {},
): CoViewModel {
  const { shrinkage = 2, neighbours: most = 20 } = options;
  if (!(shrinkage >= 0 && shrinkage < Number.POSITIVE_INFINITY))
    throw new RangeError(`shrinkage must be finite, from 0, got ${shrinkage}`);
  if (!Number.isInteger(most) || most < 1)
    throw new RangeError(`neighbours must be a whole number from 1, got ${most}`);
  const persons = new Map(Object.entries(counts.cars));
  const rows = new Map([...persons.keys()].map((car) => [car, [] as Neighbour[]]));
  for (const [a, row] of Object.entries(counts.pairs)) {
    for (const [b, together] of Object.entries(row)) {
      const both = Math.sqrt((persons.get(a) ?? 0) * (persons.get(b) ?? 0));
      const similarity = Math.round(((together / (together + shrinkage)) * together * 1e9) / both) / 1e9;
      rows.get(a)?.push({ car: b, similarity, together });
      rows.get(b)?.push({ car: a, similarity, together });
    }
  }
  const neighbours = Object.fromEntries(
    [...rows]
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([car, row]) => [
        car,
        row.sort((x, y) => y.similarity - x.similarity || byCodeUnit(x.car, y.car)).slice(0, most),
      ]),
  );
  const model = { persons: counts.persons, shrinkage, neighbours };
  return { version: hashHex(canonicalJson(model as unknown as Json)), ...model };
}
