import { DefinitionError, parseDuration } from "@tributary/core";
import { compileCondition, type FactSchema } from "../condition/index";
import { checkLifecycle } from "./check-lifecycle";
import type { Lifecycle, Stage, TypedLifecycle } from "./definition";

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
export function defineLifecycle<const S extends FactSchema>(
  definition: NoInfer<TypedLifecycle<S>>,
  options: { readonly schema?: S } = {},
): Lifecycle {
  const checked = checkLifecycle(definition, options);
  if (!checked.ok) throw new DefinitionError("lifecycle", checked.error);
  const stages = checked.value.stages.map(
    (stage): Stage => ({
      definition: stage,
      stage: stage.stage,
      label: stage.label,
      ...(stage.entry && { entry: compileCondition(stage.entry, options) }),
      minDwellMs: stage.minDwell === undefined ? 0 : (parseDuration(stage.minDwell) as number),
    }),
  );
  return { definition: checked.value, stages };
}
