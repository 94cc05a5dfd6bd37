import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binOf, cutBins, type FieldValue, type WoeBin } from "./cut-bins";
import { DEFAULT_BINS } from "./lead-spec";
import { weighEvidence } from "./weigh-evidence";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const rows = (value: fc.Arbitrary<FieldValue>): fc.Arbitrary<[FieldValue, number][]> =>
  fc
    .array(fc.tuple(value, fc.nat(1)), { minLength: 40, maxLength: 200 })
    .filter((list) => new Set(list.map(([, won]) => won)).size === 2);
const cut = (list: readonly (readonly [FieldValue, number])[], options = DEFAULT_BINS): readonly WoeBin[] =>
  cutBins(
    list.map(([value]) => value),
    list.map(([, won]) => won),
    options,
  );
const sizeOf = ({ wins, losses }: WoeBin): number => wins + losses;

describe("cutBins", () => {
  const anyField = fc.oneof(
    rows(fc.option(fc.integer({ min: -5, max: 30 }), { nil: undefined })),
    rows(fc.option(fc.constantFrom(..."abcdefghijkl"), { nil: undefined })),
  );

  it("cuts at most eight bins of at least 5 %, holds every row once, and finds it again", () => {
    fc.assert(
      fc.property(anyField, (list) => {
        const bins = cut(list);
        const known = bins.filter(({ missing }) => !missing);
        expect(known.length).toBeLessThanOrEqual(8);
        if (known.length > 1) for (const bin of known) expect(sizeOf(bin)).toBeGreaterThanOrEqual(0.05 * list.length);
        for (const bin of bins) {
          const inside = list.filter(([value]) => binOf(value, bins) === bin);
          expect([inside.length, inside.filter(([, won]) => won === 1).length]).toEqual([sizeOf(bin), bin.wins]);
        }
        expect(bins.reduce((sum, bin) => sum + sizeOf(bin), 0)).toBe(list.length);
      }),
      { numRuns: RUNS },
    );
  });

  it("gives missing values a bin of their own, however few", () => {
    const list = Array.from({ length: 100 }, (_, i) => [i === 50 ? undefined : i, Number(i > 60)] as const);
    const bins = cut(list);
    expect(bins.at(-1)).toMatchObject({ missing: true, wins: 0, losses: 1 });
    expect(binOf(undefined, bins)?.missing).toBe(true);
  });

  it("follows one trend where asked to", () => {
    fc.assert(
      fc.property(rows(fc.integer({ min: 0, max: 30 })), (list) => {
        const rates = cut(list, { ...DEFAULT_BINS, monotone: true }).map((bin) => bin.wins / sizeOf(bin));
        const steps = rates.slice(1).map((rate, i) => rate - (rates[i] as number));
        expect(steps.every((step) => step >= 0) || steps.every((step) => step <= 0)).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it("parts what differs, merges what does not, and pools what is rare with what was never seen", () => {
    const list = Array.from({ length: 400 }, (_, i) => {
      const value = i < 4 ? "rare" : ["low", "alsoLow", "high"][i % 3];
      return [value, Number(value === "high" ? i % 4 > 0 : i % 10 === 0)] as const;
    });
    const bins = cut(list);
    expect(bins.map(({ values }) => values)).toEqual([["alsoLow", "low", "rare"], ["high"]]);
    expect(binOf("never seen", bins)).toBe(bins[0]);
  });
});

describe("weighEvidence", () => {
  it("takes an empty cell for what it is told to", () => {
    const bins = [
      { wins: 0, losses: 10 },
      { wins: 10, losses: 10 },
    ];
    expect(weighEvidence(bins).woe[0]).toBeCloseTo(Math.log(0.99 / 10.99 / 0.5), 12);
    expect(weighEvidence(bins, { emptyCell: 0.9 }).woe[0]).toBeCloseTo(Math.log(0.9 / 10.9 / 0.5), 12);
    expect(() => weighEvidence(bins, { emptyCell: 0 })).toThrow(RangeError);
    expect(() => weighEvidence([{ wins: 0, losses: 3 }])).toThrow(RangeError);
  });
});
