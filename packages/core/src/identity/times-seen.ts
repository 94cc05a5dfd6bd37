import type { EpochMs } from "../model";
import type { Sighting } from "./evidence";

/** How often something was seen: distinct observations, and the first and last of them. */
export interface TimesSeen {
  readonly count: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
}

/** How often and when some sightings were made; they are in any order, and at least one. */
export function timesSeen(sightings: Iterable<Sighting>): TimesSeen {
  let [sum, first, last] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { count, firstAt, lastAt } of sightings) {
    sum += count;
    first = Math.min(first, firstAt);
    last = Math.max(last, lastAt);
  }
  return { count: sum, firstAt: first, lastAt: last };
}
