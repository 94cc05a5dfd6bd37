import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Fading, lastingDays, nextAge, remaining } from "./decay";

const days = fc.integer({ min: 1, max: 60 });
const decay: fc.Arbitrary<Fading["decay"]> = fc.oneof(
  fc.constant({ kind: "none" as const }),
  days.map((half) => ({ kind: "halfLife" as const, days: half })),
  fc.uniqueArray(days, { minLength: 1, maxLength: 3 }).map((ages) => ({
    kind: "steps" as const,
    steps: ages.sort((a, b) => a - b).map((throughDays, i) => ({ throughDays, factor: 1 / (i + 1) })),
  })),
);
const fading: fc.Arbitrary<Fading> = fc.record({ decay, windowDays: days }, { requiredKeys: ["decay"] });

describe("remaining", () => {
  it("leaves something through thirty-nine halvings, and nothing from the fortieth", () => {
    const halving: Fading = { decay: { kind: "halfLife", days: 3 } };
    expect([remaining(halving, 119) > 0, remaining(halving, 120)]).toEqual([true, 0]);
    expect([nextAge(halving, 119), nextAge(halving, 120)]).toEqual([120, undefined]);
  });
});

describe("lastingDays", () => {
  it("is the first age at which nothing is left", () => {
    fc.assert(
      fc.property(fading, fc.nat({ max: 5_000 }), (one, age) => {
        const lasts = lastingDays(one) ?? Number.POSITIVE_INFINITY;
        expect(remaining(one, age) > 0).toBe(age < lasts);
        if (lasts < Number.POSITIVE_INFINITY) {
          expect([remaining(one, lasts), remaining(one, lasts - 1) > 0]).toEqual([0, true]);
        }
      }),
    );
  });
});
