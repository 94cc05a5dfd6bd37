import { byCodeUnit, type Event, identifierKey } from "@tributary/core";
import type { Decoded } from "@tributary/core/ports";
import { generateWorld, writeWorld } from "@tributary/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCsv } from "../csv/index";
import { decodeSegment } from "../segment/index";
import { decodeSensors } from "../sensors/index";

const eventsOf = (items: readonly Decoded[]): readonly Event[] =>
  items.map(({ result, warnings }, i) => {
    if (!result.ok || warnings.length > 0) throw new Error(`item ${i}: ${JSON.stringify([result, warnings])}`);
    return result.value;
  });
/** The order of identifiers on an event means nothing. */
const settled = (events: readonly Event[]): readonly Event[] =>
  events.map((event) => ({
    ...event,
    ids: [...event.ids].sort((a, b) => byCodeUnit(identifierKey(a), identifierKey(b))),
  }));

describe("a world written in three formats", () => {
  it("comes back whole from each, in order, with one id for each repeated event", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 30 }), (seed, persons) => {
        const world = generateWorld({ seed, persons });
        const { sensors, segment, csv, options } = writeWorld(world);
        const expected = settled(world.events);
        expect(settled(eventsOf(decodeCsv(csv, options.csv)))).toEqual(expected);
        expect(settled(eventsOf(decodeSegment(segment.join("\n"), options.segment)))).toEqual(expected);
        const read = settled(eventsOf(decodeSensors(sensors.join("\n"), options.sensors)));
        expect(read.map((event, i) => ({ ...event, id: expected[i]?.id }))).toEqual(expected);
        const names = new Set(read.map(({ id }, i) => `${id} ${expected[i]?.id}`));
        expect([names.size, new Set(read.map(({ id }) => id)).size]).toEqual(
          Array(2).fill(new Set(expected.map(({ id }) => id)).size),
        );
      }),
      { numRuns: 40 },
    );
  });
});
