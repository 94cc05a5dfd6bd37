import * as fc from "fast-check";
import {
  evaluateLeadModel,
  fitLeadModel,
  type LeadModel,
  type LeadModelSpec,
  type LeadRow,
  scoreLead,
} from "../lead-model";
import { seededDice } from "../model";
import { type Law, law } from "./law";

/**
 * The laws of a lead model, to run on a host's own rows and spec. Fits a model again for each case of the first law:
 * ask for few cases on many rows.
 *
 * @param rows leads with their outcome, at least one won and one lost
 * @param spec what to fit
 * @returns laws for any test runner
 * @throws DefinitionError where spec or rows are refused
 * @example
 * const rows = Array.from({ length: 200 }, (_, i) => ({ visits: i % 10, won: (i * 7919) % 100 < 4 * (i % 10) }));
 * const fields = [{ field: "visits", kind: "number", knownAt: "before contact" }] as const;
 * const laws = leadModelLaws(rows, { label: "won", rule: "visits", fields: [{ ...fields[0], field: "other" }] });
 * laws.length; // => 5
 */
export function leadModelLaws(rows: readonly LeadRow[], spec: LeadModelSpec): readonly Law[] {
  const model = fitLeadModel(rows, spec);
  const some = fc.integer({ min: 0, max: rows.length - 1 }).map((i) => rows[i] as LeadRow);
  return [
    law(
      "1: the same rows in any order give the same model, to the byte",
      fc.property(fc.integer(), (seed) => {
        same(fitLeadModel(seededDice(seed).shuffle(rows), spec), model, "model");
      }),
    ),
    law(
      "2: a model survives JSON: it scores as before",
      fc.property(some, (row) => {
        same(scoreLead(JSON.parse(JSON.stringify(model)) as LeadModel, row), scoreLead(model, row), "score");
      }),
    ),
    law(
      "3: a probability is inside (0, 1), and more of it is never fewer points",
      fc.property(some, some, (a, b) => {
        const [x, y] = [scoreLead(model, a), scoreLead(model, b)];
        claim(x.probability > 0 && x.probability < 1, `probability ${x.probability}`);
        claim((x.probability - y.probability) * (x.points - y.points) >= 0, `${bytes([x, y])}`);
      }),
    ),
    law(
      "4: no lift is above its ceiling, and none depends on the order of the rows",
      fc.property(fc.integer(), fc.double({ min: 0.01, max: 1, noNaN: true }), (seed, capacity) => {
        const options = { capacities: [capacity], resamples: 20 };
        const found = evaluateLeadModel(model, seededDice(seed).shuffle(rows), options);
        const [lift, ceiling] = [found.lift[String(capacity)] ?? 0, found.ceiling[String(capacity)] ?? 0];
        claim(lift <= ceiling + 1e-9, `lift ${lift} above ${ceiling}`);
        same(found, evaluateLeadModel(model, rows, options), "evaluation");
      }),
    ),
    law(
      "5: on the latest slice by time the answer never ranks below the rule",
      fc.property(fc.constant(latestOf(rows, spec)), (latest) => {
        if (spec.rule === undefined || spec.at === undefined || !bothIn(latest, spec.label)) return;
        const { auc, rule } = evaluateLeadModel(model, latest, { resamples: 20 });
        claim(auc >= (rule?.auc ?? 1), `AUC ${auc}, the rule's ${rule?.auc}`);
      }),
    ),
  ];
}

const bytes = (value: unknown): string => JSON.stringify(value);

function same(a: unknown, b: unknown, what: string): void {
  claim(bytes(a) === bytes(b), `${what}:\n  ${bytes(a)}\n  ${bytes(b)}`);
}

function claim(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** The rows of the last fifth of the moments, none where no moment is known. */
function latestOf(rows: readonly LeadRow[], { at, guard }: LeadModelSpec): readonly LeadRow[] {
  if (at === undefined) return [];
  const moments = rows.map((row) => row[at] as number).sort((a, b) => a - b);
  const from = moments[Math.floor(moments.length * (1 - (guard?.latestShare ?? 0.2)))] as number;
  return rows.filter((row) => (row[at] as number) >= from);
}

const bothIn = (rows: readonly LeadRow[], label: string): boolean =>
  new Set(rows.map((row) => Number(row[label]))).size === 2;
