/** Tags: what a marketer calls a person, derived from facts and explained. */
export { checkTags, defineTags, type TagSet } from "./define-tags";
export type { RuleTag, TagDefinition, ValueTag } from "./definition";
export { type DerivedTags, deriveTags, type Tag, type TagExplanation } from "./derive-tags";
