/** Membership: points as a ledger that merges, growth and levels, badges. */
export { awardBadges, type BadgeAward, type Happening } from "./award-badges";
export { type Badge, type BadgeCondition, type BadgeSet, checkBadges, defineBadges } from "./badge-set";
export { checkLevels, defineLevels, type Level, type LevelScheme } from "./level-scheme";
export type { SpendOrder } from "./points-book";
export { checkPoints, type PointsEntry } from "./points-entry";
export { type GrowthEntry, type LevelMove, type LevelReading, readLevel } from "./read-level";
export {
  type PointsLot,
  type PointsReading,
  type PointsSpend,
  type PointsTotals,
  type ReadPointsOptions,
  readPoints,
} from "./read-points";
export type { PointsIssue, PointsMove } from "./replay-points";
export { type ReverseRefusal, type ReverseRequest, reversePoints } from "./reverse-points";
export { type IdTaken, type PointsAnswer, type SpendRefusal, type SpendRequest, spendPoints } from "./spend-points";
export { type EntryConflict, mergeEntries } from "./standing-entries";
