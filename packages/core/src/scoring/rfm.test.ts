import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model";
import { rfmLaws } from "../testing";
import { fitRfm } from "./fit-rfm";
import { measureRfm, mergeOrders, type Order, type Rfm, rfmOf, summariseOrders } from "./measure-rfm";
import type { RfmModel } from "./rfm-model";
import { mergeRfmTallies, tallyRfm } from "./rfm-tally";
import { scoreRfm } from "./score-rfm";

const order: fc.Arbitrary<Order> = fc.record({
  at: fc.integer({ min: 0, max: 1_000 * DAY_MS }),
  amountMinor: fc.integer({ min: -100_000, max: 1_000_000 }),
});
const now = 500 * DAY_MS;

describe("measureRfm", () => {
  it("leaves out orders later than now", () => {
    const orders = [
      { at: 0, amountMinor: 5 },
      { at: DAY_MS, amountMinor: 7 },
    ];
    expect(measureRfm(orders, { now: DAY_MS - 1 })).toEqual({ recencyDays: 0, frequency: 1, monetaryMinor: 5 });
    expect(measureRfm(orders, { now: DAY_MS })).toEqual({ recencyDays: 0, frequency: 2, monetaryMinor: 12 });
  });

  it("lets a refund lower the value, and nothing else", () => {
    const bought = { at: 0, amountMinor: 900 };
    const refund = { at: 2 * DAY_MS, amountMinor: -400 };
    expect(measureRfm([bought, refund], { now: 3 * DAY_MS })).toEqual({
      recencyDays: 3,
      frequency: 1,
      monetaryMinor: 500,
    });
    expect(measureRfm([refund], { now: 3 * DAY_MS })).toBeUndefined();
  });

  it("counts an order of nothing", () => {
    expect(measureRfm([{ at: 0, amountMinor: 0 }], { now: 0 })).toEqual({
      recencyDays: 0,
      frequency: 1,
      monetaryMinor: 0,
    });
  });

  it.each([
    [[{ at: 0, amountMinor: 0.5 }], 1],
    [[{ at: Number.NaN, amountMinor: 1 }], 1],
    [[{ at: 0, amountMinor: 2 ** 53 }], 1],
    [
      [
        { at: 0, amountMinor: 2 ** 53 - 1 },
        { at: 0, amountMinor: 1 },
      ],
      1,
    ],
    [[], Number.NaN],
  ])("throws on %j at %s", (orders, at) => {
    expect(() => measureRfm(orders, { now: at })).toThrow(RangeError);
  });
});

describe("mergeOrders", () => {
  const summary = fc.array(order, { maxLength: 20 }).map((orders) => summariseOrders(orders, { now }));

  it("is commutative and associative, with no orders as its identity", () => {
    fc.assert(
      fc.property(summary, summary, summary, (a, b, c) => {
        expect(mergeOrders(a, b)).toEqual(mergeOrders(b, a));
        expect(mergeOrders(mergeOrders(a, b), c)).toEqual(mergeOrders(a, mergeOrders(b, c)));
        expect(mergeOrders(a, { orders: 0, amountMinor: 0 })).toEqual(a);
      }),
    );
  });

  it("gives for any split what all orders give in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(order, fc.boolean()), { maxLength: 30 }), (split) => {
        const part = (side: boolean): Order[] => split.filter(([, s]) => s === side).map(([o]) => o);
        const merged = mergeOrders(summariseOrders(part(true), { now }), summariseOrders(part(false), { now }));
        const all = split.map(([o]) => o);
        expect(rfmOf(merged, { now })).toEqual(measureRfm(all, { now }));
        expect(measureRfm(all.reverse(), { now })).toEqual(measureRfm(all, { now }));
      }),
    );
  });
});

const rfm: fc.Arbitrary<Rfm> = fc.record({
  recencyDays: fc.nat(1_000),
  frequency: fc.integer({ min: 1, max: 30 }),
  monetaryMinor: fc.integer({ min: -1_000, max: 100_000 }),
});

