import { type Issue, issueAt } from "@tributary/core";

/**
 * Makes an issue at a place, with a hint where a known name is near.
 *
 * @param at keys and indexes from the root of the record downwards
 * @example
 * locate("unknown-type", ["type"], "is no type", "track");
 * // => { code: "unknown-type", pointer: "/type", message: "is no type", hint: 'did you mean "track"?' }
 */
export function locate(code: string, at: readonly PropertyKey[], message: string, nearest?: string): Issue {
  return issueAt(code, at, message, nearest === undefined ? undefined : `did you mean ${JSON.stringify(nearest)}?`);
}
