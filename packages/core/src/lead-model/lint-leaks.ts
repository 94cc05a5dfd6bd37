import { cutBins, type FieldValue } from "./cut-bins";
import { readColumn } from "./design-columns";
import type { LeadWarning } from "./lead-model";
import { measureRanking, rankLeads } from "./rank-leads";
import type { FieldSeries } from "./train-columns";

/** A field that alone ranks leads so well knows the outcome. */
const LEAKY_AUC = 0.95;
/** A category of so many rows that were all won, or all lost, knows it too. */
const PURE_SHARE = 0.05;

/**
 * Names the fields that know too much: one alone reaches an AUC of 0.95, or one of its texts, or its being missing, is
 * never or always won at 5 % of the rows or more.
 *
 * A field's own AUC is measured on bins cut as for the weight of evidence, so that a gap in the values counts as well.
 */
export const lintLeaks = (series: readonly FieldSeries[], won: Uint8Array): LeadWarning[] =>
  series.flatMap(({ field, values }): LeadWarning[] => {
    const name = field.field;
    const auc = aucOfField(values, won);
    return [
      ...(auc >= LEAKY_AUC
        ? [
            {
              code: "leaky-field" as const,
              field: name,
              message: `${name} alone reaches an AUC of ${auc.toFixed(3)}: is it known before contact?`,
            },
          ]
        : []),
      ...pureIn(values, won).map((value) => ({
        code: "pure-category" as const,
        field: name,
        message: `${name} ${value} of 5 % of the leads or more: is it known before contact?`,
      })),
    ];
  });

function aucOfField(values: readonly FieldValue[], won: Uint8Array): number {
  const bins = cutBins(values, won, { maxBins: 20, minShare: 0.02, emptyCell: 0.5, monotone: false });
  if (bins.length < 2) return 0.5;
  const scores = readColumn({ encoding: "woe" }, values, { bins });
  return measureRanking(rankLeads(scores, won), []).auc;
}

function pureIn(values: readonly FieldValue[], won: Uint8Array): string[] {
  const counts = new Map<string | undefined, [size: number, wins: number]>();
  values.forEach((value, i) => {
    if (typeof value === "number") return;
    const [size, wins] = counts.get(value) ?? [0, 0];
    counts.set(value, [size + 1, wins + (won[i] as number)]);
  });
  return [...counts]
    .filter(
      ([, [size, wins]]) => size >= PURE_SHARE * values.length && size < values.length && (wins === 0 || wins === size),
    )
    .map(([value, [, wins]]) => {
      const what = value === undefined ? "missing" : JSON.stringify(value);
      return `${what} is ${wins === 0 ? "never" : "always"} won, and that`;
    })
    .sort();
}
