/**
 * One located mistake in something that came from outside: an event, a file's line, a definition.
 *
 * `code` is stable and made for `switch`; `pointer` is a JSON Pointer (RFC 6901) into the refused document, `""` for
 * its root; `message` says what is wrong and what to do; `hint` names the nearest known name where there is one.
 */
export interface Issue {
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
  readonly hint?: string;
}

/**
 * Joins path segments to a JSON Pointer.
 *
 * @param segments keys and indexes from the root downwards
 * @example
 * pointerOf(["rules", 0, "a/b"]); // => "/rules/0/a~1b"
 * pointerOf([]); // => ""
 * @see RFC 6901, JavaScript Object Notation (JSON) Pointer
 */
export const pointerOf = (segments: readonly PropertyKey[]): string =>
  segments.map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/**
 * Makes an issue at a place.
 *
 * @param path keys and indexes from the root of the refused document downwards
 * @param hint what may be meant instead, where something is near
 * @example
 * issueAt("unknown-fact", ["tags", 0], "unknown fact", "visits");
 * // => { code: "unknown-fact", pointer: "/tags/0", message: "unknown fact", hint: "visits" }
 */
export function issueAt(code: string, path: readonly PropertyKey[], message: string, hint?: string): Issue {
  const issue = { code, pointer: pointerOf(path), message };
  return hint === undefined ? issue : { ...issue, hint };
}

/**
 * A definition that was refused, with every mistake in it at once.
 *
 * Thrown by the `compile…` and `define…` functions; the `check…` twin of each returns the same issues as a `Result`.
 */
export class DefinitionError extends Error {
  override readonly name = "DefinitionError";
  readonly issues: readonly Issue[];

  constructor(what: string, issues: readonly Issue[]) {
    const lines = issues.map(
      ({ pointer, message, hint }) => `  ${pointer || "/"}: ${message}${hint ? ` (${hint})` : ""}`,
    );
    super(`${what} was refused:\n${lines.join("\n")}`);
    this.issues = issues;
  }
}
