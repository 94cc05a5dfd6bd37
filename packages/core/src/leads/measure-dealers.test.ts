import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../model";
import { type LeadRecord, measureAdvisers, measureDealers } from "./measure-dealers";
import { rateOf } from "./rate";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const nine = Date.UTC(2026, 2, 4, 1);
const week = [1, 2, 3, 4, 5].map((day) => ({ day, from: "09:00", to: "18:00" }));
const hours = { zone: "Asia/Shanghai", week };
const options = {
  now: nine + 7 * DAY_MS,
  dealers: [
    { id: "d1", hours },
    { id: "d2", hours },
  ],
  firstResponseMs: HOUR_MS,
};
const record = (lead: string, more: Partial<LeadRecord> = {}): LeadRecord => ({
  lead,
  dealer: "d1",
  assignedAt: nine,
  ...more,
});
const answered = (minutes: number): Partial<LeadRecord> => ({ respondedAt: nine + minutes * MINUTE_MS });

describe("measureDealers", () => {
  it("counts silence as an answer that never comes", () => {
    const two = [record("a", answered(10)), record("b", answered(20)), record("c"), record("d"), record("e")];
    const [figures] = measureDealers(two, options);
    expect(figures).not.toHaveProperty("medianResponseMs");
    expect(figures?.withinSla).toMatchObject({ count: 2, n: 5, rate: 0.4 });
    const [better] = measureDealers([...two, record("f", answered(90))], options);
    expect(better?.medianResponseMs).toBe(90 * MINUTE_MS);
    expect(better).not.toHaveProperty("p90ResponseMs");
    expect(better?.withinSla).toMatchObject({ count: 2, n: 6 });
  });

  it("leaves out who still has time to answer, and what is not known yet", () => {
    const now = nine + 30 * MINUTE_MS;
    const records = [
      record("a", answered(10)),
      record("b"),
      record("c", { ...answered(40), orderedAt: now + 1, lostAt: now + 1 }),
      record("d", { assignedAt: now + 1 }),
    ];
    const [figures] = measureDealers(records, { ...options, now });
    expect(figures).toMatchObject({
      leads: 3,
      open: 3,
      medianResponseMs: 10 * MINUTE_MS,
      withinSla: { count: 1, n: 1 },
      conversion: { count: 0, n: 3 },
    });
  });

  it("takes nearest ranks, nine in ten at the ninth of ten", () => {
    const records = Array.from({ length: 10 }, (_, i) => record(`L${i}`, answered(i + 1)));
    const [figures] = measureDealers(records, options);
    expect([figures?.medianResponseMs, figures?.p90ResponseMs]).toEqual([5 * MINUTE_MS, 9 * MINUTE_MS]);
  });

  it("tells orders from losses, and losses that were none", () => {
    const lostAt = nine + HOUR_MS;
    const records = [
      record("a", { orderedAt: nine + DAY_MS }),
      record("b", { lostAt }),
      record("c", { lostAt, boughtAt: lostAt + 1 }),
      record("d", { lostAt, boughtAt: lostAt }),
      record("e"),
    ];
    expect(measureDealers(records, options)[0]).toMatchObject({
      leads: 5,
      open: 1,
      conversion: { count: 1, n: 5 },
      lostThenBought: { count: 1, n: 3 },
    });
  });

  it("says the same in any order", () => {
    const any = fc.record(
      {
        lead: fc.nat(99).map(String),
        dealer: fc.constantFrom("d1", "d2"),
        adviser: fc.constantFrom("li", "wang"),
        assignedAt: fc.nat(DAY_MS).map((ms) => nine + ms),
        respondedAt: fc.nat(9 * DAY_MS).map((ms) => nine + ms),
        lostAt: fc.nat(9 * DAY_MS).map((ms) => nine + ms),
        boughtAt: fc.nat(9 * DAY_MS).map((ms) => nine + ms),
      },
      { requiredKeys: ["lead", "dealer", "assignedAt"] },
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (records) => {
        const reversed = [...records].reverse();
        expect(measureDealers(reversed, options)).toEqual(measureDealers(records, options));
        expect(measureAdvisers(reversed, options)).toEqual(measureAdvisers(records, options));
        const leads = measureAdvisers(records, options).reduce((sum, one) => sum + one.leads, 0);
        expect(leads).toBe(records.length);
      }),
      { numRuns: RUNS },
    );
  });

  it("throws on a dealer it does not know", () => {
    expect(() => measureDealers([record("a", { dealer: "d9" })], options)).toThrow(RangeError);
  });
});

describe("measureAdvisers", () => {
  it("keeps advisers of one name at two dealers, and leads without one, apart", () => {
    const records = [
      record("a", { adviser: "li" }),
      record("b", { adviser: "li", dealer: "d2" }),
      record("c"),
      record("d", { adviser: "li" }),
    ];
    expect(measureAdvisers(records, options).map((one) => [one.dealer, one.adviser, one.leads])).toEqual([
      ["d1", undefined, 1],
      ["d1", "li", 2],
      ["d2", "li", 1],
    ]);
  });
});

describe("rateOf", () => {
  it("has Wilson's interval", () => {
    // R. G. Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3
    const { low, high } = rateOf(15, 148);
    expect([low, high].map((one) => one.toFixed(4))).toEqual(["0.0624", "0.1605"]);
  });

  it("holds the rate and stays in [0, 1]", () => {
    const counts = fc.nat(500).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)));
    fc.assert(
      fc.property(counts, ([count, n]) => {
        const { rate = 0, low, high } = rateOf(count, n);
        return low >= 0 && low <= rate && rate <= high && high <= 1;
      }),
      { numRuns: RUNS },
    );
    for (const bad of [
      [3, 2],
      [-1, 2],
      [0.5, 2],
      [0, Number.NaN],
    ] as const)
      expect(() => rateOf(bad[0], bad[1])).toThrow(RangeError);
  });
});
