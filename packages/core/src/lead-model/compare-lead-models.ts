import { compareRankings, type RankingGaps } from "./compare-rankings";
import { readValue } from "./encode-field";
import type { LeadModel } from "./lead-model";
import { type LeadRow, sampleLeads, valueIn } from "./lead-sample";
import { probabilitiesOf } from "./train-columns";

/**
 * Compares two models on the same leads: both rankings, and how much of their difference chance explains. Only where
 * the interval stays on one side of 0 is one of them shown to be better.
 *
 * @param one the model whose gain is asked for
 * @param other the model to compare with
 * @param rows leads neither was fitted on, with their outcome
 * @param options.capacity the share of leads at which lift is compared; 0.1 by default
 * @param options.resamples paired samples drawn; 1,000 by default
 * @throws DefinitionError when a row is refused, RangeError when the models speak of different outcomes
 * @example
 * const rows = Array.from({ length: 2000 }, (_, i) => ({ visits: i % 10, won: (i * 7919) % 100 < 4 * (i % 10) }));
 * const fields = [{ field: "visits", kind: "number", knownAt: "before contact" }] as const;
 * const model = fitLeadModel(rows, { label: "won", fields });
 * compareLeadModels(model, model, rows).auc.interval; // => [0, 0]
 */
export function compareLeadModels(
  one: LeadModel,
  other: LeadModel,
  rows: readonly LeadRow[],
  options: { readonly capacity?: number; readonly resamples?: number; readonly seed?: number } = {},
): RankingGaps {
  const { capacity = 0.1, resamples = 1_000, seed = 1 } = options;
  if (one.label !== other.label) throw new RangeError(`label must be ${one.label} for both, got ${other.label}`);
  const { won, rows: sorted } = sampleLeads(rows, { ...one, fields: [...one.fields, ...other.fields] });
  return compareRankings(scoresOf(one, sorted), scoresOf(other, sorted), won, { capacity, resamples, seed });
}

const scoresOf = (model: LeadModel, rows: readonly LeadRow[]): Float64Array => {
  const series = model.fields.map((field) => ({
    values: rows.map((row) => readValue(valueIn(row, field.field), field)),
  }));
  return probabilitiesOf(model, series, rows.length);
};
