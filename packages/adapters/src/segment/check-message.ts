import { checkJson, type Issue, type JsonObject, ok, type Result, refuse } from "@tributary/core";
import { locate } from "../decode/index";
import { MAX_MESSAGE_BYTES } from "./options";

/** Whether a value is a JSON object. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Checks the outer shape of a message: safe JSON of a bearable size, objects where objects belong, a sound messageId. */
export function checkMessage(input: unknown): Result<JsonObject, readonly Issue[]> {
  const unsafe = [...checkJson(input), ...checkSize(input, MAX_MESSAGE_BYTES)];
  if (unsafe.length > 0) return refuse(unsafe);
  if (!isObject(input)) return refuse([locate("bad-value", [], "a message must be a JSON object")]);
  const issues = ["properties", "traits", "context", "integrations"]
    .filter((name) => (input[name] ?? undefined) !== undefined && !isObject(input[name]))
    .map((name) => locate("bad-value", [name], "must be a JSON object"));
  const id = input.messageId ?? undefined;
  if (id !== undefined && (typeof id !== "string" || id === "" || id.length > 100)) {
    issues.push(locate("bad-value", ["messageId"], "must be a text of 1 to 100 characters"));
  }
  return issues.length === 0 ? ok(input) : refuse(issues);
}

/** Measures a value as it travels; one that cannot be written is no JSON, which is told apart. */
export function checkSize(value: unknown, limit: number): readonly Issue[] {
  let bytes = 0;
  try {
    bytes = Buffer.byteLength(JSON.stringify(value) ?? "");
  } catch {
    return [];
  }
  return bytes > limit ? [locate("too-large", [], `is ${bytes} bytes; at most ${limit} are taken`)] : [];
}
