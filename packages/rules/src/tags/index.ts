/** Tags: what a marketer calls a person, derived from facts, with what staff and the person say above them. */
export { checkTags, defineTags, type TagPlan, type TagSet } from "./define-tags";
export type { RuleTag, TagDefinition, TagNotes, TypedTag, ValueTag } from "./definition";
export type { Tag } from "./derive-tag";
export { type DerivedTags, type DeriveOptions, deriveTags } from "./derive-tags";
export type { NotGiven, TagExplanation } from "./explain-tag";
export type { Standing } from "./standing-statements";
export {
  checkTagStatement,
  EVERY_TAG,
  type StaffStatement,
  type SubjectStatement,
  type TagStatement,
} from "./statement";
export { type DeletedTags, deleteForSubject, listForSubject, type SubjectTag } from "./subject-tags";
