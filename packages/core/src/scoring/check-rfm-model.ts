import * as z from "zod";
import { boundedList, type Issue, issueAt, parseDefinition, type Result, refuse } from "../model";
import { flawsOf, type RfmBreaks, type RfmModel, type RfmWeights, versionOf } from "./rfm-model";
import type { RfmSegment, ScoreRange } from "./rfm-segments";

const name: z.ZodString = z.string().min(1).max(200);
const breaks: z.ZodType<readonly number[]> = boundedList(z.number(), 1, 8);
const range: z.ZodType<ScoreRange> = z.tuple([z.int(), z.int()]);
const segment: z.ZodType<RfmSegment> = z.strictObject({
  segment: name,
  label: z.strictObject({ zh: name, en: name }),
  recency: range,
  frequency: range,
  monetary: range,
});
const breaksSchema: z.ZodType<RfmBreaks> = z.strictObject({
  recencyDays: breaks,
  frequency: breaks,
  monetaryMinor: breaks,
});
const weightsSchema: z.ZodType<RfmWeights> = z.strictObject({
  recency: z.number(),
  frequency: z.number(),
  monetary: z.number(),
});

const modelSchema: z.ZodType<RfmModel> = z.strictObject({
  version: name,
  method: z.enum(["quantile", "fixed"]),
  bins: z.int(),
  breaks: breaksSchema,
  customers: z.number(),
  weights: weightsSchema,
  segments: boundedList(segment, 0, 1_000),
});

const MEMBERS: readonly string[] = (
  "version method bins breaks customers weights segments recencyDays frequency monetaryMinor segment label recency " +
  "monetary zh en"
).split(" ");

/**
 * Checks a stored RFM model when it is read back, and says everything that is wrong with it at once. Its version must be
 * the hash of the rest: a model that somebody changed by hand is refused.
 *
 * @param input anything, usually parsed JSON
 * @returns the model, or located issues
 * @example
 * const breaks = { recencyDays: [30], frequency: [2], monetaryMinor: [20_000] };
 * const model = fitRfm([], { method: "fixed", breaks });
 * checkRfmModel(JSON.parse(JSON.stringify(model))).ok; // => true
 * const refused = checkRfmModel({ ...model, breaks: { ...breaks, frequency: [3] } });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/version"]
 */
export function checkRfmModel(input: unknown): Result<RfmModel, readonly Issue[]> {
  const parsed = parseDefinition(modelSchema, input, MEMBERS);
  if (!parsed.ok) return parsed;
  const flaws = flawsOf(parsed.value);
  if (flaws.length > 0) return refuse(flaws);
  const version = versionOf(parsed.value);
  if (version === parsed.value.version) return parsed;
  return refuse([issueAt("wrong-version", ["version"], `must be the hash of the rest, which is ${version}`)]);
}
