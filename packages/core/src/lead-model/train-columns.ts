import type { FieldValue } from "./cut-bins";
import { columnOf, type EncodedField, type Encoding, encodeField } from "./encode-field";
import { type Design, fitRidge, logistic } from "./fit-ridge";
import type { FittedColumn } from "./lead-model";
import { DEFAULT_BINS, type LeadField, type LeadModelSpec } from "./lead-spec";

/** Columns with their weights. */
export interface Trained {
  readonly intercept: number;
  readonly fields: readonly EncodedField<FittedColumn>[];
  readonly fit: { readonly lambda: number; readonly steps: number; readonly converged: boolean };
}

/** Fields with the values of the leads to train on. */
export interface FieldSeries {
  readonly field: LeadField;
  readonly values: readonly FieldValue[];
}

/** Learns the encoding of each field and fits one ridge regression on all columns. */
export function trainColumns(series: readonly FieldSeries[], won: Uint8Array, spec: LeadModelSpec): Trained {
  const { kind = "ridge", minRows = 30, lambda = 1 } = spec;
  const bins = { ...DEFAULT_BINS, ...spec.bins };
  const encoded = series.map(({ field, values }) => encodeField(field, values, won, { kind, minRows, bins }));
  const design = designOf(encoded, series, won.length);
  const { coefficients, converged, likelihoods } = fitRidge(design, won, lambda);
  const averages = averagesOf(design);
  let at = 0;
  const fields = encoded.map((field) => ({
    ...field,
    columns: field.columns.map((column): FittedColumn => {
      at++;
      return { ...column, coefficient: coefficients[at] as number, average: averages[at] as number };
    }),
  }));
  const fit = { lambda, steps: likelihoods.length - 1, converged };
  return { intercept: coefficients[0] as number, fields, fit };
}

/** Encodes leads, the intercept first; what is 0 is left out. */
export function designOf(encoded: readonly EncodedField[], series: readonly FieldSeries[], rows: number): Design {
  const columns = encoded.flatMap((field, f) => field.columns.map((column) => ({ field, column, f })));
  const starts = new Int32Array(rows + 1);
  const [places, values]: [number[], number[]] = [[], []];
  for (let i = 0; i < rows; i++) {
    places.push(0);
    values.push(1);
    for (let j = 0; j < columns.length; j++) {
      const { field, column, f } = columns[j] as { field: EncodedField; column: Encoding; f: number };
      const value = columnOf(column, series[f]?.values[i], field);
      if (value === 0) continue;
      places.push(j + 1);
      values.push(value);
    }
    starts[i + 1] = places.length;
  }
  return { rows, columns: columns.length + 1, starts, column: Int32Array.from(places), value: Float64Array.from(values) };
}

function averagesOf({ rows, columns, column, value }: Design): Float64Array {
  const sums = new Float64Array(columns);
  for (let k = 0; k < column.length; k++) sums[column[k] as number]! += value[k] as number;
  return sums.map((sum) => sum / rows);
}

/** Beyond these odds nothing is claimed: probabilities stay inside (0, 1). Our choice. */
const MOST_LOG_ODDS = 30;

/** The log odds of one lead, given the value of each field. */
export function logOddsOf({ intercept, fields }: Pick<Trained, "intercept" | "fields">, values: readonly FieldValue[]): number {
  let sum = intercept;
  for (let f = 0; f < fields.length; f++) {
    const field = fields[f] as EncodedField<FittedColumn>;
    for (const column of field.columns) sum += column.coefficient * columnOf(column, values[f], field);
  }
  return Math.max(-MOST_LOG_ODDS, Math.min(MOST_LOG_ODDS, sum));
}

/** The probability of every lead of a series. */
export const probabilitiesOf = (
  trained: Pick<Trained, "intercept" | "fields">,
  series: readonly Pick<FieldSeries, "values">[],
  rows: number,
): Float64Array =>
  Float64Array.from({ length: rows }, (_, i) =>
    logistic(
      logOddsOf(
        trained,
        series.map(({ values }) => values[i]),
      ),
    ),
  );
