/** Lead model (线索模型): how likely a lead is to be won, in points, with reasons, and what that is worth. */
export type { CalibrationBin } from "./calibration";
export { checkLeadSpec } from "./check-lead-spec";
export { compareLeadModels } from "./compare-lead-models";
export type { Gap, RankingGaps } from "./compare-rankings";
export type { WoeBin } from "./cut-bins";
export { type ByCapacity, evaluateLeadModel, type LeadEvaluation, type RankReport } from "./evaluate-lead-model";
export { fitLeadModel } from "./fit-lead-model";
export type {
  FittedColumn,
  FittedField,
  FittedPair,
  GuardReport,
  LeadFit,
  LeadModel,
  LeadWarning,
  RuleFallback,
} from "./lead-model";
export type { LeadRow, LeadValue } from "./lead-sample";
export type {
  BinOptions,
  GuardOptions,
  KnownWhen,
  LeadField,
  LeadModelKind,
  LeadModelSpec,
  NumberEncoding,
  PointsScale,
} from "./lead-spec";
export { populationStability } from "./population-stability";
export { type LeadReason, type LeadScore, scoreLead } from "./score-lead";
export { type BinCounts, type EvidenceWeights, weighEvidence } from "./weigh-evidence";
