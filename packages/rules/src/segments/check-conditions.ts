import { checkJson, DEFINITION_JSON_LIMITS, type Issue, pointerOf } from "@tributary/core";
import { checkCondition, type FactSchema } from "../condition/index";

/** Most definitions looked into; each schema refuses a list well below it. */
const MAX_DEFINITIONS = 1_000;

/**
 * Checks the conditions inside a list of definitions, and locates their mistakes in the whole document.
 *
 * @param document anything; what is no bounded JSON, or has no such list, has no conditions
 * @param list the member of the document that holds the definitions
 * @param member the member of each definition that holds its condition; where it is absent nothing is checked
 */
export function checkConditions(
  document: unknown,
  list: string,
  member: string,
  options: { readonly schema?: FactSchema },
): readonly Issue[] {
  if (checkJson(document, DEFINITION_JSON_LIMITS).length > 0) return [];
  const definitions = own(document, list);
  if (!Array.isArray(definitions) || definitions.length > MAX_DEFINITIONS) return [];
  return definitions.flatMap((definition: unknown, i) => checkMember(definition, [list, i, member], options));
}

/** Checks the one condition of a definition, under the last name of `path`. */
export function checkMember(
  definition: unknown,
  path: readonly [...PropertyKey[], string],
  options: { readonly schema?: FactSchema },
): readonly Issue[] {
  const condition = own(definition, path[path.length - 1] as string);
  const checked = condition === undefined ? undefined : checkCondition(condition, options);
  if (checked === undefined || checked.ok) return [];
  return checked.error.map((issue) => ({ ...issue, pointer: pointerOf(path) + issue.pointer }));
}

const own = (value: unknown, name: string): unknown =>
  value !== null && typeof value === "object" && Object.hasOwn(value, name)
    ? (value as { readonly [name: string]: unknown })[name]
    : undefined;
