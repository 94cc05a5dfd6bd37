/** Blueprints: all definitions of one host, checked together and compiled once; a person read through them. */
export { type Blueprint, checkBlueprint, defineBlueprint } from "./define-blueprint";
export {
  type BlueprintDefinition,
  type EventDefinition,
  type IntentActionDefinition,
  type IntentDefinition,
  type RfmDefinition,
  SCORE_FACTS,
  STAGE_FACTS,
  TAG_FACTS,
} from "./definition";
export { DERIVED_FACTS } from "./derived-facts";
export { type BlueprintChange, type BlueprintDiff, diffBlueprints } from "./diff-blueprints";
export type { ValueChange } from "./diff-values";
export { type PersonReading, readPerson } from "./read-person";
