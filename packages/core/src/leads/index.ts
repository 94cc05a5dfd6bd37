/** Who calls whom, by when: one lead from many touches, call lists, dealers, deadlines, losses. */
export {
  type AssignableLead,
  type Assignment,
  type AssignPolicy,
  assign,
  DEFAULT_ASSIGN_POLICY,
  type DealerRefusal,
  type RefusalReason,
} from "./assign";
export {
  type ClaimError,
  claimLost,
  type DecisionError,
  decideLost,
  LOST_REASONS,
  type LostClaim,
  type LostReason,
  type LostRefusal,
  type LostStatement,
} from "./claim-lost";
export { checkDealers, type Dealer } from "./dealer";
export { type Answerable, type FirstResponse, firstResponse } from "./first-response";
export {
  type JoinedLeads,
  joinLeads,
  type Lead,
  type LeadState,
  type LeadTouch,
  leadId,
  type RefusedTouch,
  TOUCH_KINDS,
  type TouchEffect,
  type TouchKind,
} from "./join-leads";
export {
  type DealerFigures,
  type FiguresOptions,
  type LeadRecord,
  measureAdvisers,
  measureDealers,
} from "./measure-dealers";
export { addOpenMs, nextOpenAt, type OpeningHours, type OpenTime, openMsBetween } from "./opening-hours";
export {
  type CallCandidate,
  type CallEntry,
  type CallList,
  type CallOptions,
  type NotCalled,
  prioritise,
} from "./prioritise";
export { type Rate, rateOf } from "./rate";
export {
  type NoRecallReason,
  type Recall,
  type RecallList,
  type RecallReason,
  type RecallSituation,
  recallList,
} from "./recall-list";
export { type OwnedLead, type Reclaim, type Reclaimed, type ReclaimOptions, reclaim } from "./reclaim";
export { recontactSample } from "./recontact-sample";
export { type BandReading, type RevivedLead, reviveLost } from "./revive-lost";
