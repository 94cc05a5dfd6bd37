import { type Issue, pointerOf } from "./issue";

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** Bounds on a JSON value from outside. */
export interface JsonLimits {
  readonly maxDepth: number;
  readonly maxNodes: number;
  readonly maxStringLength: number;
  readonly maxKeyLength: number;
}

/** Our choice: room for any tracking SDK's event (Segment caps one at 32 kB), and no room for a bomb. */
export const EVENT_JSON_LIMITS: JsonLimits = {
  maxDepth: 8,
  maxNodes: 2_000,
  maxStringLength: 8_192,
  maxKeyLength: 256,
};

const HOSTILE_KEYS: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);

/**
 * Whether a key reaches for a prototype instead of data.
 *
 * @example
 * ["name", "__proto__"].map(isHostileKey); // => [false, true]
 */
export const isHostileKey = (key: string): boolean => HOSTILE_KEYS.has(key);

/**
 * Text no store treats alike: U+0000, which PostgreSQL refuses, and lone surrogates, which UTF-8 cannot say.
 *
 * @example
 * ["星愿", "a\u0000", "\ud800"].map(isUnstorableText); // => [false, true, true]
 */
export const isUnstorableText = (text: string): boolean => text.includes("\u0000") || !isWellFormed(text);

function isWellFormed(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xd800 || unit > 0xdfff) continue;
    const next = text.charCodeAt(i + 1);
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return false;
    i++;
  }
  return true;
}

interface Place {
  readonly value: unknown;
  readonly depth: number;
  readonly segment: PropertyKey;
  readonly parent: Place | undefined;
}

function pointerTo(place: Place, ...more: readonly PropertyKey[]): string {
  const segments: PropertyKey[] = [];
  for (let at: Place | undefined = place; at?.parent; at = at.parent) segments.unshift(at.segment);
  return pointerOf([...segments, ...more]);
}

/**
 * Checks that a value from outside is plain JSON within bounds: no cycles, functions, class instances, getters that
 * throw, `NaN`, hostile keys (`__proto__`, `prototype`, `constructor`), U+0000 or lone surrogates, and not too deep, wide
 * or long.
 *
 * The walk is iterative, so a bomb gets an issue and never a stack overflow. Every mistake is reported, up to 32.
 *
 * @param value anything
 * @param limits the bounds, {@link EVENT_JSON_LIMITS} by default
 * @returns the mistakes, empty when the value is safe {@link Json}
 * @example
 * checkJson({ series: "星愿", price: 98_800 }); // => []
 * checkJson({ a: [1, Number.NaN] })[0]; // => { code: "not-json", pointer: "/a/1", message: "NaN is not a JSON number" }
 */
export function checkJson(value: unknown, limits: JsonLimits = EVENT_JSON_LIMITS): readonly Issue[] {
  const issues: Issue[] = [];
  const add = (code: string, pointer: string, message: string): void => {
    if (issues.length < 32) issues.push({ code, pointer, message });
  };
  const stack: Place[] = [{ value, depth: 0, segment: "", parent: undefined }];
  let nodes = 0;
  for (let place = stack.pop(); place; place = stack.pop()) {
    if (++nodes > limits.maxNodes) {
      add("too-large", pointerTo(place), `more than ${limits.maxNodes} values`);
      break;
    }
    try {
      checkPlace(place, limits, stack, add);
    } catch {
      add("unreadable", pointerTo(place), "cannot be read: a getter or a proxy threw");
    }
  }
  return issues;
}

type Add = (code: string, pointer: string, message: string) => void;

function checkPlace(place: Place, limits: JsonLimits, stack: Place[], add: Add): void {
  const { value } = place;
  if (value === null || typeof value === "boolean") return;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) add("not-json", pointerTo(place), `${value} is not a JSON number`);
  } else if (typeof value === "string") {
    checkText(value, limits.maxStringLength, () => pointerTo(place), add);
  } else if (typeof value !== "object") {
    add("not-json", pointerTo(place), `a ${typeof value} is not JSON`);
  } else if (place.depth >= limits.maxDepth) {
    add("too-deep", pointerTo(place), `nested deeper than ${limits.maxDepth} levels`);
  } else if (Array.isArray(value)) {
    if (value.length > limits.maxNodes) add("too-large", pointerTo(place), `more than ${limits.maxNodes} values`);
    else for (let i = value.length - 1; i >= 0; i--) push(stack, place, i, value[i]);
  } else {
    checkObject(place, value, limits, stack, add);
  }
}

function checkObject(place: Place, value: object, limits: JsonLimits, stack: Place[], add: Add): void {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    add("not-json", pointerTo(place), "an instance of a class is not JSON");
    return;
  }
  const keys = Object.keys(value);
  if (keys.length > limits.maxNodes) {
    add("too-large", pointerTo(place), `more than ${limits.maxNodes} values`);
    return;
  }
  for (const key of keys) {
    if (isHostileKey(key)) add("hostile-key", pointerTo(place, key), `the key ${JSON.stringify(key)} is refused`);
    else checkText(key, limits.maxKeyLength, () => pointerTo(place, key.slice(0, 64)), add);
  }
  for (const key of keys.reverse()) push(stack, place, key, (value as Record<string, unknown>)[key]);
}

function push(stack: Place[], parent: Place, segment: PropertyKey, value: unknown): void {
  stack.push({ value, depth: parent.depth + 1, segment, parent });
}

function checkText(text: string, maxLength: number, pointer: () => string, add: Add): void {
  if (text.length > maxLength) add("too-long", pointer(), `longer than ${maxLength} characters`);
  else if (isUnstorableText(text)) add("bad-text", pointer(), "contains U+0000 or half a surrogate pair");
}

/**
 * Writes JSON with object keys in code-unit order, so that equal values give equal bytes.
 *
 * @example
 * canonicalJson({ b: 1, a: [true, null] }); // => '{"a":[true,null],"b":1}'
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  let members = "";
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) members += `${members && ","}${canonicalJson(item)}`;
    return `[${members}]`;
  }
  const object = value as JsonObject;
  for (const key of Object.keys(object).sort(byCodeUnit)) {
    const member = object[key];
    if (member !== undefined) members += `${members && ","}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/**
 * The same value with object keys in code-unit order at every depth, so that `JSON.stringify` of equal values gives equal
 * bytes. Keys that are array indexes come first, by number: JavaScript keeps no other order. A negative zero becomes zero.
 *
 * @example
 * JSON.stringify(inKeyOrder({ b: { y: 1, x: -0 }, a: 2 })); // => '{"a":2,"b":{"x":0,"y":1}}'
 */
export const inKeyOrder = <T extends Json>(value: T): T => JSON.parse(canonicalJson(value)) as T;

/**
 * Compares two texts by UTF-16 code units: the one order that is the same in every locale.
 *
 * @example
 * ["b", "A", "a"].sort(byCodeUnit); // => ["A", "a", "b"]
 */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
