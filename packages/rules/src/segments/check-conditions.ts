import type { Issue } from "@tributary/core";
import { checkCondition, type FactSchema } from "../condition/index";

/**
 * Checks the conditions inside a list of definitions, and locates their mistakes in the whole document.
 *
 * @param list anything; what is no list of objects has no conditions
 * @param pointer where the list stands
 * @param member the member of each definition that holds its condition; where it is absent nothing is checked
 */
export function checkConditions(
  list: unknown,
  pointer: string,
  member: string,
  options: { readonly schema?: FactSchema },
): readonly Issue[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((definition: unknown, i) => {
    if (definition === null || typeof definition !== "object" || !Object.hasOwn(definition, member)) return [];
    const checked = checkCondition((definition as { readonly [key: string]: unknown })[member], options);
    if (checked.ok) return [];
    return checked.error.map((issue) => ({ ...issue, pointer: `${pointer}/${i}/${member}${issue.pointer}` }));
  });
}
