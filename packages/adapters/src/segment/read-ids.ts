import { type Identifier, type Issue, type Json, type JsonObject, nearestName } from "@tributary/core";
import { locate } from "../decode/index";
import type { SegmentOptions } from "./options";

/** The identifiers of a message, and what was wrong or odd about them. */
export interface ReadIds {
  readonly ids: readonly Identifier[];
  /** Where each identifier stood. */
  readonly places: readonly (readonly PropertyKey[])[];
  readonly issues: readonly Issue[];
  readonly warnings: readonly Issue[];
}

/**
 * Reads `userId`, `anonymousId`, the `previousId` of an alias, and `context.externalIds`.
 *
 * Null and the empty text are nobody, and what is no text is left out with a warning.
 */
export function readIds(message: JsonObject, context: JsonObject, options: SegmentOptions): ReadIds {
  const { userId = "loginId", anonymousId = "anonymousId" } = options;
  const ids: Identifier[] = [];
  const places: PropertyKey[][] = [];
  const issues: Issue[] = [];
  const warnings: Issue[] = [];
  const add = (name: string, type: string | false): void => {
    const value = message[name];
    if (value === undefined || value === null || value === "") return;
    if (typeof value !== "string") {
      warnings.push(locate("bad-value", [name], "must be a text; it was left out"));
    } else if (type !== false) {
      ids.push({ type, value });
      places.push([name]);
    }
  };
  add("userId", userId);
  add("anonymousId", anonymousId);
  if (message.type === "alias") add("previousId", anonymousId);
  const needed = message.type === "alias" ? ["previousId", "userId"] : [];
  for (const name of needed) {
    if (typeof message[name] !== "string" || message[name] === "") {
      issues.push(locate("missing", [name], "an alias needs it"));
    }
  }
  const external = readExternalIds(context.externalIds, options);
  if (needed.length === 0 && ids.length + external.ids.length === 0) {
    issues.push(locate("no-identifier", [], "no identifier of a person is left"));
  }
  return {
    ids: [...ids, ...external.ids],
    places: [...places, ...external.places],
    issues,
    warnings: [...warnings, ...external.warnings],
  };
}

function readExternalIds(list: Json | undefined, { externalIds = {} }: SegmentOptions): Omit<ReadIds, "issues"> {
  const ids: Identifier[] = [];
  const places: PropertyKey[][] = [];
  const warnings: Issue[] = [];
  const entries = Array.isArray(list) ? (list as readonly Json[]) : [];
  entries.forEach((entry, i) => {
    const { id, type } = (typeof entry === "object" && entry !== null ? entry : {}) as { id?: Json; type?: Json };
    const known = typeof type === "string" && Object.hasOwn(externalIds, type) ? externalIds[type] : undefined;
    if (known && typeof id === "string" && id !== "") {
      ids.push(known.scope === undefined ? { type: known.type, value: id } : { ...known, value: id });
      places.push(["context", "externalIds", i, "id"]);
      return;
    }
    const nearest = typeof type === "string" && !known ? nearestName(type, Object.keys(externalIds)) : undefined;
    const message = "no identifier type is declared for this external id, or it has no id; it was left out";
    warnings.push(locate("unknown-identity", ["context", "externalIds", i], message, nearest));
  });
  return { ids, places, warnings };
}
