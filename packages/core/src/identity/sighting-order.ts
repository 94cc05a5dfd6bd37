import { byCodeUnit } from "../model";
import type { Sighting } from "./evidence";

/** Things with a sighting each, in an order that depends on the sightings alone, whatever order they came in. */
export const inFixedOrder = <T>(things: readonly T[], sightingOf: (thing: T) => Sighting): T[] =>
  things
    .map((thing) => ({ thing, text: sightingText(sightingOf(thing)) }))
    .sort((x, y) => byCodeUnit(x.text, y.text))
    .map(({ thing }) => thing);

const sightingText = ({ keys, source, strength, purpose, count, firstAt, lastAt }: Sighting): string =>
  JSON.stringify([keys, source, strength, purpose, count, firstAt, lastAt]);

/** Sightings that differ in their times alone, summed up: how they were split in time is nobody's concern. */
export function joinRuns(sightings: readonly Sighting[]): readonly Sighting[] {
  const sums = new Map<string, Sighting>();
  for (const one of sightings) {
    const name = JSON.stringify([one.keys, one.source, one.strength, one.purpose]);
    const sum = sums.get(name);
    sums.set(name, {
      ...one,
      count: (sum?.count ?? 0) + one.count,
      firstAt: Math.min(sum?.firstAt ?? one.firstAt, one.firstAt),
      lastAt: Math.max(sum?.lastAt ?? one.lastAt, one.lastAt),
    });
  }
  return [...sums.values()];
}
