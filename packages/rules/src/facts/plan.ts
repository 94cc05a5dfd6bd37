import type { JsonObject } from "@tributary/core";
import type { TrackLayout } from "./track-layout";
import { FIRST_SIZE, type FilledTrack, NO_HASH, TOTAL_SIZE } from "./tracks";
import { compileWhere, propertyReader, type ReadProperty } from "./where";

/** A layout made ready to fold and read. */
export interface CompiledTrack {
  readonly index: number;
  readonly layout: TrackLayout;
  readonly matches: (properties: JsonObject) => boolean;
  /** One reader per total, first, number and value of the layout. */
  readonly totals: readonly ReadProperty[];
  readonly firsts: readonly ReadProperty[];
  readonly numbers: readonly ReadProperty[];
  readonly values: readonly ReadProperty[];
  /** Where the firsts start in a track's numbers. */
  readonly firstsAt: number;
  /** Where the occurrences start in a track's numbers, and how many numbers each has. */
  readonly head: number;
  readonly stride: number;
  /** Where the occurrences start in a track's values, and how many values each has. */
  readonly valuesHead: number;
  readonly valuesStride: number;
  /** The track before anything matched. */
  readonly blank: FilledTrack;
}

/** Makes one layout ready to fold and read. */
export function compileTrack(layout: TrackLayout, index: number): CompiledTrack {
  const { totals, firsts, numbers, values, zones } = layout;
  const firstsAt = 1 + TOTAL_SIZE * totals.length;
  return {
    index,
    layout,
    matches: compileWhere(layout.where),
    totals: totals.map(propertyReader),
    // the first occurrence itself is a first whatever it carries
    firsts: firsts.map((property) => (property === "" ? () => true : propertyReader(property))),
    numbers: numbers.map(propertyReader),
    values: values.map(propertyReader),
    firstsAt,
    head: firstsAt + FIRST_SIZE * firsts.length,
    stride: 2 + numbers.length,
    valuesHead: firsts.length,
    valuesStride: values.length,
    blank: [
      [0, ...totals.flatMap(() => [0, 0, 0, 0, 0]), ...firsts.flatMap(() => [0, NO_HASH])],
      firsts.map(() => null),
      zones.map(() => []),
    ],
  };
}

/** How many occurrences a track's numbers hold. */
export const keptIn = (numbers: readonly number[], { head, stride }: CompiledTrack): number =>
  (numbers.length - head) / stride;

/** Groups tracks by the event types they take. */
export function tracksByType(tracks: readonly CompiledTrack[]): ReadonlyMap<string, readonly CompiledTrack[]> {
  const byType = new Map<string, CompiledTrack[]>();
  for (const track of tracks) {
    for (const type of track.layout.events) {
      const takers = byType.get(type);
      if (takers) takers.push(track);
      else byType.set(type, [track]);
    }
  }
  return byType;
}
