import {
  checkJson,
  type Issue,
  identifierTypeSchema,
  isTimeZone,
  type JsonLimits,
  ok,
  type Result,
  refuse,
} from "@tributary/core";
import { INSTANT_FORMATS, locate, needsZone, patternMistake, readInstant } from "../decode/index";
import type { CsvMapping } from "./csv-mapping";
import { type Check, isFields, list, object, oneOf, record, text, that } from "./shape";

const instant = that(
  (value) => typeof value === "string" && readInstant(value, { format: "iso" }).ok,
  "must be an ISO instant with its zone, such as 2026-01-01T00:00:00Z",
);

const zone = that(
  (value) => typeof value === "string" && isTimeZone(value),
  "must be an IANA time zone, such as Asia/Shanghai",
);

const type: Check = (value, at) =>
  isFields(value) ? object({ column: text, values: record(text) })(value, at) : text(value, at);

const pattern: Check = (value, at) => {
  const issues = text(value, at);
  const mistake = issues.length === 0 ? patternMistake(value as string) : undefined;
  return mistake === undefined ? issues : [locate("bad-value", at, mistake)];
};

const moment: Check = (value, at) => {
  if (isFields(value) && Object.hasOwn(value, "fixed")) return object({ fixed: instant })(value, at);
  if (isFields(value) && Object.hasOwn(value, "pattern")) return object({ column: text, pattern, zone })(value, at);
  const format = INSTANT_FORMATS.find((name) => isFields(value) && value.format === name);
  const issues = object({ column: text, format: oneOf(INSTANT_FORMATS), "zone?": zone })(value, at);
  if (format === undefined || needsZone(format) === Object.hasOwn(value as object, "zone")) return issues;
  const message = needsZone(format) ? "is missing: the format says no zone" : "the format says the zone itself";
  return [...issues, locate(needsZone(format) ? "missing" : "unknown-key", [...at, "zone"], message)];
};

const identifier = object({
  column: text,
  type: that(
    (value) => identifierTypeSchema.safeParse(value).success,
    "must be a letter and up to 31 letters, digits or _",
  ),
  "scope?": that((value) => typeof value === "string" && /^[^:]{1,128}$/.test(value), "must be a text without a colon"),
  "expected?": oneOf([true, false]),
});

const property = object({
  column: text,
  type: oneOf(["string", "number", "integer", "boolean", "money"]),
  "decimals?": oneOf([0, 1, 2, 3, 4, 5, 6]),
  "empty?": oneOf(["absent", "warn", "refuse"]),
  "zero?": oneOf(["warn"]),
});

const mappingShape: Check = object({
  source: text,
  "delimiter?": that(
    (value) => typeof value === "string" && /^[^"\r\n]$/.test(value),
    "must be one character, no quote",
  ),
  "columns?": list(text),
  "emptyTexts?": list(text),
  "id?": list(text),
  "repeats?": oneOf(["duplicate", "distinct"]),
  type,
  at: moment,
  ids: list(identifier),
  "properties?": record(property),
  "plausible?": object({ from: instant, to: instant, otherwise: oneOf(["warn", "refuse"]) }),
});

/** Bounds on a mapping. Our choice: hundreds of columns and thousands of listed values, and no room for a bomb. */
const LIMITS: JsonLimits = { maxDepth: 8, maxNodes: 10_000, maxStringLength: 1_024, maxKeyLength: 256 };

/**
 * Checks a CSV mapping that came from outside, and says everything that is wrong with it at once.
 *
 * @param input anything, usually parsed JSON
 * @example
 * const mapping = {
 *   source: "shop", type: "orderPlaced", at: { column: "at", format: "iso" }, ids: [{ column: "user", type: "userId" }],
 * };
 * checkCsvMapping(mapping).ok; // => true
 * const checked = checkCsvMapping({ ...mapping, at: { column: "at", format: "ISO" } });
 * checked.ok ? [] : checked.error.map(({ pointer, hint }) => [pointer, hint]); // => [["/at/format", 'did you mean "iso"?']]
 */
export function checkCsvMapping(input: unknown): Result<CsvMapping, readonly Issue[]> {
  const unsafe = checkJson(input, LIMITS);
  const issues = unsafe.some(({ code }) => code !== "hostile-key") ? unsafe : mappingShape(input, []);
  return issues.length === 0 ? ok(input as CsvMapping) : refuse(issues);
}
