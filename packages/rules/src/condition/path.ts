import { isHostileKey, ok, type Result, refuse } from "@tributary/core";
import { CONDITION_LIMITS } from "./limits";

/** Every child of a list or object, `[*]`, as a step of a path. */
export const EVERY = "*";

/** One step of a path: an own key or index, or every child. */
export type PathSegment = { readonly key: string } | typeof EVERY;

/** Why a path is refused, and where in its text. */
export interface PathRefusal {
  readonly code: "bad-path" | "unsupported-path" | "hostile-path" | "path-too-long";
  /** Characters before the place that could not be read. */
  readonly position: number;
  readonly message: string;
}

const BARE = /[\p{L}\p{N}_$-]+/uy;
const STEP = /\.([\p{L}\p{N}_$-]+)|\[(\d{1,10})\]|\["([^"\\]*)"\]|\['([^'\\]*)'\]|(\[\*\])/uy;

const UNSUPPORTED: readonly (readonly [RegExp, string])[] = [
  [/^\.\./, "a search with .. is not supported"],
  [/^\[\?/, "a filter is not supported"],
  [/^\[\(/, "a script is not supported"],
  [/^\[-?\d*:/, "a slice is not supported"],
  [/^\[-/, "a negative index is not supported"],
  [/^\[[^\]]*,/, "a union is not supported"],
  [/^\.\*/, "write [*] for every child"],
];

function unreadable(text: string, position: number): PathRefusal {
  const rest = text.slice(position);
  const known = UNSUPPORTED.find(([pattern]) => pattern.test(rest));
  if (known) return { code: "unsupported-path", position, message: known[1] };
  return { code: "bad-path", position, message: `cannot read ${JSON.stringify(rest.slice(0, 20))}` };
}

/**
 * Reads a path such as `$.a.b`, `a.b`, `$["a b"]`, `$.l[0].x`, `$.l.length` or `$.l[*].x` into its steps.
 *
 * What runs code or searches (`..`, filters, scripts, slices, unions) is refused with its position, and so are the keys
 * that reach for a prototype.
 *
 * @returns the steps, none for `$`, or why the text is refused
 * @example
 * parsePath("$.trims[0]"); // => { ok: true, value: [{ key: "trims" }, { key: "0" }] }
 * const refused = parsePath("$..price");
 * refused.ok ? "" : refused.error;
 * // => { code: "unsupported-path", position: 1, message: "a search with .. is not supported" }
 */
export function parsePath(text: string): Result<readonly PathSegment[], PathRefusal> {
  const { maxPathLength, maxPathSegments } = CONDITION_LIMITS;
  const tooLong = (message: string): Result<never, PathRefusal> =>
    refuse({ code: "path-too-long", position: maxPathLength, message });
  if (text.length > maxPathLength) return tooLong(`longer than ${maxPathLength} characters`);

  const segments: PathSegment[] = [];
  let at = /^\$(?![\p{L}\p{N}_$-])/u.test(text) ? 1 : 0;
  while (at < text.length || segments.length + at === 0) {
    const pattern = at === 0 && /^[^.[]/.test(text) ? BARE : STEP;
    pattern.lastIndex = at;
    const match = text.startsWith(".") ? null : pattern.exec(text);
    if (!match) return refuse(unreadable(text, at));
    const [whole, name, index, double, single, every] = match;
    const key = pattern === BARE ? whole : (name ?? (index && String(Number(index))) ?? double ?? single ?? "");
    if (isHostileKey(key)) return refuse({ code: "hostile-path", position: at, message: `the key ${key} is refused` });
    segments.push(every ? EVERY : { key });
    at += whole.length;
  }
  return segments.length > maxPathSegments ? tooLong(`more than ${maxPathSegments} steps`) : ok(segments);
}
