import type { GuardReport, RuleFallback } from "./lead-model";
import type { GuardOptions } from "./lead-spec";
import { measureRanking, rankLeads } from "./rank-leads";
import { interval95, resampleRankings } from "./resample-rankings";

/** Scores of the same leads by the model and by the rule. */
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
 * Compares a model with the rule on leads that neither was fitted on.
 *
 * The rule answers where the model's AUC is below the rule's at all, or its lift at the capacity is below by more than
 * chance explains: the middle 95 % of paired resamples all below 0. Lift is a few leads at the cut, so its plain
 * difference would be noise; an AUC looks at every pair.
 */
export function guardRanking(rivals: Rivals, slice: GuardReport["slice"], guard: GuardOptions): Verdict {
  const { won } = rivals;
  const rankings = [rankLeads(rivals.model, won), rankLeads(rivals.rule, won)] as const;
  const [model, rule] = [measureRanking(rankings[0], [guard.capacity]), measureRanking(rankings[1], [guard.capacity])];
  if (Number.isNaN(model.auc)) {
    const message = `the ${won.length} leads to compare on were all won, or all lost`;
    return { because: { code: "not-comparable", message } };
  }
  const gaps = resampleRankings(rankings, won, [guard.capacity], guard).map(([a, b]) => ({
    auc: a!.auc - b!.auc,
    lift: (a!.lift[0] as number) - (b!.lift[0] as number),
  }));
  const report: GuardReport = {
    slice,
    leads: won.length,
    auc: { model: model.auc, rule: rule.auc },
    lift: { model: model.lift[0] as number, rule: rule.lift[0] as number },
    aucGap: interval95(gaps.map(({ auc }) => auc)),
    liftGap: interval95(gaps.map(({ lift }) => lift)),
  };
  const because = reasonIn(report, guard.capacity);
  return { report, ...(because && { because }) };
}

function reasonIn({ slice, leads, auc, lift, liftGap }: GuardReport, capacity: number): RuleFallback | undefined {
  const where = `on ${slice === "latest" ? "the latest" : "every-nth"} ${leads} leads`;
  if (auc.model < auc.rule) {
    const message = `AUC ${auc.model.toFixed(4)} is below the rule's ${auc.rule.toFixed(4)} ${where}`;
    return { code: "ranks-below-rule", message };
  }
  if (liftGap[1] < 0) {
    const [ours, theirs] = [lift.model.toFixed(2), lift.rule.toFixed(2)];
    const message = `lift ${ours} at ${100 * capacity} % is below the rule's ${theirs} ${where}, and not by chance`;
    return { code: "lifts-below-rule", message };
  }
  return undefined;
}
