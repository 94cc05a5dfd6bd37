import { type Issue, ok, type Result } from "../model";
import type { CustomerHistory } from "./customer-history";
import { type Fitted, fitParameters } from "./fit-parameters";
import { groupForFit, type HistoryGroup } from "./group-histories";
import { digamma, logGamma } from "./log-gamma";
import type { Slope } from "./minimise";

/** Who buys at which rate (gamma: r, alpha), and gives up after which purchase (beta: a, b). `alpha` is a time. */
export type BgNbdModel = Fitted<"bg-nbd" | "mbg-nbd", "r" | "alpha" | "a" | "b">;

/**
 * Fits BG/NBD: customers buy at random at a rate of their own, and after **each repeat purchase** may be gone for good.
 *
 * So somebody who bought once is alive for certain: P(alive) = 1. Where that is not to be believed, {@link fitMbgNbd} lets
 * customers be gone after the first purchase, too. Equal histories are grouped, time is rescaled to the mean age for the
 * search and alpha scaled back, parameters are searched as logarithms from three starts. The same histories in any order
 * give the same bytes.
 *
 * @param histories as {@link summarisePurchases} gives them, or rows with a number of customers each
 * @returns the model, whose `converged` tells whether to rely on it, or located issues: histories that cannot be, none at
 *   all, or nobody who ever came back (code `no-repeats`), which says nothing about how often people do
 * @example
 * const histories = [
 *   { frequency: 0, recency: 0, age: 30, customers: 55 }, { frequency: 1, recency: 4, age: 30, customers: 15 },
 *   { frequency: 2, recency: 3, age: 35, customers: 10 }, { frequency: 2, recency: 20, age: 32, customers: 9 },
 *   { frequency: 5, recency: 9, age: 31, customers: 6 }, { frequency: 20, recency: 33, age: 36, customers: 5 },
 * ];
 * const fitted = fitBgNbd(histories);
 * fitted.ok && fitted.value.converged; // => true
 * const refused = fitBgNbd([{ frequency: 1, recency: 40, age: 30 }]);
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/0/recency"]
 * @see P. Fader, B. Hardie and K. L. Lee, "Counting your customers" the easy way (2005); B. Hardie, note 027, for the form
 *   of the likelihood
 */
export const fitBgNbd = (histories: readonly CustomerHistory[]): Result<BgNbdModel, readonly Issue[]> =>
  fit("bg-nbd", histories);

/**
 * Fits MBG/NBD: as {@link fitBgNbd}, but customers may be gone after their **first** purchase already, so that P(alive)
 * of those who bought once falls with time like everybody's.
 *
 * @returns the model or located issues, as {@link fitBgNbd} does
 * @example
 * const fitted = fitMbgNbd([
 *   { frequency: 0, recency: 0, age: 30, customers: 55 }, { frequency: 1, recency: 4, age: 30, customers: 15 },
 *   { frequency: 2, recency: 3, age: 35, customers: 10 }, { frequency: 2, recency: 20, age: 32, customers: 9 },
 *   { frequency: 5, recency: 9, age: 31, customers: 6 }, { frequency: 20, recency: 33, age: 36, customers: 5 },
 * ]);
 * fitted.ok && fitted.value.kind; // => "mbg-nbd"
 * fitted.ok && probabilityAlive(fitted.value, { frequency: 0, recency: 0, age: 30 }) < 1; // => true
 * @see E. Batislam, M. Denizel and A. Filiztekin, Empirical validation and comparison of models for customer base analysis
 *   (2007)
 */
export const fitMbgNbd = (histories: readonly CustomerHistory[]): Result<BgNbdModel, readonly Issue[]> =>
  fit("mbg-nbd", histories);

/** Natural values to start from, time in mean ages; our choice: few and many buyers, few and many who leave. */
const STARTS: readonly (readonly number[])[] = [
  [0.5, 0.5, 1, 2],
  [2, 2, 0.3, 3],
  [0.2, 0.1, 3, 3],
];

function fit(kind: BgNbdModel["kind"], histories: readonly CustomerHistory[]): Result<BgNbdModel, readonly Issue[]> {
  const grouped = groupForFit(histories);
  if (!grouped.ok) return grouped;
  const { groups, ...sums } = grouped.value;
  return ok(
    fitParameters({
      kind,
      names: ["r", "alpha", "a", "b"],
      slopeAt: slopeOf(groups, sums.customers, kind === "mbg-nbd" ? 1 : 0),
      starts: STARTS.map((start) => start.map(Math.log)),
      units: { alpha: sums.meanAge },
      shift: -sums.repeats * Math.log(sums.meanAge),
      customers: sums.customers,
    }),
  );
}

/**
 * The mean of −log likelihood and its gradient by the logarithms of r, alpha, a, b.
 *
 * @param early 1 where customers may be gone after the first purchase (MBG/NBD), else 0
 */
function slopeOf(groups: readonly HistoryGroup[], customers: number, early: 0 | 1): (x: readonly number[]) => Slope {
  return (x) => {
    const [r, alpha, a, b] = x.map(Math.exp) as [number, number, number, number];
    const sums = { value: 0, r: 0, alpha: 0, a: 0, b: 0 };
    let terms = termsOf(-1, r, alpha, a, b, early);
    for (const { frequency, recency, age, customers: n } of groups) {
      if (terms.frequency !== frequency) terms = termsOf(frequency, r, alpha, a, b, early);
      const [stayed, left] = [Math.log(alpha + age), Math.log(alpha + recency)];
      const events = r + frequency;
      // of all ways to this history, the share in which the customer is still there
      const odds = terms.mayBeGone ? Math.exp(terms.logGone + events * (stayed - left)) : 0;
      const alive = 1 / (1 + odds);
      const gone = odds * alive;
      sums.value += n * (terms.value - events * stayed - Math.log(alive));
      sums.r += n * (terms.r - alive * stayed - gone * left);
      sums.alpha += n * (r / alpha - events * (alive / (alpha + age) + gone / (alpha + recency)));
      sums.a += n * (terms.a + gone / a);
      sums.b += n * (terms.b - gone * terms.perFlip);
    }
    const by = -1 / customers;
    return {
      value: by * sums.value,
      gradient: [by * r * sums.r, by * alpha * sums.alpha, by * a * sums.a, by * b * sums.b],
    };
  };
}

/** What all histories with one frequency share; `perFlip` is 1 / (b + flips − 1). */
interface Terms {
  readonly frequency: number;
  readonly mayBeGone: boolean;
  readonly perFlip: number;
  readonly logGone: number;
  readonly value: number;
  readonly r: number;
  readonly a: number;
  readonly b: number;
}

function termsOf(frequency: number, r: number, alpha: number, a: number, b: number, early: 0 | 1): Terms {
  const flips = frequency + early;
  const mayBeGone = flips > 0;
  const perFlip = mayBeGone ? 1 / (b + flips - 1) : 0;
  return {
    frequency,
    mayBeGone,
    perFlip,
    logGone: Math.log(a * perFlip),
    value:
      logGamma(r + frequency) -
      logGamma(r) +
      r * Math.log(alpha) +
      logGamma(a + b) +
      logGamma(b + flips) -
      logGamma(b) -
      logGamma(a + b + flips),
    r: digamma(r + frequency) - digamma(r) + Math.log(alpha),
    a: digamma(a + b) - digamma(a + b + flips),
    b: digamma(a + b) + digamma(b + flips) - digamma(b) - digamma(a + b + flips),
  };
}
