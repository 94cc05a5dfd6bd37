/** The condition language: json-rules-engine's JSON, read strictly in three values, compiled once and explained. */
export { BOUND_FACTS, isBound } from "./bound-facts";
export { checkCondition } from "./check-condition";
export { checkRules } from "./check-rules";
export { UndefinedFactError } from "./compatible/evaluate-compatible";
export { type JreCondition, type JreResult, JreRuleResult, toJreResult } from "./compatible/jre-result";
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
  WindowMeasure,
} from "./condition";
export type {
  ElementExplanation,
  Explanation,
  GroupExplanation,
  LeafExplanation,
  NodeExplanation,
  Outcome,
} from "./explanation";
export { factOf } from "./fact-of";
export type { HostOperator, HostOperators } from "./host-operator";
export { CONDITION_LIMITS } from "./limits";
export { minimalChange } from "./minimal-change";
export type { Compare, OperandKind } from "./operator";
export { type PathRefusal, type PathSegment, parsePath } from "./path";
export {
  type Described,
  defineCondition,
  defineRule,
  type NamesOf,
  type TypedCondition,
  type TypedDefinition,
  type TypedRule,
} from "./typed-condition";
