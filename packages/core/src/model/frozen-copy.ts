import type { Json } from "./json";

/**
 * A copy of a JSON value that nobody can change, so that a compiled definition never follows its source.
 *
 * @example
 * const source = { tags: ["vip"] };
 * const copy = frozenCopy(source);
 * source.tags.push("lapsed");
 * [copy, Object.isFrozen(copy.tags)]; // => [{ tags: ["vip"] }, true]
 */
export function frozenCopy<T>(value: T): T {
  const json = value as Json;
  if (json === null || typeof json !== "object") return value;
  if (Array.isArray(json)) return Object.freeze(json.map(frozenCopy)) as T;
  return Object.freeze(Object.fromEntries(Object.entries(json).map(([key, inner]) => [key, frozenCopy(inner)]))) as T;
}