describe("fitRfm", () => {
  it("does not depend on the order of the population, and survives JSON", () => {
    fc.assert(
      fc.property(fc.array(rfm, { minLength: 1 }), fc.integer({ min: 2, max: 9 }), (population, bins) => {
        const model = fitRfm(population, { method: "quantile", bins });
        expect(fitRfm([...population].reverse(), { method: "quantile", bins })).toEqual(model);
        expect(JSON.parse(JSON.stringify(model))).toEqual(model);
      }),
    );
  });

  it("puts thresholds at the quantiles of type 7, plus 1", () => {
    const population = [16, 1, 4, 8, 2].map((n) => ({ recencyDays: n, frequency: n, monetaryMinor: n }));
    const breaks = (bins: number): readonly number[] =>
      fitRfm(population, { method: "quantile", bins }).breaks.frequency;
    expect(breaks(4)).toEqual([3, 5, 9]);
    expect(breaks(2)).toEqual([5]);
    expect(breaks(5)).toEqual([1.8 + 1, 3.2 + 1, 5.6 + 1, 9.6 + 1]);
    expect(breaks(3)).toEqual([(2 * 2 + 4 + 3) / 3, (4 + 8 * 2 + 3) / 3]);
  });

  it("names other breaks with another version", () => {
    const breaks = { recencyDays: [1], frequency: [2], monetaryMinor: [3] };
    const version = fitRfm([], { method: "fixed", breaks }).version;
    expect(fitRfm([], { method: "fixed", breaks }).version).toBe(version);
    expect(fitRfm([], { method: "fixed", breaks: { ...breaks, frequency: [3] } }).version).not.toBe(version);
  });

  it.each([
    ["nobody", [], { method: "quantile" }],
    ["one bin", [{ recencyDays: 1, frequency: 1, monetaryMinor: 1 }], { method: "quantile", bins: 1 }],
    ["ten bins", [{ recencyDays: 1, frequency: 1, monetaryMinor: 1 }], { method: "quantile", bins: 10 }],
    [
      "falling breaks",
      [],
      { method: "fixed", breaks: { recencyDays: [2, 1], frequency: [1, 2], monetaryMinor: [1, 2] } },
    ],
    [
      "equal breaks",
      [],
      { method: "fixed", breaks: { recencyDays: [2, 2, 3], frequency: [1, 2, 3], monetaryMinor: [1, 2, 3] } },
    ],
    ["a measure that is none", [{ recencyDays: Number.NaN, frequency: 1, monetaryMinor: 1 }], { method: "quantile" }],
    ["uneven breaks", [], { method: "fixed", breaks: { recencyDays: [1], frequency: [1, 2], monetaryMinor: [1] } }],
  ] as const)("throws on %s", (_, population, options) => {
    expect(() => fitRfm(population, options)).toThrow(RangeError);
  });
});

describe("scoreRfm", () => {
  const at = (recencyDays: number, frequency: number, monetaryMinor: number): Rfm => ({
    recencyDays,
    frequency,
    monetaryMinor,
  });

  it("weighs the three scores to one number that models of different bins share", () => {
    const weights = { recency: 5, frequency: 3, monetary: 2 };
    const three = { recencyDays: [10, 20], frequency: [2, 3], monetaryMinor: [10, 20] };
    const model = fitRfm([], { method: "fixed", breaks: three, weights });
    const weighted = [at(0, 1, 0), at(30, 3, 0), at(30, 1, 20), at(0, 3, 20), at(30, 1, 0), at(15, 2, 10)].map(
      (rfm) => scoreRfm(rfm, model).weighted,
    );
    expect(weighted).toEqual([0.5, 0.3, 0.2, 1, 0, 0.5]);
    const two = { recencyDays: [10], frequency: [2], monetaryMinor: [10] };
    expect(scoreRfm(at(0, 1, 0), fitRfm([], { method: "fixed", breaks: two, weights })).weighted).toBe(0.5);
  });

  it("rises with frequency and value, and with how recent the last order is", () => {
    fc.assert(
      fc.property(fc.array(rfm, { minLength: 1 }), rfm, rfm, (population, a, b) => {
        const model = fitRfm(population, { method: "quantile" });
        const [x, y] = [scoreRfm(a, model), scoreRfm(b, model)];
        if (a.recencyDays <= b.recencyDays) expect(x.r).toBeGreaterThanOrEqual(y.r);
        if (a.frequency >= b.frequency) expect(x.f).toBeGreaterThanOrEqual(y.f);
        if (a.monetaryMinor >= b.monetaryMinor) expect(x.m).toBeGreaterThanOrEqual(y.m);
        for (const part of [x.r, x.f, x.m]) expect(part >= 1 && part <= 5).toBe(true);
      }),
    );
  });

  it("takes a value on a break into the upper bin, and the first segment that holds", () => {
    const breaks = { recencyDays: [10, 20, 30, 40], frequency: [2, 3, 4, 5], monetaryMinor: [10, 20, 30, 40] };
    const model = fitRfm([], { method: "fixed", breaks });
    expect(scoreRfm({ recencyDays: 9, frequency: 5, monetaryMinor: 40 }, model).segment).toBe("Champions");
    expect(scoreRfm({ recencyDays: 10, frequency: 5, monetaryMinor: 40 }, model)).toEqual({
      r: 4,
      f: 5,
      m: 5,
      score: 455,
      weighted: 11 / 12,
      segment: "Potential Loyalist",
    });
    expect(scoreRfm({ recencyDays: 35, frequency: 1, monetaryMinor: 45 }, model).segment).toBe("Others");
  });
});

