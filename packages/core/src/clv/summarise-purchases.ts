import { byCodeUnit, DAY_MS, type Issue, ok, type Result, startOfLocalDate } from "../model";
import type { CustomerHistory } from "./customer-history";
import type { CustomerSpend } from "./fit-gamma-gamma";
import { type Purchase, type PurchaseTally, tallyPurchases } from "./tally-purchases";

/** One customer's history and spend, as the models read them. */
export interface PurchaseSummary extends CustomerHistory, CustomerSpend {
  readonly customer: string;
}

/** All customers known by a date, and those left out with the reason. */
export interface PurchaseSummaries {
  readonly customers: readonly PurchaseSummary[];
  /** Who first bought after the end: a model fitted up to there cannot know them. */
  readonly leftOut: readonly {
    readonly customer: string;
    readonly reason: "first-seen-after-end";
    readonly first: string;
  }[];
}

/** Up to when, and in which unit of time. */
export interface SummaryOptions {
  /** The last local date that counts, `yyyy-mm-dd`. */
  readonly end: string;
  /** Days in the unit of recency and age: 7 by default, weeks. */
  readonly unitDays?: number;
}

/**
 * Sums up every customer's purchases by a date: how often they came back, when last, for how long they are known, and what
 * a repeat purchase came to.
 *
 * Frequency counts dates of purchase after the first; recency runs from the first to the **last** (0 without a repeat);
 * age from the first to `end`; the monetary value is the mean of **repeat** dates, 0 without one. Purchases after `end` are
 * for checking forecasts and do not count; customers first seen there are left out by name.
 *
 * @param purchases of all customers, in any order
 * @returns customers by name in code-unit order, or the located issues of {@link tallyPurchases}
 * @throws RangeError when the zone or the end does not exist, or `unitDays` is not above 0
 * @example
 * const bought = (customer: string, day: number, amountMinor: number) => ({ customer, at: day * DAY_MS, amountMinor });
 * const purchases = [bought("ann", 0, 900), bought("ann", 14, 500), bought("ben", 30, 100)];
 * const summed = summarisePurchases(purchases, { zone: "UTC", end: "1970-01-22" });
 * summed.ok && summed.value.customers; // => [{ customer: "ann", frequency: 1, recency: 2, age: 3, monetaryMinor: 500 }]
 * summed.ok && summed.value.leftOut; // => [{ customer: "ben", reason: "first-seen-after-end", first: "1970-01-31" }]
 * @see P. Fader and B. Hardie, "Counting your customers" the easy way (2005), on x, t_x and T; a date as the period, our
 *   choice
 */
export function summarisePurchases(
  purchases: readonly Purchase[],
  options: SummaryOptions & { readonly zone: string },
): Result<PurchaseSummaries, readonly Issue[]> {
  const tally = tallyPurchases(purchases, options);
  return tally.ok ? ok(summariseTally(tally.value, options)) : tally;
}

/**
 * Sums up purchases that are filed already: {@link summarisePurchases} for who keeps a tally.
 *
 * @throws RangeError when a date does not exist, or `unitDays` is not above 0
 * @example
 * summariseTally({ ann: { "2026-01-01": 300, "2026-01-08": 50 } }, { end: "2026-01-15" }).customers;
 * // => [{ customer: "ann", frequency: 1, recency: 1, age: 2, monetaryMinor: 50 }]
 */
export function summariseTally(tally: PurchaseTally, options: SummaryOptions): PurchaseSummaries {
  const { end, unitDays = 7 } = options;
  if (!(Number.isFinite(unitDays) && unitDays > 0)) throw new RangeError(`unitDays must be above 0, got ${unitDays}`);
  const last = dayOf(end);
  const customers: PurchaseSummary[] = [];
  const leftOut: { customer: string; reason: "first-seen-after-end"; first: string }[] = [];
  for (const [customer, dates] of Object.entries(tally).sort(([a], [b]) => byCodeUnit(a, b))) {
    const known = Object.entries(dates).map(([date, amount]) => ({ date, day: dayOf(date), amount }));
    known.sort((a, b) => a.day - b.day);
    const [first, ...repeats] = known.filter(({ day }) => day <= last);
    if (first) customers.push({ customer, ...measure(first.day, repeats, last, unitDays) });
    else if (known[0]) leftOut.push({ customer, reason: "first-seen-after-end", first: known[0].date });
  }
  return { customers, leftOut };
}

function measure(
  first: number,
  repeats: readonly { readonly day: number; readonly amount: number }[],
  end: number,
  unitDays: number,
): CustomerHistory & CustomerSpend {
  const frequency = repeats.length;
  const sum = repeats.reduce((total, { amount }) => total + amount, 0);
  return {
    frequency,
    recency: ((repeats.at(-1)?.day ?? first) - first) / unitDays,
    age: (end - first) / unitDays,
    monetaryMinor: frequency === 0 ? 0 : sum / frequency,
  };
}

const dayOf = (date: string): number => startOfLocalDate(date, "UTC") / DAY_MS;
