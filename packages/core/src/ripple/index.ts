/** Sharing and fission: who passed on what to whom, who came by it, what it is worth, and what looks made up. */
export type { Newcomer, RefusedAttribution } from "./attribute-newcomers";
export { type DrawRippleOptions, drawRipple } from "./draw-ripple";
export type { FraudHint, FraudLimits } from "./fraud-hints";
export { growRipples, type RippleOptions, type Ripples } from "./grow-ripples";
export { type KFactor, kFactor, type RippleCounts } from "./k-factor";
export type { Spreader } from "./key-spreaders";
export { type PaidReward, type RefusedReward, type RewardCommand, type Rewards, rewardRipples } from "./reward-ripples";
export { checkRewards, defineRewards, type RewardRule, type RewardRules } from "./reward-rules";
export type { RippleEvents, RippleJoin, RippleShare, RippleVisit } from "./ripple-events";
export type { ChainedShare, RefusedParent } from "./share-chains";
