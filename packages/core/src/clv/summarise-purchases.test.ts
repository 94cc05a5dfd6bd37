import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, type Result } from "../model";
import { summarisePurchases, summariseTally } from "./summarise-purchases";
import { mergePurchases, type Purchase, tallyPurchases } from "./tally-purchases";

const numRuns = Number(process.env.TRIBUTARY_RUNS ?? 100);
const value = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const issuesOf = (result: Result<unknown, readonly { readonly code: string; readonly pointer: string }[]>): unknown =>
  result.ok ? [] : result.error.map(({ code, pointer }) => `${code} ${pointer}`);

const purchase: fc.Arbitrary<Purchase> = fc.record({
  customer: fc.constantFrom("ann", "ben", "10", "9", "__proto__"),
  at: fc.integer({ min: 0, max: 20 * DAY_MS }),
  amountMinor: fc.nat(100_000),
});
const zone = "Asia/Shanghai";
const options = { zone, end: "1970-01-15" };
const tallied = (purchases: readonly Purchase[]): ReturnType<typeof mergePurchases> =>
  value(tallyPurchases(purchases, { zone }));

describe("mergePurchases", () => {
  const tally = fc.array(purchase, { maxLength: 20, size: "max" }).map(tallied);

  it("is commutative and associative, with nothing as its identity", () => {
    fc.assert(
      fc.property(tally, tally, tally, (a, b, c) => {
        expect(mergePurchases(a, b)).toEqual(mergePurchases(b, a));
        expect(mergePurchases(mergePurchases(a, b), c)).toEqual(mergePurchases(a, mergePurchases(b, c)));
        expect(mergePurchases(a, {})).toEqual(a);
      }),
      { numRuns },
    );
  });

  it("gives for any split, in any order, the summaries of all purchases", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(purchase, fc.boolean()), { maxLength: 30, size: "max" }), (split) => {
        const part = (side: boolean): Purchase[] => split.filter(([, s]) => s === side).map(([one]) => one);
        const merged = summariseTally(mergePurchases(tallied(part(true)), tallied(part(false))), options);
        const all = split.map(([one]) => one);
        expect(JSON.stringify(merged)).toBe(JSON.stringify(value(summarisePurchases(all, options))));
        expect(JSON.stringify(merged)).toBe(JSON.stringify(value(summarisePurchases(all.reverse(), options))));
      }),
      { numRuns },
    );
  });
});

describe("summarisePurchases", () => {
  const bought = (day: number, amountMinor: number, customer = "ann"): Purchase => ({
    customer,
    at: Math.round(day * DAY_MS),
    amountMinor,
  });
  const sum = (purchases: readonly Purchase[]): unknown =>
    value(summarisePurchases(purchases, { zone: "UTC", end: "1970-02-10", unitDays: 1 }));

  it("counts dates after the first, recency to the last, age to the end, the mean of repeats only", () => {
    expect(sum([bought(3, 900), bought(3.4, 50), bought(10, 200), bought(24, 400), bought(24.1, 100)])).toEqual({
      customers: [{ customer: "ann", frequency: 2, recency: 21, age: 37, monetaryMinor: 350 }],
      leftOut: [],
    });
  });

  it("has no recency without a repeat", () => {
    expect(sum([bought(3, 900)])).toMatchObject({
      customers: [{ frequency: 0, recency: 0, age: 37, monetaryMinor: 0 }],
    });
  });

  it("takes the last date in, what is later not, and names who first came then", () => {
    expect(sum([bought(0, 1), bought(40.9, 5), bought(41, 100), bought(41, 1, "ben")])).toEqual({
      customers: [{ customer: "ann", frequency: 1, recency: 40, age: 40, monetaryMinor: 5 }],
      leftOut: [{ customer: "ben", reason: "first-seen-after-end", first: "1970-02-11" }],
    });
  });

  it("refuses refunds and instants that cannot be, each in its place", () => {
    const bad = [bought(0, 1), { ...bought(0, 1), at: 0.5 }, bought(0, -5), bought(Number.NaN, 0.5)];
    expect(issuesOf(tallyPurchases(bad, { zone }))).toEqual([
      "bad-instant /1/at",
      "bad-amount /2/amountMinor",
      "bad-instant /3/at",
      "bad-amount /3/amountMinor",
    ]);
    expect(() => summarisePurchases([], { zone, end: "1970-02-30" })).toThrow(RangeError);
    expect(() => summarisePurchases([], { zone, end: "1970-02-01", unitDays: 0 })).toThrow(RangeError);
  });
});
