import {
  byCodeUnit,
  dateOfDay,
  type EpochMs,
  type Issue,
  isEpochMs,
  issueAt,
  localDay,
  ok,
  type Result,
  refuse,
} from "../model";
import { MAX_ISSUES } from "./customer-history";

/** One purchase: whose, when, and for how much in integer minor units, from 0. A refund is no purchase. */
export interface Purchase {
  readonly customer: string;
  readonly at: EpochMs;
  readonly amountMinor: number;
}

/** What each customer spent on each local date of purchase: customer → `yyyy-mm-dd` → minor units. */
export type PurchaseTally = { readonly [customer: string]: { readonly [date: string]: number } };

/**
 * Files purchases by customer and local date: all that models of customers need to know, however much it is.
 *
 * Those of one date are one purchase of their sum. Members are in code-unit order, so the same purchases in any order give
 * the same bytes.
 *
 * @returns the tally, or located issues: an instant or an amount that cannot be, at most 100
 * @throws RangeError when the zone is unknown
 * @example
 * const bought = (at: number, amountMinor: number) => ({ customer: "ann", at, amountMinor });
 * tallyPurchases([bought(0, 500), bought(1, 200), bought(20 * HOUR_MS, 100)], { zone: "Asia/Shanghai" });
 * // => { ok: true, value: { ann: { "1970-01-01": 700, "1970-01-02": 100 } } }
 */
export function tallyPurchases(
  purchases: readonly Purchase[],
  options: { readonly zone: string },
): Result<PurchaseTally, readonly Issue[]> {
  const issues: Issue[] = [];
  const days: Days = new Map();
  for (const [i, { customer, at, amountMinor }] of purchases.entries()) {
    if (issues.length >= MAX_ISSUES) break;
    const [timely, payable] = [isEpochMs(at), Number.isSafeInteger(amountMinor) && amountMinor >= 0];
    if (!timely) issues.push(issueAt("bad-instant", [i, "at"], `must be an integer of epoch milliseconds, got ${at}`));
    if (!payable)
      issues.push(issueAt("bad-amount", [i, "amountMinor"], `must be an integer from 0, got ${amountMinor}`));
    if (timely && payable) add(days, customer, dateOfDay(localDay(at, options.zone)), amountMinor);
  }
  return issues.length > 0 ? refuse(issues) : ok(inOrder(days));
}

/**
 * Adds two tallies of *different* purchases: commutative and associative, with `{}` as its identity.
 *
 * When two customers turn out to be one person, name them alike and add: `mergePurchases({ ann: a.ann }, { ann: a.nan })`.
 * Two replicas that saw the same purchases are not for adding.
 *
 * @throws RangeError when a sum is beyond 2^53
 * @example
 * mergePurchases({ ann: { "2026-01-01": 200 } }, { ann: { "2026-01-01": 100, "2026-02-01": 50 } });
 * // => { ann: { "2026-01-01": 300, "2026-02-01": 50 } }
 */
export function mergePurchases(a: PurchaseTally, b: PurchaseTally): PurchaseTally {
  const days: Days = new Map();
  for (const [customer, dates] of [...Object.entries(a), ...Object.entries(b)])
    for (const [date, amount] of Object.entries(dates)) add(days, customer, date, amount);
  return inOrder(days);
}

type Days = Map<string, Map<string, number>>;

function add(days: Days, customer: string, date: string, amountMinor: number): void {
  const dates = days.get(customer) ?? new Map<string, number>();
  days.set(customer, dates);
  const sum = (dates.get(date) ?? 0) + amountMinor;
  if (!Number.isSafeInteger(sum)) throw new RangeError(`amounts of ${date} must sum to a safe integer, got ${sum}`);
  dates.set(date, sum);
}

const inOrder = (days: Days): PurchaseTally =>
  Object.fromEntries(byName([...days]).map(([customer, dates]) => [customer, Object.fromEntries(byName([...dates]))]));

const byName = <T>(entries: readonly (readonly [string, T])[]): (readonly [string, T])[] =>
  [...entries].sort(([a], [b]) => byCodeUnit(a, b));
