/** Facts: what is true of a person at a moment, read from tracks that are folded from events and merge. */

export { checkFacts, defineFacts, type FactOptions, type FactSet } from "./define-facts";
export {
  type CountFact,
  type DailyFact,
  DEFAULT_KEEP,
  type DecayedFact,
  type DistinctFact,
  type DwellFact,
  type EdgeFact,
  type FactDefinition,
  type FactDefinitions,
  type FactSource,
  type FormulaFact,
  MAX_KEEP,
  type NumberFact,
  type SequenceFact,
  type SequenceStep,
  type SinceFact,
  type TopFact,
  type TraitFact,
} from "./definition";
export { emptyTracks, foldAll, foldTracks } from "./fold-tracks";
export type { Formula } from "./formula";
export { mergeTracks } from "./merge-tracks";
export { nextChange, nextFactChange } from "./next-change";
export {
  explainFact,
  type FactExplanation,
  type FactReading,
  type ReadOptions,
  readFact,
  readFacts,
} from "./read-facts";
export type { Occurrence, Unknown } from "./reading";
export type { Track, Tracks } from "./tracks";
export type { FactSchemaOf, FactValues, TypedAs, ValueByType } from "./typed-facts";
export type { Comparison, Where, WhereValue } from "./where";
