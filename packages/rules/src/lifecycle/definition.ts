import type { EpochMs, Label } from "@tributary/core";
import type { CompiledCondition, Condition, FactSchema, TypedDefinition } from "../condition/index";

/** A stage of a customer's life with the brand, and what lets them enter it. */
export interface StageDefinition {
  readonly stage: string;
  readonly label: Label;
  /** Absent on the first stage alone: it takes everybody. */
  readonly entry?: Condition;
  /** The stages it can be entered from; any earlier one where absent. */
  readonly from?: readonly string[];
  /** How long a customer stays in it at least, such as `"7d"`. */
  readonly minDwell?: string;
  /** A stage of lost customers (战败): nobody is put in it without the reason, which a fact says. */
  readonly lost?: { readonly reason: string; readonly reasons?: readonly string[] };
}

/** A move back that may happen, and what it is called: 战败激活. */
export interface RegressionDefinition {
  readonly regression: string;
  readonly label: Label;
  readonly from: string;
  readonly to: string;
}

/** Stages from first to last, and the moves back between them. */
export interface LifecycleDefinition {
  readonly stages: readonly StageDefinition[];
  /** Nobody moves back but so. */
  readonly regressions?: readonly RegressionDefinition[];
}

/** A lifecycle over facts the compiler knows. */
export interface TypedLifecycle<S extends FactSchema> extends Omit<LifecycleDefinition, "stages"> {
  readonly stages: readonly TypedDefinition<S, StageDefinition>[];
}

/** A stage ready to be entered. */
export interface Stage {
  readonly definition: StageDefinition;
  readonly stage: string;
  readonly label: Label;
  readonly entry?: CompiledCondition;
  readonly minDwellMs: number;
}

/** A lifecycle ready to place customers in. */
export interface Lifecycle {
  readonly definition: LifecycleDefinition;
  readonly stages: readonly Stage[];
}

/** Where a customer was put, and since when: what a host keeps between two readings. */
export interface StageState {
  readonly stage: string;
  readonly since: EpochMs;
}
