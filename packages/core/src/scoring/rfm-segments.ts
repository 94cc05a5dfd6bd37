import type { Label } from "../model";

/** Scores from and to, both included. */
export type ScoreRange = readonly [from: number, to: number];

/** One named region of the scores. The first region of a list that holds a customer names them. */
export interface RfmSegment {
  readonly segment: string;
  readonly label: Label;
  readonly recency: ScoreRange;
  readonly frequency: ScoreRange;
  readonly monetary: ScoreRange;
}

const segment = (
  name: string,
  zh: string,
  recency: ScoreRange,
  frequency: ScoreRange,
  monetary: ScoreRange,
): RfmSegment => ({ segment: name, label: { zh, en: name }, recency, frequency, monetary });

/**
 * The ten segments of R's `rfm` package, in their published order, for scores of 1 to 5. The Chinese names are ours.
 *
 * @see rsquaredacademy, rfm 0.3.0, article "RFM customer level data"
 */
export const RFM_SEGMENTS: readonly RfmSegment[] = [
  segment("Champions", "冠军客户", [5, 5], [5, 5], [5, 5]),
  segment("Potential Loyalist", "潜在忠诚客户", [3, 5], [3, 5], [2, 5]),
  segment("Loyal Customers", "忠诚客户", [2, 4], [2, 4], [2, 4]),
  segment("Promising", "有潜力客户", [3, 4], [1, 3], [3, 5]),
  segment("New Customers", "新客户", [4, 5], [1, 3], [1, 5]),
  segment("Can't Lose Them", "不能流失客户", [1, 2], [3, 4], [4, 5]),
  segment("At Risk", "有流失风险客户", [1, 2], [2, 5], [4, 5]),
  segment("Need Attention", "需要关注客户", [1, 3], [3, 5], [3, 5]),
  segment("About To Sleep", "即将沉睡客户", [2, 3], [1, 3], [1, 4]),
  segment("Lost", "流失客户", [1, 1], [1, 5], [1, 5]),
];

/** What a customer is called whom no segment holds. */
export const OTHER_CUSTOMERS: { readonly segment: "Others"; readonly label: Label } = {
  segment: "Others",
  label: { zh: "其他客户", en: "Others" },
};
