import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRfmModel } from "./check-rfm-model";
import { fitRfm } from "./fit-rfm";
import type { Rfm } from "./measure-rfm";
import { type RfmModel, rfmModelOf } from "./rfm-model";

const breaks = { recencyDays: [30, 90], frequency: [2, 3], monetaryMinor: [10_000, 50_000] };
const label = { zh: "常客", en: "Regulars" };
const regulars = { segment: "Regulars", label, recency: [2, 3], frequency: [3, 3], monetary: [1, 3] } as const;
const model = fitRfm([], { method: "fixed", breaks, segments: [regulars] });

const refusals = (changed: object): unknown => {
  const checked = checkRfmModel({ ...model, ...changed });
  return checked.ok ? [] : checked.error.map(({ code, pointer, hint }) => [code, pointer, ...(hint ? [hint] : [])]);
};

describe("checkRfmModel", () => {
  it("reads back every model that was fitted, fractions of money and equal quantiles included", () => {
    const rfm: fc.Arbitrary<Rfm> = fc.record({
      recencyDays: fc.nat(50),
      frequency: fc.integer({ min: 1, max: 4 }),
      monetaryMinor: fc.integer({ min: -50, max: 50 }).map((tenth) => tenth / 10),
    });
    fc.assert(
      fc.property(fc.array(rfm, { minLength: 1 }), fc.integer({ min: 2, max: 9 }), (population, bins) => {
        const fitted = fitRfm(population, { method: "quantile", bins });
        expect(checkRfmModel(JSON.parse(JSON.stringify(fitted)))).toEqual({ ok: true, value: fitted });
      }),
    );
    expect(checkRfmModel(JSON.parse(JSON.stringify(model)))).toEqual({ ok: true, value: model });
  });

  it("refuses a model that was changed by hand, wherever", () => {
    const changes: readonly Partial<RfmModel>[] = [
      { breaks: { ...breaks, frequency: [2, 4] } },
      { weights: { recency: 1, frequency: 1, monetary: 2 } },
      { segments: [{ ...regulars, monetary: [2, 3] }] },
      { method: "quantile", customers: 7 },
    ];
    for (const change of changes) expect(refusals(change)).toEqual([["wrong-version", "/version"]]);
  });

  it("says every mistake of the shape at once", () => {
    const { weights: _, ...without } = model;
    const checked = checkRfmModel({ ...without, bin: 3, breaks: { ...breaks, frequency: ["2", 3] } });
    expect(checked.ok ? [] : checked.error.map(({ code, pointer }) => [code, pointer])).toEqual([
      ["invalid-type", "/breaks/frequency/0"],
      ["invalid-type", "/weights"],
      ["unknown-member", "/bin"],
    ]);
  });

  it("says everything at once that no customer could be scored by", () => {
    expect(
      refusals({
        breaks: { recencyDays: [30, 30], frequency: [2], monetaryMinor: [1, 2] },
        weights: { recency: -1, frequency: 0.5, monetary: 1_001 },
        customers: 3,
        segments: [{ ...regulars, recency: [3, 2], frequency: [0, 3], monetary: [1, 4] }],
      }),
    ).toEqual([
      ["bad-breaks", "/breaks/recencyDays"],
      ["bad-breaks", "/breaks/frequency"],
      ["bad-weight", "/weights/recency"],
      ["bad-weight", "/weights/frequency"],
      ["bad-weight", "/weights/monetary"],
      ["bad-customers", "/customers"],
      ["bad-range", "/segments/0/recency"],
      ["bad-range", "/segments/0/frequency"],
      ["bad-range", "/segments/0/monetary"],
    ]);
    expect(refusals({ weights: { recency: 0, frequency: 0, monetary: 0 } })).toEqual([["bad-weight", "/weights"]]);
    expect(refusals({ bins: 4 })).toHaveLength(3);
  });
});

describe("rfmModelOf", () => {
  it("makes of a population's breaks what fitRfm makes of the population", () => {
    const population = [1, 2, 3, 4, 5].map((n) => ({ recencyDays: n, frequency: n, monetaryMinor: 100 * n }));
    const fitted = fitRfm(population, { method: "quantile", bins: 3 });
    const { version: _, bins: __, ...parts } = fitted;
    expect(rfmModelOf(parts)).toEqual(fitted);
  });

  it("throws with all that is wrong", () => {
    const { version: _, bins: __, ...parts } = model;
    const segments = [{ ...regulars, recency: [1, 4] as const }];
    expect(() => rfmModelOf({ ...parts, customers: 1, segments })).toThrow(
      /^\/customers must be 0 .*; \/segments\/0\/recency must be/,
    );
  });
});
