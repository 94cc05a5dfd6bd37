/** The condition language: json-rules-engine's JSON, read strictly in three values, compiled once and explained. */
export { BOUND_FACTS, isBound } from "./bound-facts";
export { checkCondition } from "./check-condition";
export { checkRules } from "./check-rules";
export { type CompiledCondition, compileCondition } from "./compile-condition";
export {
  type CompiledRules,
  compileRules,
  type MatchedRule,
  type RuleExplanation,
  type RulesResult,
} from "./compile-rules";
export type {
  AllCondition,
  AnyCondition,
  Condition,
  ConditionOptions,
  FactReference,
  FactSchema,
  Facts,
  FactType,
  LeafCondition,
  NodeNotes,
  NotCondition,
  ReferenceCondition,
  RequiredFact,
  Rule,
  RuleEvent,
  Scalar,
} from "./condition";
export type { Explanation, GroupExplanation, LeafExplanation, NodeExplanation, Outcome } from "./explanation";
export { CONDITION_LIMITS } from "./limits";
export { minimalChange } from "./minimal-change";
export { type PathRefusal, type PathSegment, parsePath } from "./path";
