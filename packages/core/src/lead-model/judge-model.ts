import { guardRanking, type Verdict } from "./guard-ranking";
import type { LeadSample } from "./lead-sample";
import type { GuardOptions, LeadModelSpec } from "./lead-spec";
import { type FieldSeries, probabilitiesOf, type Trained, trainColumns } from "./train-columns";

/**
 * Fits on the earlier rows and compares with the rule on the latest; then looks whether a fit on all rows, which is the
 * one to answer, still stands there.
 */
export function judgeModel(
  series: readonly FieldSeries[],
  sample: LeadSample,
  spec: LeadModelSpec,
  guard: GuardOptions,
): Verdict {
  const kept = latest(sample, guard.latestShare);
  const part = (late: boolean): Part => ({
    won: sample.won.filter((_, i) => kept[i] === late),
    series: series.map(({ field, values }) => ({ field, values: values.filter((_, i) => kept[i] === late) })),
  });
  const [early, late] = [part(false), part(true)];
  const slice = spec.at === undefined ? "every-nth" : "latest";
  if (early.won.indexOf(1) < 0 || early.won.indexOf(0) < 0) {
    return { because: { code: "not-comparable", message: "the earlier leads were all won, or all lost" } };
  }
  const rule = late.series[0]?.values as readonly number[];
  const against = (trained: Trained): Verdict => {
    const model = probabilitiesOf(trained, late.series, late.won.length);
    return guardRanking({ model, rule, won: late.won }, slice, guard);
  };
  const verdict = against(trainColumns(early.series, early.won, spec));
  if (verdict.because) return verdict;
  const whole = against(trainColumns(series, sample.won, spec));
  return whole.because ? whole : verdict;
}

interface Part {
  readonly won: Uint8Array;
  readonly series: readonly FieldSeries[];
}

/** Which rows to compare on: from the moment at which the last `share` begins, or every n-th where no moment is known. */
function latest({ at, won }: LeadSample, share: number): boolean[] {
  const from = at[Math.floor(at.length * (1 - share))];
  const nth = Math.round(1 / share);
  return Array.from(won, (_, i) => (from === undefined ? i % nth === 0 : (at[i] as number) >= from));
}
