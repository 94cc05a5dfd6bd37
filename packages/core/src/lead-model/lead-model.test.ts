import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, DefinitionError, type Issue, seededDice } from "../model";
import { leadModelLaws } from "../testing";
import { checkLeadSpec } from "./check-lead-spec";
import { evaluateLeadModel } from "./evaluate-lead-model";
import { fitLeadModel } from "./fit-lead-model";
import type { LeadRow } from "./lead-sample";
import type { LeadModelSpec } from "./lead-spec";
import { scoreLead } from "./score-lead";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const before = { knownAt: "before contact" } as const;

/** Leads whose visits and source matter; how they matter turns round from `turn` on. */
function leads(n: number, { seed = 1, turn = Number.POSITIVE_INFINITY } = {}): LeadRow[] {
  const dice = seededDice(seed);
  return Array.from({ length: n }, (_, i) => {
    const [visits, source] = [dice.chance(0.1) ? null : dice.below(12), dice.pick(["ad", "search", "friend"])];
    const sense = i < turn ? 1 : -1;
    const odds = -2 + sense * (0.25 * ((visits ?? 2) - 4) + (source === "friend" ? 1.5 : 0));
    return {
      visits,
      source,
      testDrive: dice.chance(0.3),
      rule: dice.below(25) + (visits ?? 2),
      at: i * DAY_MS,
      won: dice.next() < 1 / (1 + Math.exp(-odds)),
    };
  });
}

const spec: LeadModelSpec = {
  label: "won",
  at: "at",
  rule: "rule",
  fields: [
    { field: "visits", kind: "number", label: { zh: "到店次数", en: "Visits" }, ...before },
    { field: "source", kind: "category", ...before },
    { field: "testDrive", kind: "flag", ...before },
  ],
  guard: { minLeads: 200, minWins: 20, resamples: 50 },
};
const rows = leads(1_000);
const issuesOf = (run: () => unknown): readonly Issue[] => {
  try {
    run();
  } catch (error) {
    if (error instanceof DefinitionError) return error.issues;
    throw error;
  }
  return [];
};

