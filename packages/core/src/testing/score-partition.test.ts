import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scorePartition } from "./score-partition";
import type { Ownership } from "./world-people";

const of = (value: string, person: string): Ownership => ({ identifier: { type: "phone", value }, person, from: 0 });
/** Ids 0 to n−1: a person for each from the list. */
const truthOf = (persons: readonly number[]): readonly Ownership[] =>
  persons.map((person, i) => of(String(i), `p${person}`));
const reader = (reading: readonly number[]) => (id: Ownership["identifier"]) => `r${reading[Number(id.value)]}`;

describe("scorePartition", () => {
  it("gives the published B-cubed example its figures", () => {
    // Bagga and Baldwin 1998, figure 2: truth {1-5} {6,7} {8-C}; the second response joins the first and the third.
    const truth = truthOf([1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3, 3]);
    const joined = scorePartition(truth, reader([1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1]));
    expect(joined.bCubed.precision).toBeCloseTo(0.5833, 4);
    expect(joined.bCubed.recall).toBe(1);
    const small = scorePartition(truth, reader([1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]));
    expect(small.bCubed.precision).toBeCloseTo(0.7619, 4);
    expect(small.bCubed.recall).toBe(1);
    expect([small.overMerged, small.mixed]).toEqual([1 / 2, 2 / 3]);
  });

  it("is perfect for the truth itself, under any names", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }), (persons) => {
        const scores = scorePartition(truthOf(persons), reader(persons.map((person) => person * 7)));
        expect([scores.pairwise.f1, scores.bCubed.f1, scores.overMerged, scores.mixed]).toEqual([1, 1, 0, 0]);
      }),
      { numRuns: 200 },
    );
  });

  it("counts pairs as a naive count does, and swaps precision and recall when the sides swap", () => {
    const two = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(two, (both) => {
        const [truth, reading] = [both.map(([a]) => a), both.map(([, b]) => b)];
        const { pairwise, bCubed } = scorePartition(truthOf(truth), reader(reading));
        let [right, read] = [0, 0];
        for (let i = 0; i < both.length; i++) {
          for (let j = i + 1; j < both.length; j++) {
            if (reading[i] !== reading[j]) continue;
            read++;
            if (truth[i] === truth[j]) right++;
          }
        }
        expect(pairwise.precision).toBe(read === 0 ? 1 : right / read);
        const swapped = scorePartition(truthOf(reading), reader(truth));
        expect(swapped.pairwise.recall).toBe(pairwise.precision);
        expect(swapped.bCubed.recall).toBeCloseTo(bCubed.precision, 12);
      }),
      { numRuns: 200 },
    );
  });

  it("takes an unread identifier for a person of its own", () => {
    const scores = scorePartition([of("1", "ann"), of("2", "ann")], () => undefined);
    expect(scores).toMatchObject({ pairwise: { precision: 1, recall: 0, f1: 0 }, readPersons: 2, overMerged: 0 });
  });

  it("asks for an identifier that changed hands once per owner, at the last moment of each", () => {
    const truth = [
      { ...of("1", "ann"), to: 50 },
      { ...of("1", "ben"), from: 50 },
    ];
    const asked: number[] = [];
    const scores = scorePartition(truth, (_, at) => {
      asked.push(at);
      return at < 50 ? "a" : "b";
    });
    expect(asked).toEqual([49, 8.64e15]);
    expect(scores).toMatchObject({ identifiers: 2, overMerged: 0, pairwise: { f1: 1 } });
    expect(scorePartition(truth, () => "a")).toMatchObject({ overMerged: 1, pairwise: { precision: 0 } });
  });
});
