import { bgNbdAlive, bgNbdCounts, bgNbdExpected } from "./bg-nbd";
import { type CustomerHistory, requireHistory } from "./customer-history";
import { type BgBbModel, bgBbLikelihood, bgBbPath } from "./fit-bg-bb";
import type { BgNbdModel } from "./fit-bg-nbd";
import { type ParetoNbdModel, paretoNbdPaths } from "./fit-pareto-nbd";

/** A fitted model of who comes back how often. */
export type PurchaseModel = BgNbdModel | ParetoNbdModel | BgBbModel;

/**
 * How many purchases to expect of a customer in the next `periods`, in the unit of time the model was fitted in.
 *
 * With the history of somebody new, `{ frequency: 0, recency: 0, age: 0 }`, it is the number of **repeat** purchases in the
 * first `periods` after the first. For BG/BB, `periods` counts occasions.
 *
 * @param model fitted by {@link fitBgNbd}, {@link fitMbgNbd}, {@link fitParetoNbd} or {@link fitBgBb}
 * @param options.periods from 0; a whole number for BG/BB
 * @throws RangeError when the history cannot be, or `periods` is out of range or so far that a million purchases could happen
 * @example
 * const fitted = { version: "paper", logLikelihood: -9582.4, customers: 2357, converged: true };
 * const parameters = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
 * const model = { ...fitted, kind: "bg-nbd", parameters } as const;
 * expectedPurchases(model, { frequency: 2, recency: 30.43, age: 38.86 }, { periods: 39 }).toFixed(3); // => "1.226"
 * expectedPurchases(model, { frequency: 0, recency: 0, age: 0 }, { periods: 52 }).toFixed(1); // => "1.4"
 * @see the papers of each fit; of Pareto/NBD the form that is no 0/0 at s = 1
 */
export function expectedPurchases(
  model: PurchaseModel,
  history: CustomerHistory,
  options: { readonly periods: number },
): number {
  const { periods } = options;
  requireHistory(history, { occasions: model.kind === "bg-bb" });
  if (!(Number.isFinite(periods) && periods >= 0)) throw new RangeError(`periods must be from 0, got ${periods}`);
  if (model.kind === "pareto-nbd") return paretoNbdExpected(model, history, periods);
  if (model.kind === "bg-bb") return bgBbExpected(model, history, periods);
  return bgNbdExpected(model, history, periods);
}

/**
 * The chance, in [0, 1], that a customer is not gone for good: that there will be another purchase some day.
 *
 * **Mind the model.** BG/NBD gives 1 to everybody who bought once, however long ago, for it lets nobody go before a repeat
 * purchase: that is an assumption, not a finding. MBG/NBD, Pareto/NBD and BG/BB do not. Of BG/BB it is the chance to be
 * there at the next occasion.
 *
 * @throws RangeError when the history cannot be
 * @example
 * const fitted = { version: "paper", logLikelihood: -9582.4, customers: 2357, converged: true };
 * const parameters = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
 * const model = { ...fitted, kind: "bg-nbd", parameters } as const;
 * probabilityAlive(model, { frequency: 2, recency: 30.43, age: 38.86 }).toFixed(2); // => "0.73"
 * probabilityAlive(model, { frequency: 0, recency: 0, age: 500 }); // => 1
 * @see P. Fader, B. Hardie and K. L. Lee, Computing P(alive) using the BG/NBD model (2008)
 */
export function probabilityAlive(model: PurchaseModel, history: CustomerHistory): number {
  requireHistory(history, { occasions: model.kind === "bg-bb" });
  if (model.kind === "pareto-nbd") return paretoNbdAlive(model, history);
  if (model.kind === "bg-bb") return bgBbAlive(model, history, 1);
  return bgNbdAlive(model, history);
}

/**
 * The chance that somebody new makes exactly this many repeat purchases in the first `periods` after the first: held
 * against what customers did, it shows where BG/NBD or MBG/NBD fits a population and where not.
 *
 * @throws RangeError when `purchases` is no whole number from 0, or `periods` is out of range
 * @example
 * const fitted = { version: "paper", logLikelihood: -9582.4, customers: 2357, converged: true };
 * const parameters = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
 * const model = { ...fitted, kind: "bg-nbd", parameters } as const;
 * purchaseProbability(model, { purchases: 0, periods: 39 }).toFixed(7); // => "0.5737864"
 * @see P. Fader, B. Hardie and K. L. Lee, "Counting your customers" the easy way (2005), equation 8
 */
export function purchaseProbability(
  model: BgNbdModel,
  options: { readonly purchases: number; readonly periods: number },
): number {
  const { purchases, periods } = options;
  if (!(Number.isSafeInteger(purchases) && purchases >= 0))
    throw new RangeError(`purchases must be a whole number from 0, got ${purchases}`);
  if (!(Number.isFinite(periods) && periods >= 0)) throw new RangeError(`periods must be from 0, got ${periods}`);
  return bgNbdCounts(model, periods)[purchases] ?? 0;
}

function paretoNbdAlive(model: ParetoNbdModel, history: CustomerHistory): number {
  const { stayed, gone } = paretoNbdPaths(model.parameters, history);
  return 1 / (1 + Math.exp(gone - stayed));
}

function paretoNbdExpected(model: ParetoNbdModel, history: CustomerHistory, periods: number): number {
  const { r, alpha, s, beta } = model.parameters;
  const [rate, lasting] = [(r + history.frequency) / (alpha + history.age), beta + history.age];
  const log = Math.log(lasting / (lasting + periods));
  const presence = s === 1 ? -log : -Math.expm1((s - 1) * log) / (s - 1);
  return paretoNbdAlive(model, history) * rate * lasting * presence;
}

/** The chance to be there at the n-th occasion from now. */
function bgBbAlive(model: BgBbModel, { frequency, recency, age }: CustomerHistory, n: number): number {
  const path = bgBbPath(model.parameters, { frequency, occasions: age, stays: age + n, gone: 0 });
  return path / bgBbLikelihood(model.parameters, { frequency, recency, age });
}

function bgBbExpected(model: BgBbModel, history: CustomerHistory, periods: number): number {
  if (!Number.isSafeInteger(periods)) throw new RangeError(`periods must be whole occasions, got ${periods}`);
  const { alpha, beta } = model.parameters;
  const chance = (alpha + history.frequency) / (alpha + beta + history.age);
  let sum = 0;
  for (let n = 1; n <= periods; n++) sum += bgBbAlive(model, history, n);
  return chance * sum;
}