describe("fitLeadModel", () => {
  it("finds what matters", () => {
    const model = fitLeadModel(rows, spec);
    expect([model.fallback, model.fit.converged]).toEqual([undefined, true]);
    expect(scoreLead(model, { rule: 13, visits: 11, source: "friend" }).probability).toBeGreaterThan(0.6);
    expect(scoreLead(model, { rule: 2, visits: 0, source: "ad" }).probability).toBeLessThan(0.1);
    expect(model.guard?.auc.one).toBeGreaterThan(model.guard?.auc.other ?? 1);
  });

  it("lets the rule answer where the latest leads rank better by it", () => {
    const turned = leads(1_000, { turn: 780 }).map((row, i) => ({
      ...row,
      rule: i < 780 ? 1 : -Number(row.visits ?? 2),
    }));
    const model = fitLeadModel(turned, spec);
    expect([model.fallback, model.because?.code]).toEqual(["rule", "ranks-below-rule"]);
    const { auc, rule } = evaluateLeadModel(model, turned, { resamples: 20 });
    expect(auc).toBe(rule?.auc);
  });

  it("lets the rule answer where leads or wins are too few, and refuses without one", () => {
    const few = (guard: LeadModelSpec["guard"]): string | undefined =>
      fitLeadModel(rows, { ...spec, guard: { ...spec.guard, ...guard } }).because?.code;
    expect(few({ minLeads: 1_000 })).toBeUndefined();
    expect(few({ minLeads: 1_001 })).toBe("too-few-leads");
    const wins = rows.filter(({ won }) => won).length;
    expect(few({ minWins: wins })).toBeUndefined();
    expect(few({ minWins: wins + 1 })).toBe("too-few-wins");
    const { rule: _, ...without } = spec;
    expect(issuesOf(() => fitLeadModel(rows.slice(0, 199), without))).toMatchObject([{ code: "too-few-leads" }]);
    expect(fitLeadModel(rows.slice(0, 199), { ...spec, guard: {} }).because?.message).toBe("199 leads, of 1000 needed");
  });

  it("refuses by name what is known only after contact, and warns where it is allowed", () => {
    const fields = [...spec.fields, { field: "note", kind: "category", knownAt: "after contact" }] as const;
    expect(issuesOf(() => fitLeadModel(rows, { ...spec, fields }))).toMatchObject([
      { code: "known-after-contact", pointer: "/fields/3/knownAt", message: expect.stringContaining('"note"') },
    ]);
    const noted = rows.map((row) => ({ ...row, note: row.won ? "ordered" : null }));
    const { warnings } = fitLeadModel(noted, { ...spec, fields, afterContact: "allow" });
    expect(warnings.map(({ code, field }) => [code, field])).toEqual([
      ["known-after-contact", "note"],
      ["leaky-field", "note"],
      ["pure-category", "note"],
      ["pure-category", "note"],
    ]);
  });

  it("warns of what knows the outcome though it was declared harmless, and of nothing else", () => {
    const fields = [...spec.fields, { field: "spent", kind: "number", ...before }] as const;
    const spent = rows.map((row, i) => ({ ...row, spent: row.won ? 900 + (i % 200) : i % 950 }));
    const named = fitLeadModel(spent, { ...spec, fields }).warnings;
    expect(named.map(({ code, field }) => [code, field])).toEqual([["leaky-field", "spent"]]);
    expect(fitLeadModel(rows, spec).warnings).toEqual([]);
  });

  it("leaves a calendar field out unless asked for", () => {
    const month = { field: "month", kind: "calendar", ...before } as const;
    const dated = rows.map((row, i) => ({ ...row, month: `${i % 12}` }));
    const fieldsOf = (include?: boolean): readonly string[] => {
      const fields = [...spec.fields, include === undefined ? month : { ...month, include }];
      const model = fitLeadModel(dated, { ...spec, fields });
      return [...model.fields.map(({ field }) => field), ...model.warnings.map(({ code }) => code)];
    };
    expect(fieldsOf()).toEqual(["rule", "visits", "source", "testDrive", "calendar-left-out"]);
    expect(fieldsOf(true)).toEqual(["rule", "visits", "source", "testDrive", "month"]);
  });

  it("says every mistake of the rows at once, with its place", () => {
    const bad = [
      { ...rows[0], won: "yes" },
      { ...rows[1], visits: "3", at: 0.5 },
      { ...rows[2], rule: null, testDrive: 1 },
    ] as LeadRow[];
    expect(issuesOf(() => fitLeadModel(bad, spec)).map(({ code, pointer }) => [code, pointer])).toEqual([
      ["bad-label", "/0/won"],
      ["bad-value", "/1/visits"],
      ["bad-instant", "/1/at"],
      ["bad-rule-score", "/2/rule"],
      ["bad-value", "/2/testDrive"],
    ]);
  });

  it("names another model with another version", () => {
    const { version } = fitLeadModel(rows, spec);
    expect(fitLeadModel([...rows].reverse(), spec).version).toBe(version);
    expect(fitLeadModel(rows, { ...spec, lambda: 2 }).version).not.toBe(version);
    expect(fitLeadModel(rows.slice(1), spec).version).not.toBe(version);
  });

  it("multiplies the columns of a pair that says more together", () => {
    const together = rows.map((row, i) => ({
      ...row,
      won: (row.source === "ad") === row.testDrive ? i % 4 > 0 : i % 4 === 0,
    }));
    const { rule: _, ...plain } = spec;
    const paired = { ...plain, interactions: [["source", "testDrive"]] as const };
    const aucOf = (one: LeadModelSpec): number =>
      evaluateLeadModel(fitLeadModel(together, one), together, { resamples: 20 }).auc;
    expect(aucOf(plain)).toBeLessThan(0.7);
    expect(aucOf(paired)).toBeGreaterThan(0.72);
    const { reasons } = scoreLead(fitLeadModel(together, paired), { source: "ad", testDrive: true });
    expect(reasons.map(({ field }) => field)).toContain("source × testDrive");
  });
});

describe("the laws of a lead model", () => {
  const few = leads(300, { seed: 3 });
  it.each(leadModelLaws(few, spec).map((_, i) => ({ i, name: leadModelLaws(few, spec)[i]?.name })))(
    "hold for every kind: $name",
    ({ i }) => {
      for (const kind of ["ridge", "scorecard", "blend"] as const) {
        leadModelLaws(few, { ...spec, kind })[i]?.check({ numRuns: Math.ceil(RUNS / 5) });
      }
    },
  );

  it("never let the answer rank below the rule on the latest slice, wherever the world turns", () => {
    fc.assert(
      fc.property(fc.integer({ min: 150, max: 350 }), fc.nat(1_000), (turn, seed) => {
        for (const law of leadModelLaws(leads(300, { turn, seed }), spec).slice(4)) law.check({ numRuns: 1 });
      }),
      { numRuns: Math.ceil(RUNS / 2) },
    );
  });
});

