import { type CalibrationBin, measureCalibration } from "./calibration";
import { readValue } from "./encode-field";
import type { LeadModel, LeadWarning } from "./lead-model";
import { type LeadRow, sampleLeads, valueIn } from "./lead-sample";
import { countIn, PSI_STRONG, PSI_WARN, populationStability } from "./population-stability";
import { liftCeiling, measureRanking, rankLeads } from "./rank-leads";
import { interval95, resampleRankings } from "./resample-rankings";
import { probabilitiesOf } from "./train-columns";

/** Figures by capacity, written as a number: `lift["0.1"]` is that of the best tenth. */
export type ByCapacity<T> = Readonly<Record<string, T>>;

/** How well scores rank leads, against the average lead. */
export interface RankReport {
  readonly auc: number;
  readonly ks: number;
  readonly lift: ByCapacity<number>;
}

/** What a model is worth on leads whose outcome is known. */
export interface LeadEvaluation extends RankReport {
  readonly leads: number;
  readonly wins: number;
  /** The win rate of all: what lift is measured against. */
  readonly base: number;
  /** The middle 95 % of resamples. */
  readonly aucInterval: readonly [number, number];
  readonly liftInterval: ByCapacity<readonly [number, number]>;
  /** The highest lift there can be. */
  readonly ceiling: ByCapacity<number>;
  /** `(lift − 1) / (ceiling − 1)`: comparable across sets. */
  readonly efficiency: ByCapacity<number>;
  readonly brier: number;
  readonly ece: number;
  readonly calibration: readonly CalibrationBin[];
  /** Wins the model expects; beside `wins` it shows a moved win rate, which no index of inputs sees. */
  readonly expectedWins: number;
  /** The rule's own ranking of the same leads, where the model knows a rule. */
  readonly rule?: RankReport;
  /** Population stability against training: of the probabilities, and field by field. */
  readonly psi: { readonly score: number; readonly fields: Readonly<Record<string, number>> };
  readonly warnings: readonly LeadWarning[];
}

const CAPACITIES: readonly number[] = [0.05, 0.1, 0.2, 0.3, 0.5];

/**
 * Measures a model on leads it was not fitted on. The order of the rows does not matter.
 *
 * Lift says how much better the best ones do than the average lead, **not** what calling them changes: only a random
 * hold-out of calls shows that. Print the ceiling beside it.
 *
 * @param rows leads with their outcome, at least one won and one lost
 * @param options.capacities shares of the leads in (0, 1] that can be called; 0.05, 0.1, 0.2, 0.3 and 0.5 by default
 * @param options.resamples how many samples the intervals rest on; 1,000 by default
 * @throws DefinitionError when a row is refused, RangeError when all leads were won or all lost
 * @example
 * const rows = Array.from({ length: 2000 }, (_, i) => ({ visits: i % 10, won: (i * 7919) % 100 < 4 * (i % 10) }));
 * const fields = [{ field: "visits", kind: "number", knownAt: "before contact" }] as const;
 * const { base, ceiling } = evaluateLeadModel(fitLeadModel(rows, { label: "won", fields }), rows);
 * [base, ceiling["0.1"]?.toFixed(2)]; // => [0.16, "6.25"]
 */
export function evaluateLeadModel(
  model: LeadModel,
  rows: readonly LeadRow[],
  options: { readonly capacities?: readonly number[]; readonly resamples?: number; readonly seed?: number } = {},
): LeadEvaluation {
  const { capacities = CAPACITIES, resamples = 1_000, seed = 1 } = options;
  const { won, rows: sorted } = sampleLeads(rows, model);
  const series = model.fields.map((field) => ({
    values: sorted.map((row) => readValue(valueIn(row, field.field), field)),
  }));
  const probabilities = probabilitiesOf(model, series, sorted.length);
  const ranking = rankLeads(probabilities, won);
  const measures = measureRanking(ranking, capacities);
  const wins = won.reduce((sum, one) => sum + one, 0);
  if (wins === 0 || wins === won.length)
    throw new RangeError(`rows must hold wins and losses, got ${wins} of ${won.length} won`);
  const samples = resampleRankings([ranking], won, capacities, { resamples, seed }).map(([sample]) => sample!);
  const by = <T>(of: (capacity: number, i: number) => T): ByCapacity<T> =>
    Object.fromEntries(capacities.map((capacity, i) => [String(capacity), of(capacity, i)]));
  const liftAt = (i: number): number => measures.lift[i] as number;
  const ceilingAt = (capacity: number): number => liftCeiling(wins, won.length, capacity);
  const { brier, ece, bins } = measureCalibration(ranking);
  const psi = {
    score: populationStability(model.spread.counts, countIn(Array.from(probabilities), model.spread)),
    fields: Object.fromEntries(
      model.fields.map(({ field, spread }, f) => [
        field,
        populationStability(spread.counts, countIn(series[f]?.values ?? [], spread)),
      ]),
    ),
  };
  const rule = model.rule === undefined ? undefined : rankLeads(series[0]?.values as readonly number[], won);
  const ruled = rule && measureRanking(rule, capacities);
  return {
    leads: won.length,
    wins,
    base: wins / won.length,
    auc: measures.auc,
    aucInterval: interval95(samples.map(({ auc }) => auc)),
    ks: measures.ks,
    lift: by((_, i) => liftAt(i)),
    liftInterval: by((_, i) => interval95(samples.map(({ lift }) => lift[i] as number))),
    ceiling: by(ceilingAt),
    efficiency: by((capacity, i) => (liftAt(i) - 1) / (ceilingAt(capacity) - 1)),
    brier,
    ece,
    calibration: bins,
    expectedWins: bins.reduce((sum, { leads, predicted }) => sum + leads * predicted, 0),
    ...(ruled && { rule: { auc: ruled.auc, ks: ruled.ks, lift: by((_, i) => ruled.lift[i] as number) } }),
    psi,
    warnings: [...model.warnings, ...driftIn(psi)],
  };
}

const driftIn = (psi: LeadEvaluation["psi"]): LeadWarning[] =>
  Object.entries({ ...psi.fields })
    .map(([field, index]) => ({ field, index }))
    .concat({ field: "", index: psi.score })
    .filter(({ index }) => index >= PSI_WARN)
    .map(({ field, index }) => {
      const moved = `${field === "" ? "the score" : field} has moved${index >= PSI_STRONG ? " far" : ""} since training`;
      return { code: "drift", ...(field !== "" && { field }), message: `${moved}: PSI ${index.toFixed(2)}` };
    });
