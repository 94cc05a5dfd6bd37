import { byCodeUnit, type EpochMs } from "../model";
import { measureRfm, type Order, type Rfm } from "./measure-rfm";

/** An order of one line of business, such as `"car"`, `"aftersales"`, `"accessory"`: the host's own words. */
export interface CategorisedOrder extends Order {
  readonly category: string;
}

/**
 * Measures one customer's recency, frequency and monetary value apart for each category of orders: who services here but
 * buys accessories elsewhere shows. Each category is then fitted and scored by a model of its own.
 *
 * @param orders one customer's orders, in any order
 * @returns the measures of each category that something was bought of by `now`, in code-unit order
 * @throws RangeError when an instant or an amount is not an integer, or a sum is beyond 2^53
 * @example
 * const customers = [
 *   [{ at: 0, amountMinor: 80_000, category: "aftersales" }, { at: DAY_MS, amountMinor: 9_900, category: "accessory" }],
 *   [{ at: DAY_MS, amountMinor: 60_000, category: "aftersales" }],
 * ];
 * const measured = customers.map((orders) => measureRfmByCategory(orders, { now: 2 * DAY_MS }));
 * Object.keys(measured[0]); // => ["accessory", "aftersales"]
 * const aftersales = fitRfm(measured.flatMap(({ aftersales }) => aftersales ?? []), { method: "quantile", bins: 2 });
 * measured.map(({ aftersales: one }) => one && scoreRfm(one, aftersales).m); // => [2, 1]
 */
export function measureRfmByCategory(
  orders: readonly CategorisedOrder[],
  options: { readonly now: EpochMs },
): { readonly [category: string]: Rfm } {
  const byCategory = new Map<string, Order[]>();
  for (const order of orders) {
    const known = byCategory.get(order.category);
    if (known) known.push(order);
    else byCategory.set(order.category, [order]);
  }
  const measured = [...byCategory].flatMap(([category, own]): [string, Rfm][] => {
    const rfm = measureRfm(own, options);
    return rfm ? [[category, rfm]] : [];
  });
  return Object.fromEntries(measured.sort(([a], [b]) => byCodeUnit(a, b)));
}
