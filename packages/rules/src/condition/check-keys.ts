import { type Json, type JsonObject, pointerOf } from "@tributary/core";
import { type IssueList, quoted } from "./issue-list";

/** Whether a JSON value is an object with keys. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Refuses keys nobody reads: a mistyped one would silently change what a definition means. */
export function checkKeys(input: JsonObject, known: readonly string[], pointer: string, issues: IssueList): void {
  for (const key of Object.keys(input))
    if (!known.includes(key))
      issues.add("unknown-key", pointer + pointerOf([key]), `unknown key ${quoted(key)}`, { name: key, names: known });
}
