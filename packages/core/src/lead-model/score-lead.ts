import type { Label } from "../model";
import type { FieldValue } from "./cut-bins";
import { columnOf, readValue } from "./encode-field";
import { logistic } from "./fit-ridge";
import type { FittedField, LeadModel } from "./lead-model";
import { type LeadRow, type LeadValue, requireLead, valueIn } from "./lead-sample";
import { logOddsOf, pairColumnOf } from "./train-columns";

/** What one field of a lead adds to its points, or takes off, against the average lead. */
export interface LeadReason {
  /** Its name; of two that speak together, both. */
  readonly field: string;
  /** Absent where two speak together, or where it is missing. */
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
  const values = model.fields.map((field) => readValue(valueIn(row, field.field), field));
  const odds = logOddsOf(model, values);
  const { points0, odds0, pdo } = model.points;
  const perLogOdds = pdo / Math.LN2;
  const reasons = [...reasonsOfFields(model, row, values), ...reasonsOfPairs(model, values)]
    .map(({ logOdds, ...reason }) => inPoints(reason, perLogOdds * logOdds))
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, most);
  return {
    probability: logistic(odds),
    points: Math.round(points0 + perLogOdds * (odds - Math.log(odds0))) + 0,
    reasons,
  };
}

/** A reason before it is brought to the scale of points. */
interface Said {
  readonly field: string;
  readonly value: LeadValue;
  readonly said: Label;
  /** Against the average lead. */
  readonly logOdds: number;
}

const reasonsOfFields = ({ fields }: LeadModel, row: LeadRow, values: readonly FieldValue[]): Said[] =>
  fields.map((field, f) => {
    let logOdds = 0;
    for (const column of field.columns) {
      logOdds += column.coefficient * (columnOf(column, values[f], field) - column.average);
    }
    return { field: field.field, value: valueIn(row, field.field), said: saidOf(field, values[f]), logOdds };
  });

const reasonsOfPairs = ({ fields, pairs }: LeadModel, values: readonly FieldValue[]): Said[] =>
  pairs.map((pair) => {
    let logOdds = 0;
    for (const column of pair.columns) {
      logOdds += column.coefficient * (pairColumnOf(pair, column, fields, values) - column.average);
    }
    const [a, b] = pair.of.map((f) => ({ field: fields[f] as FittedField, value: values[f] })) as [Told, Told];
    const [first, second] = [saidOf(a.field, a.value), saidOf(b.field, b.value)];
    return {
      field: `${a.field.field} × ${b.field.field}`,
      value: undefined,
      said: { zh: `${first.zh}且${second.zh}`, en: `${first.en} and ${second.en}` },
      logOdds,
    };
  });

interface Told {
  readonly field: FittedField;
  readonly value: FieldValue;
}

function saidOf({ label, field }: FittedField, value: FieldValue): Label {
  const { zh, en } = label ?? { zh: field, en: field };
  return {
    zh: `${zh}${value === undefined ? "未知" : `为 ${value}`}`,
    en: `${en} is ${value === undefined ? "not known" : value}`,
  };
}

function inPoints({ field, value, said }: Omit<Said, "logOdds">, exact: number): LeadReason {
  const points = Math.round(10 * exact) / 10 + 0;
  const size = `${points > 0 ? "+" : "−"}${Math.abs(points)}`;
  return { field, value, points, text: { zh: `${said.zh}：${size} 分`, en: `${said.en}: ${size} points` } };
}
