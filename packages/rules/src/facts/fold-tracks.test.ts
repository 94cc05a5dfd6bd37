import type { Event } from "@tributary/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defineFacts } from "./define-facts";
import { emptyTracks, foldAll, foldTracks } from "./fold-tracks";
import { mergeTracks } from "./merge-tracks";

const set = defineFacts({
  recent: { kind: "sum", events: "x", property: "p", within: "1d", keep: 3 },
  values: { kind: "distinct", events: "x", property: "q", keep: 3 },
});
const event = (id: string, at: number): Event => ({
  id,
  type: "x",
  at,
  ids: [],
  properties: { p: at, q: id },
  source: "test",
});

describe("foldTracks", () => {
  it("keeps no more than the bound, whatever comes, newest by instant", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 })), (instants) => {
        const tracks = foldAll(
          set,
          undefined,
          instants.map((at, i) => event(`e${i}`, at)),
        );
        const [numbers, values] = (tracks[0] || [[0], []]) as readonly [number[], unknown[]];
        const kept = [...instants].sort((a, b) => a - b).slice(-3);
        expect(numbers[0]).toBe(instants.length);
        expect(numbers.slice(1).filter((_, i) => i % 3 === 0)).toEqual(kept);
        expect(values).toHaveLength(kept.length);
      }),
    );
  });

  it("leaves the kept occurrences as they were when an event comes twice", () => {
    const events = [event("a", 1), event("b", 2), event("c", 2), event("d", 3)];
    const tracks = foldAll(set, undefined, events);
    for (const again of events.slice(1)) {
      const [numbers, values] = foldTracks(set, tracks, again)[0] as readonly [number[], unknown[]];
      const [before, valuesBefore] = tracks[0] as readonly [number[], unknown[]];
      expect([numbers.slice(1), values]).toEqual([before.slice(1), valuesBefore]);
    }
  });

  it("passes over events of no concern without a copy of any track", () => {
    const tracks = foldTracks(set, undefined, event("a", 1));
    expect(foldTracks(set, tracks, { ...event("b", 2), type: "y" })[0]).toBe(tracks[0]);
  });
});

describe("mergeTracks", () => {
  it("counts an occurrence that both sides kept once among the kept", () => {
    const [a, b] = [foldAll(set, undefined, [event("a", 1), event("b", 2)]), foldAll(set, undefined, [event("b", 2)])];
    const [numbers] = mergeTracks(set, a, b)[0] as readonly [number[]];
    expect(numbers).toHaveLength(1 + 2 * 3);
  });

  it("gives the other side where one has nothing", () => {
    const tracks = foldTracks(set, undefined, event("a", 1));
    expect(mergeTracks(set, emptyTracks(set), tracks)).toEqual(tracks);
  });
});
