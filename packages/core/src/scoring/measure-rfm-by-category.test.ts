import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model";
import { measureRfm } from "./measure-rfm";
import { measureRfmByCategory } from "./measure-rfm-by-category";

const categories = ["car", "aftersales", "accessory", "__proto__"] as const;
const order = fc.record({
  at: fc.integer({ min: 0, max: 900 * DAY_MS }),
  amountMinor: fc.integer({ min: -9_000, max: 90_000 }),
  category: fc.constantFrom(...categories),
});

describe("measureRfmByCategory", () => {
  it("measures of each category what its orders alone come to", () => {
    fc.assert(
      fc.property(fc.array(order, { maxLength: 20 }), (orders) => {
        const now = 500 * DAY_MS;
        const measured = measureRfmByCategory(orders, { now });
        for (const category of categories) {
          const own = orders.filter((one) => one.category === category);
          expect(Object.hasOwn(measured, category) ? measured[category] : undefined).toEqual(measureRfm(own, { now }));
        }
        expect(JSON.stringify(measureRfmByCategory([...orders].reverse(), { now }))).toBe(JSON.stringify(measured));
      }),
    );
  });
});
