import { compareRankings } from "./compare-rankings";
import type { GuardReport, RuleFallback } from "./lead-model";
import type { GuardOptions } from "./lead-spec";

/** Scores of the same leads by the model and by the rule, and what became of them. */
export interface Rivals {
  readonly model: ArrayLike<number>;
  readonly rule: ArrayLike<number>;
  readonly won: ArrayLike<number>;
}

/** What comparing came to; `because` where the rule must answer. */
export interface Verdict {
  readonly report?: GuardReport;
  readonly because?: RuleFallback;
}

/**
 * Compares a model with the rule on leads kept for it.
 *
 * The rule answers where the model's AUC is below the rule's at all, or its lift at the capacity is below by more than
 * chance explains: the middle 95 % of paired resamples all below 0. Lift is a few leads at the cut, so its plain
 * difference would be noise; an AUC looks at every pair of leads.
 */
export function guardRanking({ model, rule, won }: Rivals, slice: GuardReport["slice"], guard: GuardOptions): Verdict {
  const report: GuardReport = { slice, ...compareRankings(model, rule, won, guard) };
  if (Number.isNaN(report.auc.one)) {
    const message = `the ${won.length} leads to compare on were all won, or all lost`;
    return { because: { code: "not-comparable", message } };
  }
  const because = reasonIn(report, guard.capacity);
  return { report, ...(because && { because }) };
}

function reasonIn({ slice, leads, auc, lift }: GuardReport, capacity: number): RuleFallback | undefined {
  const where = `on ${slice === "latest" ? "the latest" : "every n-th"}, ${leads} leads`;
  if (auc.one < auc.other) {
    const message = `AUC ${auc.one.toFixed(4)} is below the rule's ${auc.other.toFixed(4)} ${where}`;
    return { code: "ranks-below-rule", message };
  }
  if (lift.interval[1] < 0) {
    const [ours, theirs] = [lift.one.toFixed(2), lift.other.toFixed(2)];
    const message = `lift ${ours} at ${100 * capacity} % is below the rule's ${theirs} ${where}, and not by chance`;
    return { code: "lifts-below-rule", message };
  }
  return undefined;
}
