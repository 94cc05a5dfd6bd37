import { canonicalJson, type Json, pointerOf } from "@tributary/core";

/** One place at which two documents differ; a side that has nothing there is absent. */
export interface ValueChange {
  /** JSON Pointer from the documents' root. */
  readonly pointer: string;
  readonly before?: Json;
  readonly after?: Json;
}

/**
 * Finds where two documents differ, as deep as they can be told apart. Objects are compared key by key, and lists of one
 * length entry by entry; a list that grew or shrank differs as a whole.
 */
export function diffValues(
  before: Json | undefined,
  after: Json | undefined,
  path: readonly PropertyKey[] = [],
): readonly ValueChange[] {
  if (isList(before) && isList(after) && before.length === after.length) {
    return before.flatMap((value, i) => diffValues(value, after[i], [...path, i]));
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => diffValues(own(before, key), own(after, key), [...path, key]));
  }
  if (same(before, after)) return [];
  return [
    {
      pointer: pointerOf(path),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    },
  ];
}

const same = (a: Json | undefined, b: Json | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b));

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const own = (value: { readonly [key: string]: Json }, key: string): Json | undefined =>
  Object.hasOwn(value, key) ? value[key] : undefined;
