import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model";
import { arbitraryActions } from "../testing";
import { DEFAULT_INTENT_MATRIX } from "./default-matrix";
import { focusIntent } from "./focus-intent";
import type { IntentAction } from "./intent-tally";
import { scoreIntent } from "./score-intent";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const now = Date.UTC(2026, 2, 10, 4);
const series = fc.option(fc.constantFrom("a", "b", "__proto__"), { nil: undefined });
const arbitraryHistory: fc.Arbitrary<IntentAction[]> = fc
  .tuple(arbitraryActions(DEFAULT_INTENT_MATRIX, now), fc.array(series, { minLength: 40, maxLength: 40 }))
  .map(([actions, about]) =>
    actions.map((one, i) => (about[i] === undefined ? one : { ...one, series: about[i] as string })),
  );

describe("focusIntent", () => {
  it("is 1 in one series, 1/n in n equal ones, absent in none", () => {
    const about = (...all: string[]): IntentAction[] => all.map((one) => ({ action: "save", at: now, series: one }));
    const read = (actions: readonly IntentAction[]): unknown[] => {
      const { series: found, hhi } = focusIntent(actions, DEFAULT_INTENT_MATRIX, { now });
      return [found.map((one) => [one.series, one.share]), hhi];
    };
    expect(read(about("x"))).toEqual([[["x", 1]], 1]);
    expect(read(about("y", "x", "w", "z"))).toEqual([
      [
        ["w", 0.25],
        ["x", 0.25],
        ["y", 0.25],
        ["z", 0.25],
      ],
      0.25,
    ]);
    expect(read([{ action: "save", at: now }])).toEqual([[], undefined]);
    expect(read([{ action: "save", at: now - 90 * DAY_MS, series: "x" }])).toEqual([[], undefined]);
  });

  it("scores each series by its own actions, in shares that are a whole, the same in any order", () => {
    fc.assert(
      fc.property(arbitraryHistory, (history) => {
        const focus = focusIntent(history, DEFAULT_INTENT_MATRIX, { now });
        for (const { series: name, score } of focus.series) {
          const own = history.filter((one) => one.series === name);
          expect(score).toBe(scoreIntent(own, DEFAULT_INTENT_MATRIX, { now }).score);
        }
        const scores = focus.series.map(({ score }) => score);
        expect([...scores].sort((x, y) => y - x)).toEqual(scores);
        const whole = focus.series.reduce((sum, { share }) => sum + share, 0);
        if (scores.length > 0) expect(whole).toBeCloseTo(1, 7);
        const { hhi = 1 } = focus;
        expect(hhi).toBeLessThanOrEqual(1);
        if (scores.length > 0) expect(hhi).toBeGreaterThanOrEqual(1 / scores.length - 1e-8);
        const reversed = focusIntent([...history].reverse(), DEFAULT_INTENT_MATRIX, { now });
        expect(JSON.stringify(reversed)).toBe(JSON.stringify(focus));
      }),
      { numRuns: RUNS },
    );
  });

  it("does not change before the announced next change", () => {
    fc.assert(
      fc.property(arbitraryHistory, fc.double({ min: 0, max: 1, noNaN: true }), (history, share) => {
        const { nextChange, ...focus } = focusIntent(history, DEFAULT_INTENT_MATRIX, { now });
        const end = nextChange ?? now + 400 * DAY_MS;
        for (const later of [now + Math.floor((end - 1 - now) * share), end - 1]) {
          const { nextChange: _, ...then } = focusIntent(history, DEFAULT_INTENT_MATRIX, { now: later });
          expect(then).toEqual(focus);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
