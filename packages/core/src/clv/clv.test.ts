import { describe, expect, it } from "vitest";
import type { Issue, Result } from "../model";
import { purchaseModelLaws } from "../testing/clv-laws";
import type { CustomerHistory } from "./customer-history";
import { customerLifetimeValue } from "./customer-lifetime-value";
import { expectedPurchases, type PurchaseModel, probabilityAlive, purchaseProbability } from "./expected-purchases";
import { fitBgBb } from "./fit-bg-bb";
import { fitBgNbd, fitMbgNbd } from "./fit-bg-nbd";
import { fitGammaGamma, type GammaGammaModel } from "./fit-gamma-gamma";
import { fitParetoNbd } from "./fit-pareto-nbd";

const numRuns = Number(process.env.TRIBUTARY_RUNS ?? 100);
const fitted = { version: "published", logLikelihood: 0, customers: 2357, converged: true };
const bgNbd = { ...fitted, kind: "bg-nbd", parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } } as const;
const mbgNbd = { ...fitted, kind: "mbg-nbd", parameters: { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 } } as const;
const pareto = {
  ...fitted,
  kind: "pareto-nbd",
  parameters: { r: 0.553, alpha: 10.58, s: 0.606, beta: 11.67 },
} as const;
const bgBb = {
  ...fitted,
  kind: "bg-bb",
  parameters: { alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 },
} as const;
const spendModel: GammaGammaModel = { ...fitted, kind: "gamma-gamma", parameters: { p: 6.25, q: 3.74, v: 15.44 } };

const value = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const issuesOf = (result: Result<unknown, readonly { readonly code: string; readonly pointer: string }[]>): unknown =>
  result.ok ? [] : result.error.map(({ code, pointer }) => `${code} ${pointer}`);

/** A population with repeats, those who stay and those who leave. */
const POPULATION: readonly CustomerHistory[] = [
  { frequency: 0, recency: 0, age: 30, customers: 55 },
  { frequency: 1, recency: 4, age: 30, customers: 15 },
  { frequency: 2, recency: 3, age: 35, customers: 10 },
  { frequency: 2, recency: 20, age: 32, customers: 9 },
  { frequency: 5, recency: 9, age: 31, customers: 6 },
  { frequency: 20, recency: 33, age: 36, customers: 5 },
];

describe("the laws of customer models", () => {
  const models: readonly PurchaseModel[] = [bgNbd, mbgNbd, pareto, bgBb];
  const laws = models.flatMap((model) =>
    purchaseModelLaws(model, spendModel).map(({ name, check }) => ({ name: `${model.kind}: ${name}`, check })),
  );
  it.each(laws)("hold: $name", ({ check }) => check({ numRuns }));
});

type Fit = (histories: readonly CustomerHistory[]) => Result<PurchaseModel, readonly Issue[]>;

describe.each<[string, Fit]>([
  ["fitBgNbd", fitBgNbd],
  ["fitMbgNbd", fitMbgNbd],
  ["fitParetoNbd", fitParetoNbd],
])("%s", (_, fit) => {
  it("gives the same bytes for the same customers, in any order, grouped or one by one", () => {
    const all = POPULATION.flatMap(({ customers = 1, ...one }) => Array.from({ length: customers }, () => one));
    const model = value(fit(POPULATION));
    const bytes = JSON.stringify(model);
    expect(model).toMatchObject({ customers: 100, converged: true });
    expect(JSON.stringify(value(fit([...POPULATION].reverse())))).toBe(bytes);
    expect(JSON.stringify(value(fit(all)))).toBe(bytes);
    expect(JSON.parse(bytes)).toEqual(model);
  });

  it("knows no unit of time: the same customers in days buy as often as in weeks", () => {
    const inDays = POPULATION.map((one) => ({ ...one, recency: one.recency * 7, age: one.age * 7 }));
    const [weekly, daily] = [value(fit(POPULATION)), value(fit(inDays))] as const;
    const one = { frequency: 2, recency: 20, age: 32 };
    const [a, b] = [
      expectedPurchases(weekly, one, { periods: 10 }),
      expectedPurchases(daily, { frequency: 2, recency: 140, age: 224 }, { periods: 70 }),
    ];
    expect(Math.abs(a - b)).toBeLessThan(1e-6);
    const repeats = POPULATION.reduce((sum, { frequency, customers = 1 }) => sum + frequency * customers, 0);
    expect(daily.logLikelihood).toBeCloseTo(weekly.logLikelihood - repeats * Math.log(7), 6);
  });

  it("refuses histories that cannot be, each in its place, and a population that never came back", () => {
    const bad = [
      { frequency: 1.5, recency: 1, age: 2 },
      { frequency: 1, recency: 3, age: 2 },
      { frequency: 0, recency: 1, age: 2 },
      { frequency: 1, recency: 0, age: 2 },
      { frequency: 0, recency: 0, age: Number.NaN },
      { frequency: 1, recency: 1, age: 2, customers: 0 },
    ];
    const places = ["0/frequency", "1/recency", "2/recency", "3/recency", "4/age", "5/customers"];
    expect(issuesOf(fit(bad))).toEqual(places.map((place) => `bad-history /${place}`));
    expect(issuesOf(fit([{ frequency: 0, recency: 0, age: 9, customers: 50 }]))).toEqual(["no-repeats "]);
    expect(issuesOf(fit([]))).toEqual(["no-repeats "]);
  });
});

