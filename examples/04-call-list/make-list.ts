import { type CallEntry, type CallList, type EpochMs, prioritise, type Rate, rateOf } from "@tributary/core";
import {
  evaluateLeadModel,
  fitLeadModel,
  type LeadEvaluation,
  type LeadModel,
  type LeadScore,
  scoreLead,
} from "@tributary/core/lead-model";
import type { FileLead, LeadFile } from "./lead-file";

/** A call list, and everything that is said beside it. */
export interface MadeList {
  readonly file: LeadFile;
  readonly model: LeadModel;
  /** Of today's leads, with how they ended: nobody knew it when the list was made. */
  readonly evaluation: LeadEvaluation;
  readonly capacity: number;
  readonly list: CallList;
  readonly scores: ReadonlyMap<string, LeadScore>;
  /** How those called ended, by why they were called. */
  readonly ended: { readonly value: Rate; readonly learning: Rate };
}

/** Shares of the leads at which lift is measured: every twentieth. */
export const SHARES: readonly number[] = Array.from({ length: 20 }, (_, i) => (i + 1) / 20);

/** Fits a model on leads whose outcome is known, and lists today's to call: as many as a tenth of them. */
export function makeList(file: LeadFile, options: { readonly now: EpochMs; readonly seed: string }): MadeList {
  const known = file.leads.filter((lead) => lead.known);
  const today = file.leads.filter((lead) => !lead.known);
  const { at, fields } = file;
  const model = fitLeadModel(
    known.map(({ row }) => row),
    { label: "won", rule: "rule", ...(at !== undefined && { at }), fields },
  );
  const scores = new Map(today.map(({ id, row }) => [id, scoreLead(model, row, { reasons: 2 })]));
  const capacity = Math.round(today.length / 10);
  const candidates = today.map(({ id, notContactable, due }) => ({
    lead: id,
    state: "open" as const,
    probability: scores.get(id)?.probability ?? 0,
    valueMinor: file.valueMinor,
    ...(due !== undefined && { due }),
    ...(notContactable !== undefined && { notContactable }),
  }));
  const list = prioritise(candidates, { capacity, ...options });
  const evaluation = evaluateLeadModel(
    model,
    today.map(({ row }) => row),
    { capacities: SHARES },
  );
  return { file, model, evaluation, capacity, list, scores, ended: endedOf(list.called, today) };
}

function endedOf(called: readonly CallEntry[], today: readonly FileLead[]): MadeList["ended"] {
  const won = new Set(today.flatMap(({ id, row }) => (row.won === true ? [id] : [])));
  const rate = (because: string): Rate => {
    const leads = called.filter((entry) => entry.because === because);
    return rateOf(leads.filter(({ lead }) => won.has(lead)).length, leads.length);
  };
  return { value: rate("value"), learning: rate("learning") };
}
