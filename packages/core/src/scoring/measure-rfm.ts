import { DAY_MS, type EpochMs, isEpochMs, requireNow } from "../model";

/** One order: when, and for how much in integer minor units. A negative amount is a refund. */
export interface Order {
  readonly at: EpochMs;
  readonly amountMinor: number;
}

/**
 * What all orders of one customer come to: enough to measure recency, frequency and monetary value at any later moment.
 *
 * Two summaries of different orders add up with {@link mergeOrders}.
 */
export interface OrderSummary {
  /** How many orders, refunds left out. */
  readonly orders: number;
  /** All amounts, refunds subtracted. */
  readonly amountMinor: number;
  /** The last order; absent where there is none. */
  readonly lastAt?: EpochMs;
}

/** Recency, frequency and monetary value of one customer at a moment. */
export interface Rfm {
  /** Whole periods of 24 hours since the last order, from 0. */
  readonly recencyDays: number;
  /** Orders, from 1. */
  readonly frequency: number;
  /** What all orders brought, in minor units; below zero where refunds exceed orders. */
  readonly monetaryMinor: number;
}

/**
 * Measures one customer's recency, frequency and monetary value at a moment.
 *
 * Orders later than `now` are left out, so replaying history gives the score of that day. A refund (a negative amount)
 * lowers the monetary value, and is neither an order that counts nor one that makes the customer recent: our choice,
 * where R's `rfm` counts it as an order too. An order of 0 counts.
 *
 * @param orders one customer's orders, in any order
 * @param options.now the moment to measure at
 * @returns the three measures, or `undefined` if nothing was bought by `now`
 * @throws RangeError when an instant or an amount is not an integer, or the sum is beyond 2^53
 * @example
 * measureRfm([{ at: 0, amountMinor: 1200 }], { now: 3 * DAY_MS });
 * // => { recencyDays: 3, frequency: 1, monetaryMinor: 1200 }
 * measureRfm([{ at: 5 * DAY_MS, amountMinor: 1200 }], { now: 3 * DAY_MS }); // => undefined
 * @see A. M. Hughes, Strategic Database Marketing (1994), on recency, frequency and monetary value
 */
export function measureRfm(orders: readonly Order[], options: { readonly now: EpochMs }): Rfm | undefined {
  return rfmOf(summariseOrders(orders, options), options);
}

/**
 * Sums up one customer's orders by a moment.
 *
 * @throws RangeError when an instant or an amount is not an integer, or the sum is beyond 2^53
 * @example
 * summariseOrders([{ at: 7, amountMinor: 1200 }, { at: 9, amountMinor: -200 }], { now: 10 });
 * // => { orders: 1, amountMinor: 1000, lastAt: 7 }
 */
export function summariseOrders(orders: readonly Order[], options: { readonly now: EpochMs }): OrderSummary {
  const now = requireNow(options.now);
  let sum: OrderSummary = { orders: 0, amountMinor: 0 };
  for (const { at, amountMinor } of orders) {
    if (!isEpochMs(at)) throw new RangeError(`an order's at must be an integer of epoch milliseconds, got ${at}`);
    if (at > now) continue;
    sum = mergeOrders(sum, amountMinor < 0 ? { orders: 0, amountMinor } : { orders: 1, amountMinor, lastAt: at });
  }
  return sum;
}

/**
 * Adds two summaries of different orders: commutative and associative, with no orders as its identity.
 *
 * @throws RangeError when an amount is not an integer, or the sum is beyond 2^53
 * @example
 * mergeOrders({ orders: 1, amountMinor: 500, lastAt: 3 }, { orders: 2, amountMinor: 700, lastAt: 1 });
 * // => { orders: 3, amountMinor: 1200, lastAt: 3 }
 */
export function mergeOrders(a: OrderSummary, b: OrderSummary): OrderSummary {
  const amountMinor = a.amountMinor + b.amountMinor;
  if (![a.amountMinor, b.amountMinor, amountMinor].every(Number.isSafeInteger)) {
    throw new RangeError(`amounts must be safe integers of minor units, got ${a.amountMinor} and ${b.amountMinor}`);
  }
  const lastAt = Math.max(a.lastAt ?? Number.NEGATIVE_INFINITY, b.lastAt ?? Number.NEGATIVE_INFINITY);
  return { orders: a.orders + b.orders, amountMinor, ...(Number.isFinite(lastAt) && { lastAt }) };
}

/**
 * Measures a customer whose orders are already summed up, such as by three facts.
 *
 * @returns the three measures, or `undefined` if nothing was bought, or the last order is later than `now`
 * @throws RangeError when `now` is no instant
 * @example
 * rfmOf({ orders: 2, amountMinor: 900, lastAt: 0 }, { now: DAY_MS - 1 });
 * // => { recencyDays: 0, frequency: 2, monetaryMinor: 900 }
 */
export function rfmOf(summary: OrderSummary, options: { readonly now: EpochMs }): Rfm | undefined {
  const now = requireNow(options.now);
  const { orders, amountMinor, lastAt } = summary;
  if (orders === 0 || lastAt === undefined || lastAt > now) return undefined;
  return { recencyDays: Math.floor((now - lastAt) / DAY_MS), frequency: orders, monetaryMinor: amountMinor };
}
