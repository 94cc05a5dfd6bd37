import type { ConditionOptions } from "../condition";

/**
 * Whether conditions are to be read as json-rules-engine reads them.
 *
 * @throws RangeError for unknown semantics, and for options that the chosen ones would not look at
 */
export function isCompatible({ semantics = "strict", ...options }: ConditionOptions): boolean {
  if (semantics !== "strict" && semantics !== "json-rules-engine")
    throw new RangeError(`semantics must be strict or json-rules-engine, got ${String(semantics)}`);
  const compatible = semantics === "json-rules-engine";
  const unread = compatible ? (["schema"] as const) : (["allowUndefinedFacts", "allowUndefinedConditions"] as const);
  for (const name of unread)
    if (options[name] !== undefined) throw new RangeError(`${name} says nothing under ${semantics} semantics`);
  return compatible;
}