describe("scoreLead", () => {
  const model = fitLeadModel(rows, spec);

  it("tells the largest contributions against the average lead, in both languages", () => {
    const { reasons } = scoreLead(model, { rule: 5, visits: 11, source: "ad" });
    const visits = reasons.find(({ field }) => field === "visits");
    expect(visits).toMatchObject({ value: 11, text: { en: `Visits is 11: +${visits?.points} points` } });
    expect(visits?.text.zh).toMatch(/^到店次数为 11：\+[\d.]+ 分$/);
    const sizes = reasons.map(({ points }) => Math.abs(points));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(scoreLead(model, { rule: 5, visits: null }).reasons.map(({ text }) => text.en.split(":")[0])).toContain(
      "Visits is not known",
    );
  });

  it("has reasons that add up to the way from the average lead", () => {
    const lead = { rule: 9, visits: 7, source: "friend", testDrive: true };
    const sum = (row: LeadRow): number =>
      scoreLead(model, row, { reasons: 99 }).reasons.reduce((all, { points }) => all + points, 0);
    const other = { rule: 3, visits: 1, source: "search", testDrive: false };
    const points = scoreLead(model, lead).points - scoreLead(model, other).points;
    expect(Math.abs(sum(lead) - sum(other) - points)).toBeLessThan(2);
  });

  it("has reasons that are 0 on average over the leads it was fitted on", () => {
    const totals = new Map<string, number>();
    for (const row of rows) {
      for (const { field, points } of scoreLead(model, row, { reasons: 99 }).reasons) {
        totals.set(field, (totals.get(field) ?? 0) + points / rows.length);
      }
    }
    for (const total of totals.values()) expect(Math.abs(total)).toBeLessThan(0.1);
  });

  it("gives 600 points at one win in twenty, and 50 more for double the odds", () => {
    for (const row of rows.slice(0, 50)) {
      const { probability, points } = scoreLead(model, row);
      const odds = probability / (1 - probability);
      expect(points).toBe(Math.round(600 + 50 * Math.log2(odds * 19)));
    }
  });

  it.each([
    [{ rule: 5, visits: "3" }, /^visits must be a finite number, got "3"$/],
    [{ rule: 5, visits: Number.NaN }, /^visits/],
    [{ visits: 3 }, /^rule must be a finite number, got undefined$/],
  ])("throws on %j", (row, message) => {
    expect(() => scoreLead(model, row as LeadRow)).toThrow(RangeError);
    expect(() => scoreLead(model, row as LeadRow)).toThrow(message);
  });

  it("reads texts never seen, and hostile names, as speaking for nobody", () => {
    const odd = fitLeadModel(
      rows.map((row) => ({ ...row, constructor: null })),
      { ...spec, fields: [...spec.fields, { field: "constructor", kind: "category", ...before }] },
    );
    expect(scoreLead(odd, { rule: 5, source: "__proto__" }).probability).toBe(
      scoreLead(odd, { rule: 5, source: "unheard of" }).probability,
    );
  });
});

describe("checkLeadSpec", () => {
  it("says every mistake at once", () => {
    const codes = (input: unknown): unknown => {
      const checked = checkLeadSpec(input);
      return checked.ok ? [] : checked.error.map(({ code, pointer, hint }) => [code, pointer, hint ?? ""]);
    };
    expect(codes(spec)).toEqual([]);
    expect(codes({ ...spec, lamda: 1, bins: { maxBins: 1 } })).toEqual([
      ["too-small", "/bins/maxBins", ""],
      ["unknown-member", "/lamda", "did you mean lambda?"],
    ]);
    expect(
      codes({
        ...spec,
        rule: "won",
        interactions: [
          ["visit", "source"],
          ["source", "source"],
        ],
      }),
    ).toEqual([
      ["duplicate-name", "/rule", ""],
      ["unknown-field", "/interactions/0/0", "visits"],
      ["duplicate-name", "/interactions/1/1", ""],
    ]);
    expect(codes({ ...spec, kind: "scorecard", interactions: [["visits", "source"]] })).toEqual([
      ["no-interactions", "/interactions", ""],
    ]);
  });
});
