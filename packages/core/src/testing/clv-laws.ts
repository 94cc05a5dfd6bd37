import * as fc from "fast-check";
import {
  type CustomerHistory,
  customerLifetimeValue,
  expectedPurchases,
  type GammaGammaModel,
  type PurchaseModel,
  probabilityAlive,
} from "../clv";
import { type Law, law } from "./law";

/** What rounding may come to, beside 1. */
const NEARLY = 1e-9;

/**
 * The laws of a model of who comes back how often, and of what that is worth, to run on a host's own fitted models.
 *
 * @param model any fitted model
 * @param spendModel what a purchase is worth
 * @returns laws for any test runner; each tries 100 random customers by default
 * @example
 * const fitted = { version: "paper", logLikelihood: 0, customers: 2357, converged: true };
 * const model = { ...fitted, kind: "bg-nbd", parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } } as const;
 * const spendModel = { ...fitted, kind: "gamma-gamma", parameters: { p: 6.25, q: 3.74, v: 15.44 } } as const;
 * purchaseModelLaws(model, spendModel).map(({ check }) => check({ numRuns: 10 })).length; // => 6
 */
export function purchaseModelLaws(model: PurchaseModel, spendModel: GammaGammaModel): readonly Law[] {
  const history = arbitraryHistory(model);
  const horizon = model.kind === "bg-bb" ? fc.nat(40) : fc.double({ min: 0, max: 200, noNaN: true });
  const spend = fc.double({ min: 0.01, max: 1e6, noNaN: true });
  return [
    law(
      "P(alive) is a probability",
      fc.property(history, (one) => {
        const alive = probabilityAlive(model, one);
        claim(alive >= 0 && alive <= 1, `P(alive) is ${alive}`);
      }),
    ),
    law(
      "P(alive) never rises while nothing is bought",
      fc.property(history, fc.integer({ min: 1, max: 100 }), (one, more) => {
        const [before, after] = [one, { ...one, age: one.age + more }].map((each) => probabilityAlive(model, each));
        claim((after as number) <= (before as number) + NEARLY, `rose from ${before} to ${after}`);
      }),
    ),
    law(
      "no purchase is expected in no time, and never fewer in a longer one",
      fc.property(history, horizon, horizon, (one, a, b) => {
        const [near, far] = [Math.min(a, b), Math.max(a, b)].map((periods) =>
          expectedPurchases(model, one, { periods }),
        );
        claim(expectedPurchases(model, one, { periods: 0 }) === 0, "purchases in no time");
        claim((near as number) <= (far as number) * (1 + NEARLY), `${near} in the shorter, ${far} in the longer`);
      }),
    ),
    law(
      "two times together bring at most what each brings from now, for nobody comes back from being gone",
      fc.property(history, horizon, horizon, (one, a, b) => {
        const [first, second, both] = [a, b, a + b].map((periods) => expectedPurchases(model, one, { periods })) as [
          number,
          number,
          number,
        ];
        claim(both <= (first + second) * (1 + NEARLY) + 1e-12, `${both} of both, ${first} and ${second} of each`);
      }),
    ),
    law(
      "a customer is worth 0 or more, and less at a higher discount",
      fc.property(history, spend, fc.double({ min: 0, max: 1, noNaN: true }), (one, mean, discountRate) => {
        const customer = { ...one, monetaryMinor: one.frequency === 0 ? 0 : mean };
        const [now, later] = [0, discountRate].map(
          (rate) => customerLifetimeValue(model, spendModel, customer, { periods: 12, discountRate: rate }).valueMinor,
        ) as [number, number];
        claim(later >= 0 && later <= now * (1 + NEARLY), `${later} discounted, ${now} not`);
      }),
    ),
    law(
      "value is in the unit of money: the same customers in another currency are worth the same",
      fc.property(history, spend, fc.double({ min: 0.01, max: 1_000, noNaN: true }), (one, mean, rate) => {
        const { p, q, v } = spendModel.parameters;
        const exchanged = { ...spendModel, parameters: { p, q, v: v * rate } };
        const customer = { ...one, monetaryMinor: one.frequency === 0 ? 0 : mean };
        const other = { ...customer, monetaryMinor: customer.monetaryMinor * rate };
        const here = customerLifetimeValue(model, spendModel, customer, { periods: 4 }).valueMinor;
        const there = customerLifetimeValue(model, exchanged, other, { periods: 4 }).valueMinor;
        claim(Math.abs(there - here * rate) <= NEARLY * here * rate, `${here} at ${rate} is ${there}`);
      }),
    ),
  ];
}

/** Histories such as a model of its kind may meet: of occasions for BG/BB, else of times. */
function arbitraryHistory(model: PurchaseModel): fc.Arbitrary<CustomerHistory> {
  const occasions = model.kind === "bg-bb";
  return fc
    .record({
      recency: fc.integer({ min: 1, max: 60 }),
      rest: fc.nat(60),
      frequency: fc.nat(occasions ? 60 : 40),
      part: fc.integer({ min: 1, max: 7 }),
    })
    .map(({ recency, rest, frequency, part }) => {
      const unit = occasions ? 1 : 1 / part;
      const age = (recency + rest) * unit;
      const repeats = occasions ? Math.min(frequency, recency) : frequency;
      return { frequency: repeats, recency: repeats === 0 ? 0 : recency * unit, age };
    });
}

function claim(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