describe("fitBgNbd", () => {
  it("says that it did not converge where the likelihood has no peak", () => {
    const staying = [
      { frequency: 0, recency: 0, age: 30, customers: 55 },
      { frequency: 1, recency: 25, age: 35, customers: 10 },
      { frequency: 4, recency: 28, age: 31, customers: 6 },
      { frequency: 9, recency: 30, age: 36, customers: 5 },
    ];
    const model = value(fitBgNbd(staying));
    expect([model.converged, model.standardErrors]).toEqual([false, undefined]);
    const worth = customerLifetimeValue(
      model,
      spendModel,
      { frequency: 1, recency: 5, age: 6, monetaryMinor: 9 },
      { periods: 1 },
    );
    expect(worth.caveats).toEqual(["model-did-not-converge"]);
  });

  it("finds the top: no parameter a little aside is likelier", () => {
    const { parameters, standardErrors } = value(fitBgNbd(POPULATION));
    const likelihood = (p: typeof parameters): number =>
      POPULATION.reduce((sum, { frequency: x, recency, age, customers = 1 }) => {
        // by definition: Γ's by products, both ways to the history added
        let common = p.alpha ** p.r;
        for (let i = 0; i < x; i++) common *= ((p.r + i) * (p.b + i)) / (p.a + p.b + i);
        const gone = x === 0 ? 0 : (p.a / (p.b + x - 1)) * (p.alpha + recency) ** -(p.r + x);
        return sum + customers * Math.log(common * ((p.alpha + age) ** -(p.r + x) + gone));
      }, 0);
    const top = likelihood(parameters);
    expect(value(fitBgNbd(POPULATION)).logLikelihood).toBeCloseTo(top, 9);
    for (const name of ["r", "alpha", "a", "b"] as const)
      for (const factor of [0.99, 1.01])
        expect(likelihood({ ...parameters, [name]: parameters[name] * factor })).toBeLessThan(top);
    expect(Object.values(standardErrors ?? {}).every((error) => error > 0)).toBe(true);
  });
});

describe("purchaseProbability", () => {
  it.each([bgNbd, mbgNbd])("adds up to 1, and its mean is what is expected of somebody new: $kind", (model) => {
    const chances = Array.from({ length: 400 }, (_, purchases) =>
      purchaseProbability(model, { purchases, periods: 20 }),
    );
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
    const mean = chances.reduce((sum, chance, n) => sum + n * chance, 0);
    expect(mean).toBeCloseTo(expectedPurchases(model, { frequency: 0, recency: 0, age: 0 }, { periods: 20 }), 10);
  });
});

describe("expectedPurchases", () => {
  it("goes through a = 1 and s = 1, where the published forms are 0/0", () => {
    const one = { frequency: 3, recency: 10, age: 12 };
    const bg = (a: number): number =>
      expectedPurchases({ ...bgNbd, parameters: { ...bgNbd.parameters, a } }, one, { periods: 9 });
    const pnbd = (s: number): number =>
      expectedPurchases({ ...pareto, parameters: { ...pareto.parameters, s } }, one, { periods: 9 });
    expect(bg(1)).toBeCloseTo((bg(1 - 1e-5) + bg(1 + 1e-5)) / 2, 8);
    expect(pnbd(1)).toBeCloseTo((pnbd(1 - 1e-5) + pnbd(1 + 1e-5)) / 2, 8);
  });

  it("throws on histories and horizons that cannot be", () => {
    const ask = (model: PurchaseModel, history: CustomerHistory, periods: number) => () =>
      expectedPurchases(model, history, { periods });
    const one = { frequency: 1, recency: 2, age: 3 };
    expect(ask(bgNbd, { ...one, recency: 4 }, 1)).toThrow("recency must be from 0 to age, 3, got 4");
    expect(ask(bgNbd, one, -1)).toThrow(RangeError);
    expect(ask(bgNbd, one, 1e12)).toThrow("the horizon must be nearer");
    expect(ask(bgBb, one, 0.5)).toThrow(RangeError);
    expect(ask(bgBb, { ...one, frequency: 3 }, 1)).toThrow(RangeError);
    expect(() => probabilityAlive(bgBb, { ...one, age: 3.5 })).toThrow(RangeError);
    expect(() => purchaseProbability(bgNbd, { purchases: -1, periods: 1 })).toThrow(RangeError);
  });
});

