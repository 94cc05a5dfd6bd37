import type { FieldValue } from "./cut-bins";
import { designOf, encodePair, multiplied, readColumn } from "./design-columns";
import { columnOf, type EncodedField, encodeField } from "./encode-field";
import { fitRidge, logistic } from "./fit-ridge";
import type { FittedColumn, FittedPair, LeadFit } from "./lead-model";
import { DEFAULT_BINS, type LeadField, type LeadModelSpec } from "./lead-spec";

/** Columns with their weights. */
export interface Trained {
  readonly intercept: number;
  readonly fields: readonly EncodedField<FittedColumn>[];
  readonly pairs: readonly FittedPair[];
  readonly fit: LeadFit;
}

/** A field with its value in every lead to train on. */
export interface FieldSeries {
  readonly field: LeadField;
  readonly values: readonly FieldValue[];
}

/** Learns the encoding of each field and of each pair, and fits one ridge regression on all columns. */
export function trainColumns(series: readonly FieldSeries[], won: Uint8Array, spec: LeadModelSpec): Trained {
  const { kind = "ridge", minRows = 30, lambda = 1, interactions = [] } = spec;
  const bins = { ...DEFAULT_BINS, ...spec.bins };
  const encoded = series.map(({ field, values }) => encodeField(field, values, won, { kind, minRows, bins }));
  const read = (f: number, column: EncodedField["columns"][number]): Float64Array =>
    readColumn(column, (series[f] as FieldSeries).values, encoded[f] as EncodedField);
  const placeOf = (name: string): number => series.findIndex(({ field }) => field.field === name);
  const paired = interactions.map(([a, b]) => encodePair([placeOf(a), placeOf(b)], encoded, read, minRows));
  const columns = [
    ...encoded.flatMap(({ columns }, f) => columns.map((column) => read(f, column))),
    ...paired.flatMap(({ of: [a, b], columns }) =>
      columns.map(({ left, right }) => multiplied(read(a, left), read(b, right))),
    ),
  ];
  const { coefficients, converged, likelihoods } = fitRidge(designOf(columns, won.length), won, lambda);
  let at = 0;
  const weighed = <Column>(column: Column): Column & { coefficient: number; average: number } => {
    const average = averageOf(columns[at++] as Float64Array);
    return { ...column, coefficient: coefficients[at] as number, average };
  };
  return {
    intercept: coefficients[0] as number,
    fields: encoded.map((field) => ({
      ...field,
      columns: field.columns.map((column): FittedColumn => weighed(column)),
    })),
    pairs: paired.map(({ of, columns }) => ({ of, columns: columns.map((column) => weighed(column)) })),
    fit: { lambda, steps: likelihoods.length - 1, converged },
  };
}

function averageOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Beyond these odds nothing is claimed: probabilities stay inside (0, 1). Our choice. */
const MOST_LOG_ODDS = 30;

/** What a lead is weighed by. */
export type Weights = Pick<Trained, "intercept" | "fields" | "pairs">;

/** The log odds of one lead, given the value of each field. */
export function logOddsOf({ intercept, fields, pairs }: Weights, values: readonly FieldValue[]): number {
  let sum = intercept;
  for (let f = 0; f < fields.length; f++) {
    const field = fields[f] as EncodedField<FittedColumn>;
    for (const column of field.columns) sum += column.coefficient * columnOf(column, values[f], field);
  }
  for (const pair of pairs) {
    for (const column of pair.columns) sum += column.coefficient * pairColumnOf(pair, column, fields, values);
  }
  return Math.max(-MOST_LOG_ODDS, Math.min(MOST_LOG_ODDS, sum));
}

/** What a column of a pair holds for a lead. */
export function pairColumnOf(
  { of: [a, b] }: FittedPair,
  { left, right }: FittedPair["columns"][number],
  fields: readonly EncodedField[],
  values: readonly FieldValue[],
): number {
  return columnOf(left, values[a], fields[a] as EncodedField) * columnOf(right, values[b], fields[b] as EncodedField);
}

/** The probability of every lead of a series. */
export function probabilitiesOf(
  weights: Weights,
  series: readonly Pick<FieldSeries, "values">[],
  rows: number,
): Float64Array {
  const values: FieldValue[] = series.map(() => undefined);
  const probabilities = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let f = 0; f < values.length; f++) values[f] = series[f]?.values[i];
    probabilities[i] = logistic(logOddsOf(weights, values));
  }
  return probabilities;
}
