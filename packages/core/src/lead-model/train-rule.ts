import { fitRidge } from "./fit-ridge";
import type { FieldSeries, Trained } from "./train-columns";

/** The least weight of a rule: higher is better, whatever the rows say. */
const LEAST_SLOPE = 1e-6;

/**
 * Makes the rule answer: its score, standardised, turned into a probability by Platt's scaling. The ranking stays the
 * rule's own.
 *
 * @param series the rule's first; the other fields get no column
 * @see J. C. Platt, Probabilistic outputs for support vector machines (1999), for targets short of 0 and 1
 */
export function trainRule(series: readonly FieldSeries[], won: Uint8Array): Trained {
  const scores = Float64Array.from((series[0] as FieldSeries).values as readonly number[]);
  const n = scores.length;
  const mean = scores.reduce((sum, score) => sum + score, 0) / n;
  const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / n) || 1;
  const wins = won.reduce((sum, one) => sum + one, 0);
  const [hit, miss] = [(wins + 1) / (wins + 2), 1 / (n - wins + 2)];
  const lambda = 1;
  const { coefficients, converged, likelihoods } = fitRidge(
    {
      rows: n,
      columns: 2,
      starts: Int32Array.from({ length: n + 1 }, (_, i) => 2 * i),
      column: Int32Array.from({ length: 2 * n }, (_, k) => k % 2),
      value: Float64Array.from({ length: 2 * n }, (_, k) =>
        k % 2 === 0 ? 1 : ((scores[k >> 1] as number) - mean) / deviation,
      ),
    },
    Array.from(won, (one) => (one === 1 ? hit : miss)),
    lambda,
  );
  const coefficient = Math.max(LEAST_SLOPE, coefficients[1] as number);
  const rule = { encoding: "score", mean, deviation, coefficient, average: 0 } as const;
  return {
    intercept: coefficients[0] as number,
    fields: series.map(({ field }, i) => ({
      field: field.field,
      kind: field.kind,
      ...(field.label && { label: field.label }),
      ...("missing" in field && field.missing && { missing: field.missing }),
      columns: i === 0 ? [rule] : [],
    })),
    pairs: [],
    fit: { lambda, steps: likelihoods.length - 1, converged },
  };
}
