import { checkJson, type Issue, type Json, type JsonObject, ok, type Result, refuse } from "@tributary/core";
import { locate } from "../decode/index";

/** One Sensors record whose outer shape was checked; its fields are still as they were written. */
export interface SensorsRecord {
  readonly type: string;
  readonly time: number;
  readonly distinct_id?: Json;
  readonly original_id?: Json;
  readonly login_id?: Json;
  readonly anonymous_id?: Json;
  readonly identities?: Json;
  readonly event?: Json;
  readonly project?: Json;
  readonly _track_id?: Json;
  readonly properties?: JsonObject | null;
}

/** Below this, 1973 in milliseconds, a time is taken for seconds and refused. */
const LEAST_MS = 1e11;

/**
 * Checks the outer shape of a Sensors record: safe JSON, a type, a time in milliseconds, properties that are an object.
 */
export function checkRecord(input: unknown): Result<SensorsRecord, readonly Issue[]> {
  const unsafe = checkJson(input);
  if (unsafe.length > 0) return refuse(unsafe);
  if (!isObject(input)) return refuse([locate("bad-value", [], "a record must be a JSON object")]);
  const issues: Issue[] = [];
  const { type, time } = input;
  if (typeof type !== "string")
    issues.push(locate("bad-value", ["type"], "must be a text such as track or profile_set"));
  if (typeof time !== "number" || !Number.isInteger(time)) {
    issues.push(locate("bad-value", ["time"], "must be a whole number of epoch milliseconds"));
  } else if (time < LEAST_MS) {
    issues.push(locate("time-unit", ["time"], "looks like seconds; times are epoch milliseconds"));
  }
  if ((input.properties ?? undefined) !== undefined && !isObject(input.properties)) {
    issues.push(locate("bad-value", ["properties"], "must be a JSON object"));
  }
  return issues.length === 0 ? ok(input as unknown as SensorsRecord) : refuse(issues);
}

/** Whether a value is a JSON object. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
