import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addSums, type ExactSum, exactSum, isSummable, subtractSums, sumToNumber, ZERO_SUM } from "./exact-sum";

const number = fc.oneof(
  fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.integer({ min: -1e8, max: 1e8 }).map((cents) => cents / 100),
  fc.constantFrom(0, -0, 0.0000005, -0.0000005, 999_999_999.9999999, 1e9, -1e9, Number.MAX_SAFE_INTEGER),
);
const sum = (numbers: readonly number[]): ExactSum =>
  numbers.reduce((total, value) => addSums(total, exactSum(value)), ZERO_SUM);

describe("exactSum", () => {
  it("adds to the same bits in any order and grouping", () => {
    fc.assert(
      fc.property(fc.array(number), fc.array(number), (a, b) => {
        expect(addSums(sum(a), sum(b))).toEqual(sum([...b, ...a].reverse()));
        expect(subtractSums(sum([...a, ...b]), sum(b))).toEqual(sum(a));
      }),
    );
  });

  it("is the decimal sum, correctly rounded, for numbers of two decimals up to 8 billion", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -8e11, max: 8e11 })), (cents) => {
        const exact = cents.reduce((total, one) => total + BigInt(one), 0n);
        const [size, sign] = [exact < 0n ? -exact : exact, exact < 0n ? "-" : ""];
        const text = `${sign}${size / 100n}.${String(size % 100n).padStart(2, "0")}`;
        const total = sumToNumber(sum(cents.map((one) => Number((one / 100).toFixed(2)))));
        expect(total).toBe(Number(text) + 0);
      }),
    );
  });

  it("counts on past what one integer holds", () => {
    const many = sum(new Array(1_000).fill(Number.MAX_SAFE_INTEGER));
    expect(subtractSums(many, sum(new Array(999).fill(Number.MAX_SAFE_INTEGER)))).toEqual(
      exactSum(Number.MAX_SAFE_INTEGER),
    );
    expect(sumToNumber(many)).toBe(1_000 * Number.MAX_SAFE_INTEGER);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "1", null, undefined])("cannot sum %s", (value) => {
    expect(isSummable(value)).toBe(false);
  });
});
