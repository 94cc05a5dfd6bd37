import type { OrderColumns } from "@tributary/core";

export const NOW: number = Date.UTC(2026, 10, 1);
const ORDERS_PER_CUSTOMER = 10;
/** Two years. */
const MINUTES = 730 * 24 * 60;

/** Multipliers of Lehmer's generator modulo 2^31 − 1: every product below 2^53, so both sides count the same. */
const PRIME = 2_147_483_647;
const MULTIPLIERS = { one: 48_271, other: 69_621, at: 16_807, amount: 39_373, refund: 62_089 } as const;

const at = (i: number, of: keyof typeof MULTIPLIERS): number => ((i + 1) * MULTIPLIERS[of]) % PRIME;

/**
 * Invented orders, ten a customer in the mean: some customers buy far more often than others, in the two years before
 * now, every twentieth a refund.
 */
export function inventOrders(size: number): OrderColumns {
  const customers = size / ORDERS_PER_CUSTOMER;
  const numbers = Array.from({ length: 3 }, () => new Float64Array(size));
  const [customer, moment, amount] = numbers as [Float64Array, Float64Array, Float64Array];
  for (let i = 0; i < size; i++) {
    customer[i] = Math.min(at(i, "one") % customers, at(i, "other") % customers);
    moment[i] = NOW - 60_000 * (at(i, "at") % MINUTES);
    amount[i] = (100 + (at(i, "amount") % 1_000_000)) * (at(i, "refund") % 20 === 0 ? -1 : 1);
  }
  return { customer: Uint32Array.from(customer), at: moment, amountMinor: amount };
}

/** The same orders as SQL of DuckDB: columns `customer`, `at`, `amount`. */
export function ordersSql(size: number): string {
  const customers = size / ORDERS_PER_CUSTOMER;
  const draw = (of: keyof typeof MULTIPLIERS): string => `((i + 1) * ${MULTIPLIERS[of]}) % ${PRIME}`;
  return `select
    cast(least(${draw("one")} % ${customers}, ${draw("other")} % ${customers}) as integer) as customer,
    cast(${NOW} - 60000 * (${draw("at")} % ${MINUTES}) as bigint) as "at",
    cast((100 + ${draw("amount")} % 1000000) * (case when ${draw("refund")} % 20 = 0 then -1 else 1 end) as integer) as amount
    from (select range as i from range(${size}))`;
}
