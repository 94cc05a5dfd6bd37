import type { CustomerHistory } from "./customer-history";
import { expectedPurchases, type PurchaseModel, probabilityAlive } from "./expected-purchases";
import { type CustomerSpend, expectedPurchaseValue, type GammaGammaModel } from "./fit-gamma-gamma";

/** What the caller should say beside a lifetime value. */
export type LifetimeCaveat = "one-time-buyer-alive-by-assumption" | "model-did-not-converge";

/** What a customer is worth over a horizon, and what it is made of. */
export interface LifetimeValue {
  /** Discounted margin in the unit of the fit, from 0; an expectation, not rounded. */
  readonly valueMinor: number;
  readonly expectedPurchases: number;
  readonly expectedPurchaseMinor: number;
  readonly probabilityAlive: number;
  /** What limits these numbers; empty where nothing does. */
  readonly caveats: readonly LifetimeCaveat[];
}

/** Over which horizon, at which discount, at which margin. */
export interface LifetimeOptions {
  /** How many of the model's units of time, a whole number from 1. */
  readonly periods: number;
  /** Interest per period, from 0: 0.002 is 0.2 % a week. 0 by default. */
  readonly discountRate?: number;
  /** Which share of a purchase is margin, in [0, 1]; 1 by default, which is revenue. */
  readonly margin?: number;
}

/**
 * What a customer's **future** purchases are worth today (CLV, 客户生命周期价值): purchases expected in each period, times
 * what one is worth, discounted to now as if made at the period's end.
 *
 *     value = margin · E[value of a purchase] · Σ_n (E[X(n)] − E[X(n − 1)]) / (1 + discountRate)^n
 *
 * @param model how often the customer comes back
 * @param spendModel what a purchase is worth
 * @param customer history and spend of one customer, as {@link summarisePurchases} gives them
 * @throws RangeError when the customer cannot be, or an option is out of range
 * @example
 * const fitted = { version: "paper", logLikelihood: 0, customers: 2357, converged: true };
 * const model = { ...fitted, kind: "bg-nbd", parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } } as const;
 * const spendModel = { ...fitted, kind: "gamma-gamma", parameters: { p: 6.25, q: 3.74, v: 1544 } } as const;
 * const customer = { frequency: 0, recency: 0, age: 39, monetaryMinor: 0 };
 * const worth = customerLifetimeValue(model, spendModel, customer, { periods: 52, discountRate: 0.002, margin: 0.3 });
 * Math.round(worth.valueMinor); // => 253
 * worth.caveats; // => ["one-time-buyer-alive-by-assumption"]
 * @see P. Fader, B. Hardie and K. L. Lee, RFM and CLV: using iso-value curves for customer base analysis (2005); discounting
 *   at the end of each period, our choice
 */
export function customerLifetimeValue(
  model: PurchaseModel,
  spendModel: GammaGammaModel,
  customer: CustomerHistory & CustomerSpend,
  options: LifetimeOptions,
): LifetimeValue {
  const { periods, discountRate = 0, margin = 1 } = options;
  if (!(Number.isSafeInteger(periods) && periods >= 1))
    throw new RangeError(`periods must be a whole number from 1, got ${periods}`);
  if (!(Number.isFinite(discountRate) && discountRate >= 0))
    throw new RangeError(`discountRate must be from 0, got ${discountRate}`);
  if (!(margin >= 0 && margin <= 1)) throw new RangeError(`margin must be in [0, 1], got ${margin}`);
  const expectedPurchaseMinor = expectedPurchaseValue(spendModel, customer);
  let [before, discounted] = [0, 0];
  for (let n = 1; n <= periods; n++) {
    const by = expectedPurchases(model, customer, { periods: n });
    discounted += Math.max(0, by - before) / (1 + discountRate) ** n;
    before = by;
  }
  return {
    valueMinor: margin * expectedPurchaseMinor * discounted,
    expectedPurchases: before,
    expectedPurchaseMinor,
    probabilityAlive: probabilityAlive(model, customer),
    caveats: [
      ...(model.kind === "bg-nbd" && customer.frequency === 0 ? ["one-time-buyer-alive-by-assumption" as const] : []),
      ...(model.converged && spendModel.converged ? [] : ["model-did-not-converge" as const]),
    ],
  };
}
