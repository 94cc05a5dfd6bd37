import { DefinitionError, type Issue, ok, type Result, refuse } from "@tributary/core";
import { readCompatibleCondition } from "./compatible/read-compatible-rules";
import { isCompatible } from "./compatible/semantics";
import type { Condition, ConditionOptions } from "./condition";
import { numberSlots, type Plan, type Slot } from "./plan";
import { planCondition } from "./plan-condition";
import { readDocument } from "./read-document";

/**
 * Checks a condition from outside, whole: structure, operators, facts and types against the schema, references, limits.
 *
 * Safe for hostile input: too deep, too wide or cyclic documents are refused without a stack overflow. Issues in
 * `options.conditions` are located under `/conditions`. At most 100 issues are listed.
 *
 * @param input anything, usually parsed JSON
 * @returns the condition itself, or everything that is wrong with it
 * @example
 * checkCondition({ fact: "visits", operator: "greaterThan", value: 2 }).ok; // => true
 * const refused = checkCondition({ all: [{ fact: "visits", operator: "greaterThen", value: 2 }] });
 * refused.ok ? [] : refused.error;
 * // => [{ code: "unknown-operator", pointer: "/all/0/operator", message: 'unknown operator "greaterThen"', hint: "greaterThan" }]
 */
export function checkCondition(input: unknown, options: ConditionOptions = {}): Result<Condition, readonly Issue[]> {
  const { issues } = isCompatible(options) ? readCompatibleCondition(input, options) : readCondition(input, options);
  return issues.length > 0 ? refuse(issues) : ok(input as Condition);
}

function readCondition(input: unknown, options: ConditionOptions): ReturnType<typeof readDocument<Plan | undefined>> {
  return readDocument(input, options, (document, reading) => {
    const unit = planCondition(document, "", reading);
    return { units: [unit], value: unit.plan };
  });
}

/** The plan of a condition. @throws DefinitionError with every issue */
export function planOf(
  input: Condition,
  options: ConditionOptions,
): { readonly plan: Plan; readonly slots: readonly Slot[] } {
  const { issues, value } = readCondition(input, options);
  if (issues.length > 0 || !value) throw new DefinitionError("condition", issues);
  return { plan: value, slots: numberSlots([value]) };
}
