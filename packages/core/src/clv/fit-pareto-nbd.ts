import { type Issue, ok, type Result } from "../model";
import type { CustomerHistory } from "./customer-history";
import { type Fitted, fitParameters } from "./fit-parameters";
import { groupForFit, type HistoryGroup } from "./group-histories";
import { logGamma } from "./log-gamma";
import { logHypergeometric } from "./log-hypergeometric";
import { slopeByDifferences } from "./minimise";

/** Who buys at which rate (gamma: r, alpha), and is gone at which rate (gamma: s, beta). `alpha` and `beta` are times. */
export type ParetoNbdModel = Fitted<"pareto-nbd", "r" | "alpha" | "s" | "beta">;

/**
 * Fits Pareto/NBD: customers buy at random at a rate of their own, and may be gone for good at **any moment**.
 *
 * Slower to fit than BG/NBD, and not held to any number of purchases before somebody can be gone. Grouping, scaling and
 * the order of histories are as in {@link fitBgNbd}; the gradient is by differences.
 *
 * @param histories as {@link summarisePurchases} gives them, or rows with a number of customers each
 * @returns the model, whose `converged` tells whether to rely on it, or located issues as {@link fitBgNbd} does
 * @example
 * const fitted = fitParetoNbd([
 *   { frequency: 0, recency: 0, age: 30, customers: 55 }, { frequency: 1, recency: 4, age: 30, customers: 15 },
 *   { frequency: 1, recency: 25, age: 35, customers: 10 }, { frequency: 2, recency: 20, age: 32, customers: 9 },
 *   { frequency: 4, recency: 28, age: 31, customers: 6 }, { frequency: 9, recency: 30, age: 36, customers: 5 },
 * ]);
 * fitted.ok && fitted.value.customers; // => 100
 * @see D. Schmittlein, D. Morrison and R. Colombo, Counting your customers (1987); P. Fader and B. Hardie, A note on
 *   deriving the Pareto/NBD model (2005)
 */
export function fitParetoNbd(histories: readonly CustomerHistory[]): Result<ParetoNbdModel, readonly Issue[]> {
  const grouped = groupForFit(histories);
  if (!grouped.ok) return grouped;
  const { groups, ...sums } = grouped.value;
  return ok(
    fitParameters({
      kind: "pareto-nbd",
      names: ["r", "alpha", "s", "beta"],
      slopeAt: slopeByDifferences((logs) => lossOf(groups, sums.customers, logs)),
      starts: STARTS.map((start) => start.map(Math.log)),
      units: { alpha: sums.meanAge, beta: sums.meanAge },
      shift: -sums.repeats * Math.log(sums.meanAge),
      customers: sums.customers,
    }),
  );
}

/** Natural values to start from, times in mean ages; our choice: people who last, and people who do not. */
const STARTS: readonly (readonly number[])[] = [
  [0.7, 0.5, 0.7, 0.6],
  [2, 2, 0.5, 2],
];

function lossOf(groups: readonly HistoryGroup[], customers: number, logs: readonly number[]): number {
  const [r, alpha, s, beta] = logs.map(Math.exp) as [number, number, number, number];
  let sum = 0;
  let [known, counting] = [-1, 0];
  for (const group of groups) {
    if (group.frequency !== known) {
      known = group.frequency;
      counting = logGamma(r + known) - logGamma(r) + r * Math.log(alpha) + s * Math.log(beta);
    }
    const { stayed, gone } = paretoNbdPaths({ r, alpha, s, beta }, group);
    const most = Math.max(stayed, gone);
    sum += group.customers * (counting + most + Math.log(Math.exp(stayed - most) + Math.exp(gone - most)));
  }
  return -sum / customers;
}

/** The logarithms of the two ways to a history, still there or gone since the last purchase, up to a common factor. */
export function paretoNbdPaths(
  { r, alpha, s, beta }: ParetoNbdModel["parameters"],
  { frequency, recency, age }: CustomerHistory,
): { readonly stayed: number; readonly gone: number } {
  const events = r + s + frequency;
  const [larger, b] = alpha >= beta ? [alpha, s + 1] : [beta, r + frequency];
  const since = (time: number): number =>
    logHypergeometric(events, b, events + 1, Math.abs(alpha - beta) / (larger + time)) -
    events * Math.log(larger + time);
  const [last, end] = [since(recency), since(age)];
  return {
    stayed: -(r + frequency) * Math.log(alpha + age) - s * Math.log(beta + age),
    gone: Math.log(s / events) + last + Math.log(-Math.expm1(Math.min(0, end - last))),
  };
}
