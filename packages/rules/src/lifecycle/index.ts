/** The lifecycle: where a customer stands with the brand, from first contact to the next car, and how they moved. */
export { type Advanced, advance, type BlockedMove, type StageChange } from "./advance";
export { checkLifecycle } from "./check-lifecycle";
export { defineLifecycle } from "./define-lifecycle";
export type {
  Lifecycle,
  LifecycleDefinition,
  RegressionDefinition,
  Stage,
  StageDefinition,
  StageState,
  TypedLifecycle,
} from "./definition";
export { measureFlow, type StageFlow, type StageMove } from "./measure-flow";
export { stageHistory } from "./stage-history";
export { type StageReading, stageOf } from "./stage-of";
