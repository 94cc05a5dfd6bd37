import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitRfm } from "./fit-rfm";
import type { Rfm } from "./measure-rfm";
import { mergeRfmTallies, type RfmTally, tallyRfm } from "./rfm-tally";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const rfm: fc.Arbitrary<Rfm> = fc.record({
  recencyDays: fc.nat(30),
  frequency: fc.integer({ min: 1, max: 6 }),
  monetaryMinor: fc.integer({ min: -1_000, max: 2 ** 45 }),
});
const shard = fc.array(rfm, { maxLength: 40 });

describe("mergeRfmTallies", () => {
  it("counts the customers of a value together", () => {
    const [one, other] = [300, 200].map((monetaryMinor) => ({ recencyDays: 9, frequency: 1, monetaryMinor }));
    const merged = mergeRfmTallies(tallyRfm([one as Rfm, one as Rfm]), tallyRfm([one as Rfm, other as Rfm]));
    expect(merged).toEqual({
      customers: 4,
      recencyDays: [[9, 4]],
      frequency: [[1, 4]],
      monetaryMinor: [
        [200, 1],
        [300, 3],
      ],
    });
  });

  it("is commutative and associative, with the tally of nobody as its identity", () => {
    const tally = shard.map(tallyRfm);
    fc.assert(
      fc.property(tally, tally, tally, (a, b, c) => {
        expect(mergeRfmTallies(a, b)).toEqual(mergeRfmTallies(b, a));
        expect(mergeRfmTallies(mergeRfmTallies(a, b), c)).toEqual(mergeRfmTallies(a, mergeRfmTallies(b, c)));
        expect(mergeRfmTallies(tallyRfm([]), a)).toEqual(a);
      }),
      { numRuns: RUNS },
    );
  });

  it("fits shards that were counted apart, and came through JSON, to the bytes of one fit", () => {
    fc.assert(
      fc.property(fc.array(shard, { minLength: 1, maxLength: 5 }), fc.integer({ min: 2, max: 9 }), (shards, bins) => {
        const everybody = shards.flat();
        if (everybody.length === 0) return;
        const kept = shards.map((one) => JSON.parse(JSON.stringify(tallyRfm(one))) as RfmTally);
        const options = { method: "quantile", bins } as const;
        const merged = fitRfm(kept.reduce(mergeRfmTallies), options);
        expect(JSON.stringify(merged)).toBe(JSON.stringify(fitRfm(everybody, options)));
      }),
      { numRuns: RUNS },
    );
  });
});

describe("a tally", () => {
  const fine = tallyRfm([1, 2, 2].map((n) => ({ recencyDays: n, frequency: n, monetaryMinor: n })));

  it.each([
    [
      "values out of order",
      {
        frequency: [
          [2, 2],
          [1, 1],
        ],
      },
    ],
    [
      "a value twice",
      {
        frequency: [
          [2, 1],
          [2, 2],
        ],
      },
    ],
    [
      "a count of nobody",
      {
        frequency: [
          [1, 3],
          [2, 0],
        ],
      },
    ],
    ["fewer customers than counted", { customers: 2 }],
    ["a value that is none", { frequency: [[Number.NaN, 3]] }],
  ])("is not fitted with %s", (_, change) => {
    expect(() => fitRfm({ ...fine, ...change } as RfmTally, { method: "quantile" })).toThrow(RangeError);
  });

  it("is not made of measures that are none", () => {
    expect(() => tallyRfm([{ recencyDays: 1, frequency: 1, monetaryMinor: Number.NaN }])).toThrow(RangeError);
  });
});
