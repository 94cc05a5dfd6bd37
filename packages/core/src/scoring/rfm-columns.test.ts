import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model";
import { fitRfm } from "./fit-rfm";
import { measureRfm, type Order } from "./measure-rfm";
import { measureRfmColumns, type OrderColumns, scoreRfmColumns } from "./rfm-columns";
import { scoreRfm } from "./score-rfm";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const now = 500 * DAY_MS;
const order = fc.record({
  customer: fc.constantFrom(0, 1, 2, 5, 9, 40),
  at: fc.integer({ min: 0, max: 600 * DAY_MS }),
  amountMinor: fc.integer({ min: -100_000, max: 1_000_000 }),
});

const columnsOf = (orders: readonly (Order & { customer: number })[]): OrderColumns => ({
  customer: Uint32Array.from(orders, ({ customer }) => customer),
  at: Float64Array.from(orders, ({ at }) => at),
  amountMinor: Float64Array.from(orders, ({ amountMinor }) => amountMinor),
});

describe("columns of orders", () => {
  it("are measured, fitted and scored as customers are one by one", () => {
    fc.assert(
      fc.property(fc.array(order, { maxLength: 60 }), fc.integer({ min: 2, max: 9 }), (orders, bins) => {
        const numbers = [...new Set(orders.map(({ customer }) => customer))].sort((a, b) => a - b);
        const apart = numbers.flatMap((customer) => {
          const rfm = measureRfm(
            orders.filter((one) => one.customer === customer),
            { now },
          );
          return rfm ? [{ customer, rfm }] : [];
        });
        const together = measureRfmColumns(columnsOf(orders), { now });
        const { customer, recencyDays, frequency, monetaryMinor } = together;
        expect(
          [...customer].map((each, i) => ({
            customer: each,
            rfm: { recencyDays: recencyDays[i], frequency: frequency[i], monetaryMinor: monetaryMinor[i] },
          })),
        ).toEqual(apart);
        if (apart.length === 0) return;
        const population = apart.map(({ rfm }) => rfm);
        const model = fitRfm(together, { method: "quantile", bins });
        expect(model).toEqual(fitRfm(population, { method: "quantile", bins }));
        const { which, scores } = scoreRfmColumns(together, model);
        expect([...which].map((each) => scores[each])).toEqual(population.map((rfm) => scoreRfm(rfm, model)));
      }),
      { numRuns: RUNS },
    );
  });

  it.each([
    ["an amount that is no integer", { amountMinor: Float64Array.of(0.5) }],
    ["an instant that is none", { at: Float64Array.of(Number.NaN) }],
    ["columns of different length", { at: Float64Array.of(1, 2) }],
  ])("are refused with %s", (_, change) => {
    const fine = columnsOf([{ customer: 0, at: 0, amountMinor: 1 }]);
    expect(() => measureRfmColumns({ ...fine, ...change }, { now })).toThrow(RangeError);
  });

  it("are refused where a sum is beyond what a double holds exactly", () => {
    const most = { customer: 0, at: 0, amountMinor: Number.MAX_SAFE_INTEGER };
    expect(() => measureRfmColumns(columnsOf([most, { ...most, amountMinor: 1 }]), { now })).toThrow(RangeError);
  });
});
