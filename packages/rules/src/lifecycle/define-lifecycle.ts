import {
  boundedList,
  DefinitionError,
  type Issue,
  type Label,
  ok,
  parseDefinition,
  pointerOf,
  type Result,
  refuse,
} from "@tributary/core";
import * as z from "zod";
import { type CompiledCondition, type Condition, compileCondition, type FactSchema } from "../condition/index";
import { checkConditions } from "../segments/check-conditions";

/** A stage of a customer's life with the brand, and what lets them enter it. */
export interface StageDefinition {
  readonly stage: string;
  readonly label: Label;
  /** Absent on the first stage alone: it takes everybody. */
  readonly entry?: Condition;
}

/** Stages from first to last: of those whose entry holds, a customer is in the last. */
export interface LifecycleDefinition {
  readonly stages: readonly StageDefinition[];
}

/** A stage ready to be entered. */
export interface Stage {
  readonly stage: string;
  readonly label: Label;
  readonly entry?: CompiledCondition;
}

/** A lifecycle ready to place customers in. */
export interface Lifecycle {
  readonly definition: LifecycleDefinition;
  readonly stages: readonly Stage[];
}

const name: z.ZodString = z.string().min(1).max(100);
const lifecycleSchema: z.ZodType<LifecycleDefinition> = z.strictObject({
  stages: boundedList(
    z.strictObject({
      stage: name,
      label: z.strictObject({ zh: name, en: name }),
      entry: z.custom<Condition>((value) => value !== undefined).exactOptional(),
    }),
    1,
    100,
  ),
});
const MEMBERS = ["stages", "stage", "label", "entry", "zh", "en"];

/**
 * Checks a lifecycle from outside and says everything that is wrong with it at once.
 *
 * @param input anything, usually parsed JSON
 * @param options.schema the facts that exist; without it any name is accepted
 * @returns the lifecycle, or located issues
 * @example
 * const refused = checkLifecycle({ stages: [{ stage: "aware", label: { zh: "了解", en: "Aware" } }, { stage: "aware" }] });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/stages/1/label"]
 */
export function checkLifecycle(
  input: unknown,
  options: { readonly schema?: FactSchema } = {},
): Result<LifecycleDefinition, readonly Issue[]> {
  const parsed = parseDefinition(lifecycleSchema, input, MEMBERS);
  const issues = [
    ...(parsed.ok ? misplaced(parsed.value.stages) : parsed.error),
    ...checkConditions(input, "stages", "entry", options),
  ];
  return parsed.ok && issues.length === 0 ? ok(parsed.value) : refuse(issues);
}

const misplaced = (stages: readonly StageDefinition[]): readonly Issue[] =>
  stages.flatMap(({ stage, entry }, i) => {
    const issue = (code: string, member: string, message: string): Issue => ({
      code,
      pointer: pointerOf(["stages", i, member]),
      message,
    });
    const taken = stages.findIndex((other) => other.stage === stage) < i;
    return [
      ...(taken ? [issue("duplicate-name", "stage", `the stage ${JSON.stringify(stage)} is already there`)] : []),
      ...(i === 0 && entry !== undefined ? [issue("bad-stage", "entry", "the first stage takes everybody")] : []),
      ...(i > 0 && entry === undefined ? [issue("bad-stage", "entry", "a later stage needs an entry condition")] : []),
    ];
  });

/**
 * Declares a lifecycle and compiles its conditions once.
 *
 * @param options.schema the facts that exist; without it any name is accepted
 * @throws DefinitionError with every issue when the lifecycle is not one
 * @example
 * const lifecycle = defineLifecycle({
 *   stages: [
 *     { stage: "aware", label: { zh: "了解", en: "Aware" } },
 *     { stage: "owner", label: { zh: "车主", en: "Owner" }, entry: { fact: "deliveredAt", operator: "exists" } },
 *   ],
 * });
 * lifecycle.stages.length; // => 2
 */
export function defineLifecycle(
  definition: LifecycleDefinition,
  options: { readonly schema?: FactSchema } = {},
): Lifecycle {
  const checked = checkLifecycle(definition, options);
  if (!checked.ok) throw new DefinitionError("lifecycle", checked.error);
  const stages = checked.value.stages.map(
    ({ stage, label, entry }): Stage => ({ stage, label, ...(entry && { entry: compileCondition(entry, options) }) }),
  );
  return { definition: checked.value, stages };
}
