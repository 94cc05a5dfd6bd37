import { canonicalJson, DefinitionError, hashHex, issueAt, type Json } from "../model";
import { requireLeadSpec } from "./check-lead-spec";
import { readValue } from "./encode-field";
import type { Verdict } from "./guard-ranking";
import { judgeModel } from "./judge-model";
import type { LeadModel, LeadWarning, RuleFallback } from "./lead-model";
import { type LeadRow, type LeadSample, namesIn, sampleLeads, valueIn } from "./lead-sample";
import { DEFAULT_GUARD, DEFAULT_POINTS, type GuardOptions, type LeadField, type LeadModelSpec } from "./lead-spec";
import { lintLeaks } from "./lint-leaks";
import { spreadOf } from "./population-stability";
import { type FieldSeries, probabilitiesOf, type Trained, trainColumns } from "./train-columns";
import { trainRule } from "./train-rule";

/**
 * Fits how likely a lead (线索) is to be won, from leads whose outcome is known.
 *
 * What is known only after contact is refused by name; a calendar field counts only where asked for; the score of a
 * hand-written rule goes in as a feature. The rule itself answers (`fallback: "rule"`, and `because` says why) where
 * there are too few leads or wins, or where a model fitted on the earlier rows ranks below it on the latest ones.
 * Otherwise the model is fitted again on all rows. What does not stop a model is among its `warnings`.
 *
 * Rows are brought into an order of their own first (by moment, then content): the same rows in any order give the same
 * bytes on one engine.
 *
 * @param rows leads with their outcome, in any order
 * @param spec what the fields are and what is wanted, as data
 * @returns the model as JSON
 * @throws DefinitionError with every issue at once: of the spec, then of the rows; `"too-few-leads"` where there are too
 *   few and no rule that could answer
 * @example
 * const rows = Array.from({ length: 2000 }, (_, i) => ({ visits: i % 10, won: (i * 7919) % 100 < 4 * (i % 10) }));
 * const fields = [{ field: "visits", kind: "number", knownAt: "before contact" }] as const;
 * const model = fitLeadModel(rows, { label: "won", fields });
 * scoreLead(model, { visits: 9 }).probability > scoreLead(model, { visits: 1 }).probability; // => true
 * @see S. le Cessie and J. C. van Houwelingen (1992) for the ridge; Salesforce Einstein Lead Scoring for the guard of
 *   size; the drift guard is our choice: a model that looks good on a random split can lose to a rule on the next period
 */
export function fitLeadModel(rows: readonly LeadRow[], spec: LeadModelSpec): LeadModel {
  const checked = requireLeadSpec(spec);
  const { fields, warnings } = fieldsToUse(checked);
  const sample = sampleLeads(rows, { ...namesIn(checked), fields });
  const series = fields.map((field) => ({ field, values: sample.rows.map((row) => read(row, field)) }));
  const guard = { ...DEFAULT_GUARD, ...checked.guard };
  const leaks = lintLeaks(series, sample.won);
  const scarce = tooFew(sample, guard);
  if (scarce) {
    if (checked.rule === undefined || rows.length === 0) {
      throw new DefinitionError("lead model", [issueAt(scarce.code, [], `${scarce.message}, and no rule can answer`)]);
    }
    return assemble(checked, sample, series, trainRule(series, sample.won), { because: scarce }, [
      ...warnings,
      ...leaks,
    ]);
  }
  const verdict = checked.rule === undefined ? {} : judgeModel(series, sample, checked, guard);
  const answer = verdict.because ? trainRule(series, sample.won) : trainColumns(series, sample.won, checked);
  return assemble(checked, sample, series, answer, verdict, [...warnings, ...leaks]);
}

const read = (row: LeadRow, field: LeadField): ReturnType<typeof readValue> =>
  readValue(valueIn(row, field.field), "missing" in field && field.missing ? { missing: field.missing } : {});

/** The rule first, then what the spec names, less the calendar nobody asked for. */
function fieldsToUse({ rule, at, fields }: LeadModelSpec): { fields: LeadField[]; warnings: LeadWarning[] } {
  const warnings: LeadWarning[] = [];
  const used = fields.filter((field) => field.kind !== "calendar" || field.include === true);
  for (const { field, kind, knownAt, ...rest } of fields) {
    if (kind === "calendar" && !("include" in rest && rest.include)) {
      warnings.push({ code: "calendar-left-out", field, message: `${field} is of the calendar and was not asked for` });
    } else if (knownAt === "after contact") {
      warnings.push({ code: "known-after-contact", field, message: `${field} is known only after contact` });
    }
  }
  if (rule === undefined) {
    return {
      fields: used,
      warnings: [...warnings, { code: "no-rule", message: "no rule to compare with or to fall back on" }],
    };
  }
  if (at === undefined) {
    warnings.push({ code: "no-time", message: "no moment is known: compared with the rule on every n-th lead" });
  }
  return { fields: [{ field: rule, kind: "number", knownAt: "before contact" }, ...used], warnings };
}

function tooFew({ won }: LeadSample, { minLeads, minWins }: GuardOptions): RuleFallback | undefined {
  const wins = won.reduce((sum, one) => sum + one, 0);
  if (won.length < minLeads) return { code: "too-few-leads", message: `${won.length} leads, of ${minLeads} needed` };
  if (wins < minWins) return { code: "too-few-wins", message: `${wins} wins, of ${minWins} needed` };
  if (wins === won.length) return { code: "not-comparable", message: "every lead was won" };
  return undefined;
}

function assemble(
  { kind = "ridge", label, at, rule, points = DEFAULT_POINTS }: LeadModelSpec,
  sample: LeadSample,
  series: readonly FieldSeries[],
  { intercept, fields, pairs, fit }: Trained,
  { report, because }: Verdict,
  warnings: readonly LeadWarning[],
): LeadModel {
  const [from, to] = [sample.at[0], sample.at[sample.at.length - 1]];
  const wins = sample.won.reduce((sum, one) => sum + one, 0);
  const stuck: LeadWarning = { code: "not-converged", message: `the fit did not converge in ${fit.steps} steps` };
  const model = {
    kind,
    label,
    ...(at !== undefined && { at }),
    ...(rule !== undefined && { rule }),
    ...(because && { fallback: "rule" as const, because }),
    intercept,
    fields: fields.map((field, f) => ({ ...field, spread: spreadOf(series[f]?.values ?? []) })),
    pairs,
    points,
    window: { leads: sample.won.length, wins, ...(from !== undefined && to !== undefined && { from, to }) },
    fit,
    spread: spreadOf(Array.from(probabilitiesOf({ intercept, fields, pairs }, series, sample.won.length))),
    ...(report && { guard: report }),
    warnings: fit.converged ? warnings : [...warnings, stuck],
  };
  return { version: hashHex(canonicalJson(model as unknown as Json)), ...model };
}
