import type { Issue, Json, JsonObject } from "@tributary/core";
import { locate, readInstant } from "../decode/index";
import type { SensorsOptions } from "./options";
import type { SensorsRecord } from "./record";

/** The properties of a record as ours, and what was odd about them. */
export interface ReadProperties {
  readonly properties: JsonObject;
  readonly warnings: readonly Issue[];
}

/**
 * Reads the properties of a record: declared date-times become instants, what `profile_unset` names becomes null, and
 * a null that `profile_set` carries is left out with a warning, since with us a null would erase.
 */
export function readProperties(record: SensorsRecord, options: SensorsOptions): ReadProperties {
  const { type } = record;
  const properties = record.properties ?? {};
  if (type === "profile_unset") return { properties: nulls(Object.keys(properties)), warnings: [] };
  const read: Record<string, Json> = {};
  const warnings: Issue[] = [];
  const warn = (code: string, name: string, message: string): void => {
    warnings.push(locate(code, ["properties", name], message));
  };
  for (const [name, value] of Object.entries(properties)) {
    if (value === null && type.startsWith("profile_"))
      warn("null-trait", name, "a null sets nothing in Sensors; left out");
    else
      read[name] = options.dates?.includes(name)
        ? readDate(value, options, (code, text) => warn(code, name, text))
        : value;
  }
  return { properties: read, warnings };
}

const nulls = (names: readonly string[]): JsonObject => Object.fromEntries(names.map((name) => [name, null]));

/** A declared date-time as epoch milliseconds; anything else stays as it is, with a warning. */
function readDate(
  value: Json,
  { zone = "Asia/Shanghai" }: SensorsOptions,
  warn: (code: string, text: string) => void,
): Json {
  const text = typeof value === "string" ? value : "";
  const format = text.includes(".") ? "yyyy-MM-dd HH:mm:ss.SSS" : "yyyy-MM-dd HH:mm:ss";
  const read = readInstant(text, { format, zone });
  if (!read.ok) warn("bad-time", `${read.error}; left as it was`);
  else if (read.value.local)
    warn(`local-time-${read.value.local}`, "the clock changed here; read as the first that fits");
  return read.ok ? read.value.at : value;
}
