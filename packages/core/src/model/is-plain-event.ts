import { EVENT_JSON_LIMITS, isHostileKey } from "./json";
import { isEpochMs } from "./time";

/** The bounds of an event's own texts. */
export const EVENT_LIMITS: {
  readonly id: number;
  readonly type: number;
  readonly source: number;
  readonly ids: number;
  readonly value: number;
  readonly scope: number;
} = { id: 200, type: 100, source: 100, ids: 16, value: 1_024, scope: 128 };

type Members = { readonly [key: string]: unknown };

/**
 * Whether an input is an event beyond doubt: flat properties, plain objects, storable text within its bounds.
 *
 * It says yes to nearly every event there is and to nothing that the schema refuses, and it allocates nothing; whatever
 * it is not sure of is left to the schema. Only enumerable members are looked at, as the schema does.
 */
export function isPlainEvent(input: unknown): boolean {
  try {
    return looksPlain(input);
  } catch {
    return false; // a getter or a proxy threw
  }
}

function looksPlain(input: unknown): boolean {
  if (!isPlainObject(input) || countKeys(input) !== 6) return false;
  const { id, type, at, ids, properties, source } = input;
  return (
    isPlainText(id, EVENT_LIMITS.id) &&
    isPlainText(type, EVENT_LIMITS.type) &&
    isPlainText(source, EVENT_LIMITS.source) &&
    isEpochMs(at) &&
    arePlainIds(ids) &&
    arePlainProperties(properties)
  );
}

function arePlainIds(ids: unknown): boolean {
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > EVENT_LIMITS.ids) return false;
  for (const id of ids) {
    if (!isPlainObject(id)) return false;
    const { type, value, scope } = id;
    if (typeof type !== "string" || !/^[A-Za-z][A-Za-z0-9_]{0,31}$/.test(type)) return false;
    if (!isPlainText(value, EVENT_LIMITS.value)) return false;
    if (countKeys(id) === 2) continue;
    if (countKeys(id) !== 3 || !isPlainText(scope, EVENT_LIMITS.scope) || (scope as string).includes(":")) return false;
  }
  return true;
}

function arePlainProperties(properties: unknown): boolean {
  if (!isPlainObject(properties)) return false;
  let count = 0;
  for (const key in properties) {
    if (++count > 200 || isHostileKey(key) || (key !== "" && !isPlainText(key, EVENT_JSON_LIMITS.maxKeyLength)))
      return false;
    const value = properties[key];
    if (value === null || typeof value === "boolean" || Number.isFinite(value) || value === "") continue;
    if (!isPlainText(value, EVENT_JSON_LIMITS.maxStringLength)) return false;
  }
  return true;
}

function isPlainObject(value: unknown): value is Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function countKeys(object: Members): number {
  let count = 0;
  for (const _ in object) count++;
  return count;
}

/** One to `max` code units, none of them U+0000 or half of a surrogate pair. */
function isPlainText(text: unknown, max: number): boolean {
  if (typeof text !== "string" || text.length === 0 || text.length > max) return false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0 || (unit >= 0xd800 && unit <= 0xdfff)) return false;
  }
  return true;
}
