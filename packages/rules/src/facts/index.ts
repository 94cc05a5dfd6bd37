/** Facts: what is true of a person at a moment, read from tracks that are folded from events and merge. */

export { checkFacts, defineFacts, type FactOptions, type FactSet } from "./define-facts";
export {
  type CountFact,
  type DailyFact,
  DEFAULT_KEEP,
  type DistinctFact,
  type EdgeFact,
  type FactDefinition,
  type FactDefinitions,
  type FactNames,
  type FactSource,
  MAX_KEEP,
  type NumberFact,
  type SinceFact,
  type TopFact,
  type TraitFact,
} from "./definition";
export { emptyTracks, foldAll, foldTracks } from "./fold-tracks";
export { mergeTracks } from "./merge-tracks";
export {
  explainFact,
  type FactExplanation,
  type FactReading,
  type FactValues,
  type Occurrence,
  type ReadOptions,
  readFact,
  readFacts,
} from "./read-facts";
export type { Unknown } from "./reading";
export type { Track, Tracks } from "./tracks";
export type { Comparison, Where, WhereValue } from "./where";
