import { type Issue, issueAt, ok, type Result, refuse } from "../model";
import { type CustomerHistory, historyIssues } from "./customer-history";
import { type Fitted, fitParameters } from "./fit-parameters";
import { sumUp } from "./group-histories";
import { logBeta } from "./log-gamma";
import { slopeByDifferences } from "./minimise";

/** Who buys with which chance at an occasion (beta: alpha, beta), and is gone before which (beta: gamma, delta). */
export type BgBbModel = Fitted<"bg-bb", "alpha" | "beta" | "gamma" | "delta">;

/**
 * Fits BG/BB: at each **occasion** (a yearly service, a yearly gift, a campaign) a customer buys or not, with a chance of
 * their own, and may be gone for good before the next.
 *
 * `age` is the number of occasions after the first purchase, `recency` which of them was the last with a purchase.
 *
 * @param histories rows whose recency and age count occasions, with a number of customers each
 * @returns the model, whose `converged` tells whether to rely on it, or located issues as {@link fitBgNbd} does
 * @example
 * const fitted = fitBgBb([
 *   { frequency: 0, recency: 0, age: 3, customers: 50 }, { frequency: 1, recency: 1, age: 3, customers: 20 },
 *   { frequency: 1, recency: 3, age: 3, customers: 8 }, { frequency: 2, recency: 2, age: 3, customers: 12 },
 *   { frequency: 2, recency: 3, age: 3, customers: 15 }, { frequency: 3, recency: 3, age: 3, customers: 25 },
 * ]);
 * fitted.ok && fitted.value.converged; // => true
 * @see P. Fader, B. Hardie and J. Shang, Customer-base analysis in a discrete-time noncontractual setting (2010)
 */
export function fitBgBb(histories: readonly CustomerHistory[]): Result<BgBbModel, readonly Issue[]> {
  const issues = historyIssues(histories, { occasions: true });
  if (issues.length > 0) return refuse(issues);
  const { groups, customers, repeats } = sumUp(histories);
  if (repeats === 0) return refuse([issueAt("no-repeats", [], "somebody must have bought more than once")]);
  const lossAt = (logs: readonly number[]): number => {
    const [alpha, beta, gamma, delta] = logs.map(Math.exp) as [number, number, number, number];
    let sum = 0;
    for (const group of groups) sum += group.customers * Math.log(bgBbLikelihood({ alpha, beta, gamma, delta }, group));
    return -sum / customers;
  };
  return ok(
    fitParameters({
      kind: "bg-bb",
      names: ["alpha", "beta", "gamma", "delta"],
      slopeAt: slopeByDifferences(lossAt),
      starts: STARTS.map((start) => start.map(Math.log)),
      shift: 0,
      customers,
    }),
  );
}

/** Our choice: people who stay, and people who do not. */
const STARTS: readonly (readonly number[])[] = [
  [1, 1, 0.5, 3],
  [2, 1, 1, 1],
];

/** The chance of one history: still there at the end, or gone before any occasion after the last purchase. */
export function bgBbLikelihood(parameters: BgBbModel["parameters"], history: CustomerHistory): number {
  const { frequency, recency, age } = history;
  let sum = bgBbPath(parameters, { frequency, occasions: age, stays: age, gone: 0 });
  for (let last = recency; last < age; last++)
    sum += bgBbPath(parameters, { frequency, occasions: last, stays: last, gone: 1 });
  return sum;
}

/** The chance of `frequency` purchases on given ones of `occasions`, of staying `stays` times and being gone then or not. */
export function bgBbPath(
  { alpha, beta, gamma, delta }: BgBbModel["parameters"],
  path: { readonly frequency: number; readonly occasions: number; readonly stays: number; readonly gone: 0 | 1 },
): number {
  return Math.exp(
    logBeta(alpha + path.frequency, beta + path.occasions - path.frequency) -
      logBeta(alpha, beta) +
      logBeta(gamma + path.gone, delta + path.stays) -
      logBeta(gamma, delta),
  );
}
