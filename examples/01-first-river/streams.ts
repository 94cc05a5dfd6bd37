import { decodeCsvStream } from "@tributary/adapters/csv";
import { decodeSegmentStream } from "@tributary/adapters/segment";
import { decodeSensorsStream } from "@tributary/adapters/sensors";
import { hash53 } from "@tributary/core";
import type { Decoded } from "@tributary/core/ports";
import { type World, type WrittenWorld, writeWorld } from "@tributary/core/testing";

/** One stream of decoded items, and what it is called. */
export interface Stream {
  readonly title: string;
  readonly open: () => AsyncIterable<Decoded>;
}

/** How a synthetic world reaches a host: a third of its events from Sensors, a third from Segment, a third as CSV. */
export function worldStreams(world: World): readonly Stream[] {
  const written = writeWorld(world);
  const { options } = written;
  return [
    {
      title: "sensors",
      open: () => decodeSensorsStream(linesOf(world, 0, written.sensors), options.sensors),
    },
    {
      title: "segment",
      open: () => decodeSegmentStream(linesOf(world, 1, written.segment), options.segment),
    },
    { title: "csv", open: () => decodeCsvStream(csvPart(world, written), options.csv) },
  ];
}

/** An event takes the same way every time it is repeated. */
const wayOf = (id: string): number => hash53(id) % 3;

async function* linesOf(world: World, way: number, lines: readonly string[]): AsyncGenerator<string, void, undefined> {
  for (const [i, { id }] of world.events.entries()) if (wayOf(id) === way) yield `${lines[i]}\n`;
}

async function* csvPart(world: World, { csv }: WrittenWorld): AsyncGenerator<string, void, undefined> {
  const [header, ...rows] = csv.split("\n");
  yield `${header}\n`;
  yield* linesOf(world, 2, rows);
}
