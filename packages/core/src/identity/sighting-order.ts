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
