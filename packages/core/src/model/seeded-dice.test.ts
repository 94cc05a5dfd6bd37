import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seededDice } from "./seeded-dice";

describe("seededDice", () => {
  it("draws what mulberry32 draws", () => {
    const { next } = seededDice(42);
    expect([next(), next(), next()]).toEqual([0.6011037519201636, 0.44829055899754167, 0.8524657934904099]);
  });

  it("keeps to its ranges, and shuffles without loss", () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (seed, list) => {
        const dice = seededDice(seed);
        expect([...dice.shuffle(list)].sort((a, b) => a - b)).toEqual([...list].sort((a, b) => a - b));
        expect(list).toContain(dice.pick(list));
        expect(list).toContain(dice.zipf(list));
        expect(dice.below(list.length)).toBeLessThan(list.length);
      }),
    );
  });

  it("draws by Zipf's law", () => {
    const { zipf } = seededDice(1);
    const counts = [0, 0, 0];
    for (let i = 0; i < 11_000; i++) {
      const drawn = zipf([0, 1, 2]);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    [6_000, 3_000, 2_000].forEach((expected, i) => {
      expect(Math.abs((counts[i] ?? 0) - expected)).toBeLessThan(200);
    });
  });
});
