/** The lifecycle: where a customer stands with the brand, from first contact to the next car. */
export {
  checkLifecycle,
  defineLifecycle,
  type Lifecycle,
  type LifecycleDefinition,
  type Stage,
  type StageDefinition,
} from "./define-lifecycle";
export { type StageReading, stageOf } from "./stage-of";
