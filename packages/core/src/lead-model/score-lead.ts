import type { Label } from "../model";
import { type FieldValue } from "./cut-bins";
import { columnOf, readValue } from "./encode-field";
import { logistic } from "./fit-ridge";
import type { FittedField, LeadModel } from "./lead-model";
import { type LeadRow, type LeadValue, requireLead, valueOf } from "./lead-sample";
import { logOddsOf } from "./train-columns";

/** What one field of a lead adds to its points, or takes off, against the average lead. */
export interface LeadReason {
  readonly field: string;
  readonly value: LeadValue;
  /** Against the average lead of the training window; rounded to one decimal. */
  readonly points: number;
  readonly text: Label;
}

/** How likely a lead is to be won, and why. */
export interface LeadScore {
  /** In (0, 1). */
  readonly probability: number;
  /** On the model's scale, rounded: 600 at one in twenty and 50 more for double the odds, by default. */
  readonly points: number;
  /** The largest contributions first. */
  readonly reasons: readonly LeadReason[];
}

/**
 * Scores one lead (线索评分): how likely it is to be won, in points, and for which reasons.
 *
 * Values never seen in training speak for nobody; missing ones are read as training read them.
 *
 * @param row its fields by name; the outcome is not read
 * @param options.reasons how many reasons at most; 5 by default
 * @throws RangeError when a field holds what its kind cannot be, or the rule's score is missing
 * @example
 * const rows = Array.from({ length: 2000 }, (_, i) => ({ rule: i % 10, won: (i * 7919) % 100 < 4 * (i % 10) }));
 * const fields = [{ field: "source", kind: "category", knownAt: "before contact" }] as const;
 * const model = fitLeadModel(rows.slice(0, 200), { label: "won", rule: "rule", fields });
 * const { probability, reasons } = scoreLead(model, { rule: 9 });
 * [model.fallback, probability > 0.25, reasons[0]?.field]; // => ["rule", true, "rule"]
 */
export function scoreLead(model: LeadModel, row: LeadRow, options: { readonly reasons?: number } = {}): LeadScore {
  const { reasons: most = 5 } = options;
  requireLead(row, model);
  const values = model.fields.map((field) => readValue(valueOf(row, field.field), field));
  const odds = logOddsOf(model, values);
  const { points0, odds0, pdo } = model.points;
  const perLogOdds = pdo / Math.LN2;
  const reasons = model.fields
    .map((field, f) => reasonOf(field, valueOf(row, field.field), values[f], perLogOdds))
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, most);
  return {
    probability: logistic(odds),
    points: Math.round(points0 + perLogOdds * (odds - Math.log(odds0))) + 0,
    reasons,
  };
}

function reasonOf(field: FittedField, value: LeadValue, read: FieldValue, perLogOdds: number): LeadReason {
  let sum = 0;
  for (const column of field.columns) sum += column.coefficient * (columnOf(column, read, field) - column.average);
  const points = Math.round(10 * perLogOdds * sum) / 10 + 0;
  const { zh, en } = field.label ?? { zh: field.field, en: field.field };
  const sign = points > 0 ? "+" : "−";
  const size = Math.abs(points).toFixed(0);
  const text = {
    zh: `${zh}${read === undefined ? "未知" : `为 ${read}`}:${sign}${size} 分`,
    en: `${en} is ${read === undefined ? "not known" : read}: ${sign}${size} points`,
  };
  return { field: field.field, value, points, text };
}
