import {
  checkLeadSpec,
  evaluateLeadModel,
  fitLeadModel,
  type LeadEvaluation,
  type LeadModel,
  scoreLead,
  weighEvidence,
} from "@tributary/core/lead-model";
import { describe, expect, it } from "vitest";
import { type Baseline, readBaselines, targetsOf } from "./baselines";
import { type LeadSet, leadSets } from "./lead-sets";
import { readCsv, readData } from "./read-csv";

const [sets, baselines] = [leadSets(), readBaselines()];
if (!sets || !baselines) {
  if (process.env.CI === "true") throw new Error("missing: the scoring data");
  console.info("skipped: the scoring data (../shared/data/scoring) is not beside the repository");
}

const setOf = (key: string): LeadSet => sets?.find((set) => set.key === key) as LeadSet;
const baselineOf = (key: string): Baseline => baselines?.[key] as Baseline;
const fitted = new Map<string, { readonly model: LeadModel; readonly found: LeadEvaluation }>();
const fit = (set: LeadSet): { readonly model: LeadModel; readonly found: LeadEvaluation } => {
  const known = fitted.get(set.key);
  if (known) return known;
  const model = fitLeadModel(set.train, set.spec);
  const made = { model, found: evaluateLeadModel(model, set.test, { resamples: 100 }) };
  fitted.set(set.key, made);
  return made;
};

describe.skipIf(!sets || !baselines)("the default lead model on real leads", () => {
  const sound = (sets ?? []).filter(({ key }) => !key.includes("LEAKY"));

  it.each(sound.map((set) => [set.key, set] as const))("reaches every target on %s", (key, set) => {
    const { model, found } = fit(set);
    const missed = targetsOf(set, found, baselineOf(key)).filter(({ passed }) => !passed);
    expect(missed).toEqual([]);
    expect([model.fallback, model.fit.converged]).toEqual([undefined, true]);
    for (const [capacity, lift] of Object.entries(found.lift)) {
      expect(lift).toBeLessThanOrEqual((found.ceiling[capacity] as number) + 1e-9);
    }
  });

  it("splits as the yardstick does: the same base and ceiling, and the rule's own figures", () => {
    for (const set of sound) {
      const { irls, rule } = baselineOf(set.key);
      const { found } = fit(set);
      expect([found.base.toFixed(4), found.leads]).toEqual([irls.base.toFixed(4), irls.n]);
      if (!set.key.startsWith("xedu")) continue;
      expect(found.rule?.auc).toBeCloseTo(rule?.auc as number, 4);
      expect(found.rule?.ks).toBeCloseTo(rule?.ks as number, 4);
    }
  });

  it("never ranks below the rule on the later leads", () => {
    const { found, model } = fit(setOf("olist_mql_time"));
    expect(found.auc).toBeGreaterThan(found.rule?.auc as number);
    expect(model.guard).toMatchObject({ slice: "latest" });
  });

  it("gives reasons a person can read", () => {
    const set = setOf("xedu_pre_contact_only");
    const { reasons } = scoreLead(fit(set).model, set.test[0] ?? {});
    expect(reasons).toHaveLength(5);
    for (const { text, points } of reasons)
      expect(text.en).toMatch(points > 0 ? /: \+[\d.]+ points$/ : /: −[\d.]+ points$/);
  });
});

describe.skipIf(!sets)("the leak lint on real leads", () => {
  it("refuses by name what X Education wrote after contact", () => {
    const checked = checkLeadSpec(setOf("xedu_LEAKY_with_Tags_LeadQuality").spec);
    const named = checked.ok ? [] : checked.error.map(({ code, message }) => [code, message.split('"')[1]]);
    expect(named).toEqual(
      [
        "Tags",
        "Lead Quality",
        "Lead Profile",
        "Last Notable Activity",
        "Asymmetrique Activity Index",
        "Asymmetrique Profile Index",
      ].map((name) => ["known-after-contact", name]),
    );
  });

  it("names by their figures what exists only once a seller is won, though it is declared harmless", () => {
    const set = setOf("olist_mql_time");
    const late = ["won_date", "business_segment", "lead_type", "business_type"];
    const fields = late.map(
      (field) => ({ field, kind: "category", missing: [""], knownAt: "before contact" }) as const,
    );
    const { warnings } = fitLeadModel(set.train, { ...set.spec, fields: [...set.spec.fields, ...fields] });
    const leaky = warnings.filter(({ code }) => code === "leaky-field").map(({ field }) => field);
    expect(leaky).toEqual(late);
    expect(warnings.filter(({ code }) => code === "pure-category").map(({ field }) => field)).toContain("won_date");
  });
});

const published = readData("published.json");
const credit = readData("germancredit.csv");

describe.skipIf(!published || !credit)("weighEvidence on German credit", () => {
  const { values } = published ? JSON.parse(published).germancredit_iv : { values: {} };
  const rows = readCsv(credit ?? "");
  const cases = Object.entries(values as Record<string, Record<string, number>>).flatMap(([emptyCell, fields]) =>
    Object.entries(fields).map(([field, iv]) => ({ emptyCell: Number(emptyCell), field, iv })),
  );

  it.each(cases)(
    "gives $field the information value $iv with $emptyCell for an empty cell",
    ({ emptyCell, field, iv }) => {
      const bins = new Map<string, { wins: number; losses: number }>();
      for (const row of rows) {
        const bin = bins.get(row[field] ?? "") ?? { wins: 0, losses: 0 };
        bins.set(row[field] ?? "", bin);
        if (row.creditability === "bad") bin.wins++;
        else bin.losses++;
      }
      expect(Math.abs(weighEvidence([...bins.values()], { emptyCell }).iv - iv)).toBeLessThan(1e-6);
    },
  );
});
