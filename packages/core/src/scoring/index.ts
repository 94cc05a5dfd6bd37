/** How much and how likely: recency, frequency and value; the concentration of a lead's interest. */
export { checkRfmModel } from "./check-rfm-model";
export {
  type BandCount,
  type BandMove,
  compareMatrices,
  type IntentHistory,
  type MatrixComparison,
  type ScoreChange,
} from "./compare-matrices";
export { type Decay, type Fading, lastingDays, nextAge, remaining } from "./decay";
export { DEFAULT_INTENT_MATRIX } from "./default-matrix";
export { fitRfm, type RfmOptions, type RfmPopulation } from "./fit-rfm";
export { focusIntent, type IntentFocus, type SeriesInterest } from "./focus-intent";
export { bandOf, bandWithHysteresis } from "./intent-bands";
export {
  checkMatrix,
  defineMatrix,
  INTENT_COLUMNS,
  type IntentBand,
  type IntentColumn,
  type IntentColumnName,
  type IntentMatrix,
  type MatrixAction,
  type NegativeGroup,
} from "./intent-matrix";
export { actionsOf, type IntentAction, type IntentTally, mergeTallies, tallyActions } from "./intent-tally";
export {
  measureRfm,
  mergeOrders,
  type Order,
  type OrderSummary,
  type Rfm,
  rfmOf,
  summariseOrders,
} from "./measure-rfm";
export { type CategorisedOrder, measureRfmByCategory } from "./measure-rfm-by-category";
export { nextDateAt } from "./next-date";
export {
  measureRfmColumns,
  type OrderColumns,
  type RfmColumns,
  type RfmScoreColumn,
  scoreRfmColumns,
} from "./rfm-columns";
export { type RfmBreaks, type RfmModel, type RfmNaming, type RfmWeights, rfmModelOf } from "./rfm-model";
export { OTHER_CUSTOMERS, RFM_SEGMENTS, type RfmSegment, type ScoreRange } from "./rfm-segments";
export { mergeRfmTallies, type RfmTally, tallyRfm, type ValueCounts } from "./rfm-tally";
export { type IntentContribution, type IntentScore, scoreIntent } from "./score-intent";
export { type RfmScore, scoreRfm } from "./score-rfm";
export { type IntentGain, whatWouldRaise } from "./what-would-raise";