describe("probabilityAlive", () => {
  it("is 1 for everybody who bought once under BG/NBD, and under no other model", () => {
    const once = { frequency: 0, recency: 0, age: 100 };
    expect(probabilityAlive(bgNbd, once)).toBe(1);
    for (const model of [mbgNbd, pareto, bgBb]) expect(probabilityAlive(model, once)).toBeLessThan(0.7);
    expect(customerLifetimeValue(bgNbd, spendModel, { ...once, monetaryMinor: 0 }, { periods: 1 }).caveats).toEqual([
      "one-time-buyer-alive-by-assumption",
    ]);
    expect(customerLifetimeValue(mbgNbd, spendModel, { ...once, monetaryMinor: 0 }, { periods: 1 }).caveats).toEqual(
      [],
    );
  });
});

describe("fitGammaGamma", () => {
  it("refuses customers without repeats or value, each in its place", () => {
    const good = { frequency: 1, monetaryMinor: 5 };
    const bad = [good, { frequency: 0, monetaryMinor: 0 }, { frequency: 2, monetaryMinor: -1 }];
    expect(issuesOf(fitGammaGamma(bad))).toEqual([
      "no-repeat /1/frequency",
      "no-value /1/monetaryMinor",
      "no-value /2/monetaryMinor",
    ]);
    expect(issuesOf(fitGammaGamma([]))).toEqual(["no-repeats "]);
  });

  it("gives the same bytes in any order, and knows no currency", () => {
    const spend = [20, 35, 28, 90, 15, 42, 33, 27, 61].map((mean, i) => ({
      frequency: 1 + (i % 3),
      monetaryMinor: mean,
    }));
    const model = value(fitGammaGamma(spend));
    expect(model.converged).toBe(true);
    expect(JSON.stringify(value(fitGammaGamma([...spend].reverse())))).toBe(JSON.stringify(model));
    const cents = value(fitGammaGamma(spend.map((one) => ({ ...one, monetaryMinor: one.monetaryMinor * 100 }))));
    expect(cents.parameters.v / model.parameters.v).toBeCloseTo(100, 5);
    expect(cents.logLikelihood).toBeCloseTo(model.logLikelihood - spend.length * Math.log(100), 6);
  });
});

describe("customerLifetimeValue", () => {
  it("discounts each period's purchases at its end, and takes the margin of them", () => {
    const customer = { frequency: 2, recency: 30, age: 39, monetaryMinor: 22 };
    const by = [1, 2].map((periods) => expectedPurchases(bgNbd, customer, { periods })) as [number, number];
    const worth = customerLifetimeValue(bgNbd, spendModel, customer, { periods: 2, discountRate: 0.1, margin: 0.5 });
    const discounted = by[0] / 1.1 + (by[1] - by[0]) / 1.21;
    expect(worth.valueMinor).toBeCloseTo(0.5 * worth.expectedPurchaseMinor * discounted, 12);
    expect([worth.expectedPurchases, worth.caveats]).toEqual([by[1], []]);
  });

  it.each([{ periods: 0 }, { periods: 1.5 }, { periods: 1, discountRate: -0.1 }, { periods: 1, margin: 1.1 }])(
    "throws on %j",
    (options) => {
      const customer = { frequency: 0, recency: 0, age: 3, monetaryMinor: 0 };
      expect(() => customerLifetimeValue(bgNbd, spendModel, customer, options)).toThrow(RangeError);
      expect(() => customerLifetimeValue(bgNbd, spendModel, { ...customer, monetaryMinor: 5 }, { periods: 1 })).toThrow(
        RangeError,
      );
    },
  );
});

describe("fitBgBb", () => {
  it("refuses what counts no occasions", () => {
    const bad = [
      { frequency: 1, recency: 1, age: 2.5 },
      { frequency: 3, recency: 2, age: 4 },
    ];
    expect(issuesOf(fitBgBb(bad))).toEqual(["bad-history /0/age", "bad-history /1/frequency"]);
  });
});
