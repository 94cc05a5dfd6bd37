import type { LeadEvaluation, RankReport } from "@tributary/core/lead-model";
import type { LeadSet } from "./lead-sets";
import { readData } from "./read-csv";

/** The yardstick on one set: a ridge regression, and on some a hand-written rule. */
export interface Baseline {
  readonly irls: RankReport &
    Pick<LeadEvaluation, "base" | "brier" | "ece"> & {
      readonly n: number;
      readonly ci10: readonly [number, number];
      readonly ci20: readonly [number, number];
    };
  readonly rule?: RankReport;
}

/** The yardstick's intervals of lift, by capacity. */
export const liftIntervals = ({ irls: { ci10, ci20 } }: Baseline): LeadEvaluation["liftInterval"] => ({
  "0.1": ci10,
  "0.2": ci20,
});

/** The yardstick by set, or nothing where the data is not beside the repository. */
export function readBaselines(): Readonly<Record<string, Baseline>> | undefined {
  const text = readData("baselines.json");
  return text === undefined ? undefined : JSON.parse(text);
}

/** What is demanded of a model on a set, and whether it holds. */
export function targetsOf(
  { split, test }: LeadSet,
  ours: LeadEvaluation,
  { irls }: Baseline,
): readonly { readonly name: string; readonly passed: boolean }[] {
  const ceiling = ours.ceiling["0.1"] as number;
  const efficiency = ((irls.lift["0.1"] as number) - 1) / (ceiling - 1);
  const found = ours.efficiency["0.1"] as number;
  return [
    { name: `AUC ${ours.auc.toFixed(4)} ≥ ${irls.auc} − 0.005`, passed: ours.auc >= irls.auc - 0.005 },
    {
      name: `efficiency at 10 % ${found.toFixed(3)} ≥ ${efficiency.toFixed(3)} − 0.03`,
      passed: found >= efficiency - 0.03,
    },
    ...(split === "random" && test.length >= 2_000
      ? [{ name: `ECE ${ours.ece.toFixed(4)} ≤ 0.03`, passed: ours.ece <= 0.03 }]
      : []),
    ...(split === "time" && ours.rule
      ? [
          {
            name: `AUC on the later leads ${ours.auc.toFixed(4)} ≥ the rule's ${ours.rule.auc.toFixed(4)}`,
            passed: ours.auc >= ours.rule.auc,
          },
        ]
      : []),
  ];
}
