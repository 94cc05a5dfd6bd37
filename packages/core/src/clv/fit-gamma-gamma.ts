import { type Issue, issueAt, ok, type Result, refuse } from "../model";
import { MAX_ISSUES } from "./customer-history";
import { type Fitted, fitParameters } from "./fit-parameters";
import { digamma, logGamma } from "./log-gamma";
import type { Slope } from "./minimise";

/** How often one customer came back, and what a purchase came to on average. */
export interface CustomerSpend {
  /** Repeat purchases. */
  readonly frequency: number;
  /** The mean of the **repeat** purchases, in one unit for all; 0 where there are none. */
  readonly monetaryMinor: number;
}

/** What customers spend at a time: p is how even one customer's purchases are, q and v how customers differ. `v` is money. */
export type GammaGammaModel = Fitted<"gamma-gamma", "p" | "q" | "v">;

/**
 * Fits what a purchase is worth, customer by customer: each has a mean of their own, and purchases vary about it.
 *
 * It takes that how much is spent does not hang on how often: look at the correlation of the two first. Only customers
 * with repeat purchases of something say anything, so a frequency or a mean of 0 is refused, not left out silently; filter
 * before. q is held above 1, where the population has a mean at all: our choice.
 *
 * @returns the model, or located issues: a frequency or mean that is not above 0, or nobody at all (code `no-repeats`)
 * @example
 * const spend = [20, 35, 28, 90, 15, 42, 33, 27].map((each, i) => ({ frequency: 1 + (i % 3), monetaryMinor: each * 100 }));
 * const fitted = fitGammaGamma(spend);
 * fitted.ok && fitted.value.customers; // => 8
 * const refused = fitGammaGamma([...spend, { frequency: 0, monetaryMinor: 0 }]);
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/8/frequency", "/8/monetaryMinor"]
 * @see P. Fader and B. Hardie, The gamma-gamma model of monetary value (2013), note 025
 */
export function fitGammaGamma(customers: readonly CustomerSpend[]): Result<GammaGammaModel, readonly Issue[]> {
  const issues = spendIssues(customers);
  if (issues.length > 0) return refuse(issues);
  const sorted = [...customers].sort((a, b) => a.frequency - b.frequency || a.monetaryMinor - b.monetaryMinor);
  const mean = sorted.reduce((sum, { monetaryMinor }) => sum + monetaryMinor, 0) / sorted.length;
  const rows = sorted.map(({ frequency, monetaryMinor }) => ({ x: frequency, m: monetaryMinor / mean }));
  return ok(
    fitParameters({
      kind: "gamma-gamma",
      names: ["p", "q", "v"],
      slopeAt: (logs) => slopeAt(rows, logs),
      starts: STARTS.map((start) => start.map(Math.log)),
      units: { v: mean },
      floors: { q: 1 },
      shift: -rows.length * Math.log(mean),
      customers: rows.length,
    }),
  );
}

/** p, q − 1 and v in mean purchases; our choice. */
const STARTS: readonly (readonly number[])[] = [
  [4, 2, 1],
  [1, 0.5, 1],
];

function spendIssues(customers: readonly CustomerSpend[]): readonly Issue[] {
  if (customers.length === 0) return [issueAt("no-repeats", [], "somebody must have bought more than once")];
  const issues: Issue[] = [];
  for (let i = 0; i < customers.length && issues.length < MAX_ISSUES; i++) {
    const { frequency, monetaryMinor } = customers[i] as CustomerSpend;
    if (!(Number.isSafeInteger(frequency) && frequency > 0))
      issues.push(issueAt("no-repeat", [i, "frequency"], `must be a whole number above 0, got ${frequency}`));
    if (!(Number.isFinite(monetaryMinor) && monetaryMinor > 0))
      issues.push(issueAt("no-value", [i, "monetaryMinor"], `must be above 0, got ${monetaryMinor}`));
  }
  return issues;
}

/** The mean of −log likelihood and its gradient by the logarithms of p, q − 1 and v. */
function slopeAt(rows: readonly { readonly x: number; readonly m: number }[], logs: readonly number[]): Slope {
  const [p, above, v] = logs.map(Math.exp) as [number, number, number];
  const q = 1 + above;
  const sums = { value: 0, p: 0, q: 0, v: 0 };
  const fixed = q * Math.log(v) - logGamma(q);
  const fixedSlope = Math.log(v) - digamma(q);
  for (const { x, m } of rows) {
    const [px, spent] = [p * x, v + x * m];
    const [logSpent, logM, psi] = [Math.log(spent), Math.log(m), digamma(px + q)];
    sums.value += logGamma(px + q) - logGamma(px) + fixed + (px - 1) * logM + px * Math.log(x) - (px + q) * logSpent;
    sums.p += x * (psi - digamma(px) + logM + Math.log(x) - logSpent);
    sums.q += psi + fixedSlope - logSpent;
    sums.v += q / v - (px + q) / spent;
  }
  const by = -1 / rows.length;
  return { value: by * sums.value, gradient: [by * p * sums.p, by * above * sums.q, by * v * sums.v] };
}

/**
 * What one purchase of a customer is worth on average, between their own mean and everybody's: the fewer repeats, the
 * nearer to everybody's. In the unit of the fit.
 *
 * @throws RangeError when frequency or mean is out of range, or there is a mean without a repeat or a repeat without one
 * @example
 * const fitted = { version: "paper", logLikelihood: -4055.9, customers: 946, converged: true };
 * const parameters = { p: 6.25, q: 3.74, v: 15.44 };
 * const model = { ...fitted, kind: "gamma-gamma", parameters } as const;
 * expectedPurchaseValue(model, { frequency: 2, monetaryMinor: 22.35 }).toFixed(2); // => "24.66"
 * expectedPurchaseValue(model, { frequency: 0, monetaryMinor: 0 }).toFixed(2); // => "35.22"
 * @see P. Fader and B. Hardie, The gamma-gamma model of monetary value (2013), equation 5
 */
export function expectedPurchaseValue(model: GammaGammaModel, spend: CustomerSpend): number {
  const { frequency, monetaryMinor } = spend;
  const mean = Number.isFinite(monetaryMinor) && (frequency === 0 ? monetaryMinor === 0 : monetaryMinor >= 0);
  if (!(Number.isSafeInteger(frequency) && frequency >= 0 && mean))
    throw new RangeError(`spend must be a mean from 0 of whole repeats, got ${monetaryMinor} of ${frequency}`);
  const { p, q, v } = model.parameters;
  return (p * (v + frequency * monetaryMinor)) / (p * frequency + q - 1);
}
