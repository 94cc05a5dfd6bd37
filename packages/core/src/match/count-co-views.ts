import { byCodeUnit, DAY_MS, type EpochMs, isEpochMs } from "../model";

/** Somebody looked at a car. */
export interface CarView {
  readonly car: string;
  readonly at: EpochMs;
}

/** How many persons looked at a car, and at two cars: counts, so that shards of persons add up. */
export interface CoViewCounts {
  readonly persons: number;
  readonly cars: Readonly<Record<string, number>>;
  /** By the car whose name sorts first, then by the other. */
  readonly pairs: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * Counts who looked at which cars together. Each person counts once per car and once per pair, however often they looked.
 *
 * @param histories the views of each person, in any order; one person in one list
 * @param options.withinDays how far two views may lie apart to be together; any distance by default
 * @param options.maxCars of a person with more cars only the last seen so many count (100 by default), so that a crawler
 *   neither costs the square of what it saw nor ties everything to everything
 * @throws RangeError when an option is out of range or a moment is none
 * @example
 * countCoViews([[{ car: "a", at: 0 }, { car: "b", at: 9 }, { car: "a", at: 10 }], [{ car: "a", at: 3 }]]);
 * // => { persons: 2, cars: { a: 2, b: 1 }, pairs: { a: { b: 1 } } }
 */
export function countCoViews(
  histories: Iterable<readonly CarView[]>,
  options: { readonly withinDays?: number; readonly maxCars?: number } = {},
): CoViewCounts {
  const { withinDays = Number.POSITIVE_INFINITY, maxCars = 100 } = options;
  if (!(withinDays > 0)) throw new RangeError(`withinDays must be above 0, got ${withinDays}`);
  if (!Number.isInteger(maxCars) || maxCars < 1)
    throw new RangeError(`maxCars must be a whole number from 1, got ${maxCars}`);
  const [cars, pairs] = [new Map<string, number>(), new Map<string, Map<string, number>>()];
  let persons = 0;
  for (const views of histories) {
    persons++;
    const seen = lastCars(views, maxCars);
    for (const [i, [a, atA]] of seen.entries()) {
      cars.set(a, (cars.get(a) ?? 0) + 1);
      for (const [b, atB] of seen.slice(i + 1)) if (near(atA, atB, withinDays * DAY_MS)) addPair(pairs, a, b, 1);
    }
  }
  return { persons, cars: sorted(cars), pairs: sortedPairs(pairs) };
}

/**
 * Adds the counts of two groups of persons that have nobody in common.
 *
 * @example
 * const one = countCoViews([[{ car: "a", at: 0 }, { car: "b", at: 9 }]]);
 * mergeCoViews(one, one).pairs; // => { a: { b: 2 } }
 */
export function mergeCoViews(x: CoViewCounts, y: CoViewCounts): CoViewCounts {
  const [cars, pairs] = [new Map<string, number>(), new Map<string, Map<string, number>>()];
  for (const counts of [x, y]) {
    for (const [car, count] of Object.entries(counts.cars)) cars.set(car, (cars.get(car) ?? 0) + count);
    for (const [a, row] of Object.entries(counts.pairs))
      for (const [b, count] of Object.entries(row)) addPair(pairs, a, b, count);
  }
  return { persons: x.persons + y.persons, cars: sorted(cars), pairs: sortedPairs(pairs) };
}

type Moments = readonly EpochMs[];

/** The cars of a history in order of name, each with its moments in order; the last seen where there are too many. */
function lastCars(views: readonly CarView[], maxCars: number): readonly (readonly [string, Moments])[] {
  const moments = new Map<string, EpochMs[]>();
  for (const { car, at } of views) {
    if (!isEpochMs(at)) throw new RangeError(`at must be an integer number of epoch milliseconds, got ${String(at)}`);
    const known = moments.get(car);
    if (known) known.push(at);
    else moments.set(car, [at]);
  }
  for (const each of moments.values()) each.sort((a, b) => a - b);
  const byName = [...moments].sort(([a], [b]) => byCodeUnit(a, b));
  if (byName.length <= maxCars) return byName;
  const last = ([, each]: readonly [string, Moments]): EpochMs => each[each.length - 1] as EpochMs;
  const kept = [...byName].sort((a, b) => last(b) - last(a)).slice(0, maxCars);
  return kept.sort(([a], [b]) => byCodeUnit(a, b));
}

/** Whether some moment of one list is within a distance of some moment of the other. */
function near(a: Moments, b: Moments, distanceMs: number): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const apart = (a[i] as EpochMs) - (b[j] as EpochMs);
    if (Math.abs(apart) <= distanceMs) return true;
    if (apart < 0) i++;
    else j++;
  }
  return false;
}

function addPair(pairs: Map<string, Map<string, number>>, a: string, b: string, count: number): void {
  const row = pairs.get(a) ?? new Map<string, number>();
  pairs.set(a, row.set(b, (row.get(b) ?? 0) + count));
}

const inOrder = <T>(map: ReadonlyMap<string, T>): [string, T][] => [...map].sort(([a], [b]) => byCodeUnit(a, b));

const sorted = (counts: ReadonlyMap<string, number>): Record<string, number> => Object.fromEntries(inOrder(counts));

const sortedPairs = (pairs: ReadonlyMap<string, ReadonlyMap<string, number>>): CoViewCounts["pairs"] =>
  Object.fromEntries(inOrder(pairs).map(([a, row]) => [a, sorted(row)]));