describe("the laws of RFM", () => {
  const weights = { recency: 5, frequency: 3, monetary: 2 };
  const breaks = { recencyDays: [30, 90], frequency: [2, 5], monetaryMinor: [1_000_000, 20_000_000] };
  it.each([
    ...rfmLaws({ method: "quantile" }).map((each) => ({ ...each, of: "five bins" })),
    ...rfmLaws({ method: "quantile", bins: 9, weights }).map((each) => ({ ...each, of: "nine bins, weighted" })),
    ...rfmLaws({ method: "fixed", breaks, weights }).map((each) => ({ ...each, of: "fixed breaks" })),
  ])("hold for $of: $name", ({ check }) => {
    check({ numRuns: Number(process.env.TRIBUTARY_RUNS ?? 100) });
  });
});

const shared = fileURLToPath(new URL("../../../../../shared/data/scoring", import.meta.url));
const published = `${shared}/published.json`;
if (!existsSync(published)) {
  if (process.env.CI === "true") throw new Error(`missing: ${published}`);
  console.info(`skipped: the published RFM figures are read from ${published}`);
}

describe.runIf(existsSync(published))("the published figures of R's rfm", () => {
  const figures = existsSync(published) ? JSON.parse(readFileSync(published, "utf8")).rfm_orders : {};
  const byCustomer = new Map<string, Order[]>();
  for (const line of existsSync(published)
    ? readFileSync(`${shared}/rfm_data_orders.csv`, "utf8").trim().split("\n").slice(1)
    : []) {
    const [customer = "", date, revenue] = line.split(",");
    const orders = byCustomer.get(customer) ?? [];
    byCustomer.set(customer, orders);
    orders.push({ at: Date.parse(`${date}T00:00:00Z`), amountMinor: Number(revenue) });
  }
  const at = { now: Date.parse(`${figures.analysis_date}T00:00:00Z`) };
  const measured = new Map([...byCustomer].map(([name, orders]) => [name, measureRfm(orders, at) as Rfm]));

  const tally = (model: RfmModel): object => {
    const segments: Record<string, { customers: number; orders: number; revenue: number }> = {};
    for (const customer of measured.values()) {
      const { segment } = scoreRfm(customer, model);
      segments[segment] ??= { customers: 0, orders: 0, revenue: 0 };
      const sums = segments[segment];
      sums.customers++;
      sums.orders += customer.frequency;
      sums.revenue += customer.monetaryMinor;
    }
    return segments;
  };

  it("are met exactly with quantiles: customers, thresholds, sample rows, segments", () => {
    const model = fitRfm([...measured.values()], { method: "quantile", bins: 5 });
    expect(model.customers).toBe(figures.customers);
    expect(model.breaks).toEqual({
      recencyDays: figures.exact_thresholds_ours.tr,
      frequency: figures.exact_thresholds_ours.tf,
      monetaryMinor: figures.exact_thresholds_ours.tm,
    });
    for (const [name, recency, frequency, monetary, score] of figures.sample_rows) {
      const customer = measured.get(name) as Rfm;
      expect([name, ...Object.values(customer)]).toEqual([name, recency, frequency, monetary]);
      expect([name, scoreRfm(customer, model).score]).toEqual([name, score]);
    }
    expect(tally(model)).toEqual(figures.segments);
  });

  it("are met exactly by the merged tallies of three shards", () => {
    const shards = [0, 1, 2].map((shard) => [...measured.values()].filter((_, i) => i % 3 === shard));
    const merged = shards.map(tallyRfm).reduce(mergeRfmTallies);
    expect(tally(fitRfm(merged, { method: "quantile", bins: 5 }))).toEqual(figures.segments);
  });

  it("are met exactly with the thresholds given as fixed breaks", () => {
    const { tr, tf, tm } = figures.exact_thresholds_ours;
    const breaks = { recencyDays: tr, frequency: tf, monetaryMinor: tm };
    expect(tally(fitRfm([], { method: "fixed", breaks }))).toEqual(figures.segments);
  });

  it("give the sample rows their scores with the rounded thresholds of the article, too", () => {
    const docs = figures["custom thresholds in docs (rounded)"];
    const breaks = { recencyDays: docs.recency, frequency: docs.frequency, monetaryMinor: docs.monetary };
    const model = fitRfm([], { method: "fixed", breaks });
    for (const [name, , , , score] of figures.sample_rows) {
      expect([name, scoreRfm(measured.get(name) as Rfm, model).score]).toEqual([name, score]);
    }
  });
});
