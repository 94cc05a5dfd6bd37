import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryActions } from "../testing";
import { DEFAULT_INTENT_MATRIX } from "./default-matrix";
import { scoreIntent } from "./score-intent";
import { whatWouldRaise } from "./what-would-raise";

const now = Date.UTC(2026, 2, 10, 4);

describe("whatWouldRaise", () => {
  it("says what one more does, the most first, and leaves out what is full or speaks against an order", () => {
    fc.assert(
      fc.property(arbitraryActions(DEFAULT_INTENT_MATRIX, now), (actions) => {
        const reading = scoreIntent(actions, DEFAULT_INTENT_MATRIX, { now });
        const gains = whatWouldRaise(reading, DEFAULT_INTENT_MATRIX);
        for (const { action, adds, score, band } of gains) {
          const then = scoreIntent([...actions, { action, at: now }], DEFAULT_INTENT_MATRIX, { now });
          expect([score, band]).toEqual([then.score, then.band]);
          expect(adds).toBeGreaterThan(0);
        }
        const added = gains.map(({ adds }) => adds);
        expect([...added].sort((a, b) => b - a)).toEqual(added);
        const raising = reading.contributions.filter(({ next }) => next > 0).map(({ action }) => action);
        expect(gains.map(({ action }) => action).sort()).toEqual(raising.sort());
      }),
    );
  });
});
