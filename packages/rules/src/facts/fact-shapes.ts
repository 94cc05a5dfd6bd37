import { isHostileKey, isTimeZone, parseDuration } from "@tributary/core";
import * as z from "zod";
import { type FactDefinition, MAX_KEEP } from "./definition";

/** Most calendar days a fact looks back. Our choice: what a half-life of a century takes to come to nothing. */
const MAX_DAYS = 1_500_000;

const text = z.string().min(1).max(200);
const path = z.string().max(200).refine(isPath, {
  error: "a property path is names joined by dots; __proto__, prototype and constructor are refused",
});
const duration = z.string().refine((value) => parseDuration(value) !== undefined, {
  error: 'must be a fixed duration such as "30d", "12h" or "90m"; months and years have no fixed length',
});
const whole = (max: number): z.ZodNumber => z.int().min(1).max(max);
const timeZone = z.string().refine(isTimeZone, { error: "must be an IANA time zone" });
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: "must be a text, number, true, false or null",
});
const label = z.strictObject({ zh: text, en: text });
const type = z.enum(["number", "string", "boolean", "date", "list", "object", "any"]);

const comparison = z
  .strictObject({
    eq: scalar.exactOptional(),
    ne: scalar.exactOptional(),
    gt: z.number().exactOptional(),
    gte: z.number().exactOptional(),
    lt: z.number().exactOptional(),
    lte: z.number().exactOptional(),
    in: z.array(scalar).min(1).max(1_000).exactOptional(),
    exists: z.boolean().exactOptional(),
  })
  .refine((value) => Object.keys(value).length > 0, { error: "compares nothing: say eq, gte, in, exists or another" });

const keep = { keep: whole(MAX_KEEP).exactOptional(), label: label.exactOptional() };
const occurrences = {
  events: z.union([text, z.array(text).min(1).max(100)], { error: "must be an event type or a list of some" }),
  where: z.record(path, z.unknown()).exactOptional(),
};
const source = { ...occurrences, ...keep };
const within = { within: duration.exactOptional() };
const last = { last: whole(MAX_KEEP).exactOptional() };
const number = { ...source, ...within, ...last, property: path };
const step = duration.exactOptional();
const edge = {
  ...source,
  ...within,
  property: path.exactOptional(),
  read: z.enum(["property", "at"]).exactOptional(),
  type: type.exactOptional(),
};

/** The members of each kind of fact, beside `kind`. */
export const SHAPES: { readonly [kind in FactDefinition["kind"]]: z.ZodRawShape } = {
  count: { ...source, ...within },
  sum: number,
  min: number,
  max: number,
  avg: number,
  first: edge,
  last: edge,
  distinct: {
    ...number,
    property: path.exactOptional(),
    by: z.enum(["property", "day"]).exactOptional(),
    zone: timeZone.exactOptional(),
  },
  top: { ...number, halfLife: duration.exactOptional(), step, type: type.exactOptional() },
  since: {
    ...source,
    ...within,
    unit: z.enum(["days", "hours", "minutes"]).exactOptional(),
    of: z.enum(["last", "first"]).exactOptional(),
  },
  trait: { ...keep, property: path, type: type.exactOptional() },
  daily: {
    ...source,
    withinDays: whole(MAX_DAYS).exactOptional(),
    zone: timeZone.exactOptional(),
  },
  sequence: {
    ...keep,
    ...within,
    steps: z.array(z.strictObject(occurrences)).min(2).max(8),
    withinTotal: duration.exactOptional(),
    window: duration.exactOptional(),
    same: path.exactOptional(),
  },
  dwell: { ...source, property: path, equals: z.union([z.string(), z.number(), z.boolean()]).exactOptional() },
  decayed: {
    ...source,
    within: duration,
    halfLife: duration,
    step,
    property: path.exactOptional(),
  },
  formula: { formula: z.unknown(), label: label.exactOptional() },
};

/** The schema of each kind of fact. */
export const SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map(
  Object.entries(SHAPES).map(([kind, shape]) => [kind, z.strictObject({ kind: z.literal(kind), ...shape })]),
);

/** The schema of what a filter says of one property: a value, or claims about it. */
export const claimSchema = (claimed: unknown): z.ZodType =>
  claimed !== null && typeof claimed === "object" && !Array.isArray(claimed) ? comparison : scalar;

/** The names of the claims about a property. */
export const CLAIMS: readonly string[] = Object.keys(comparison.shape);

/** The members of a step of a sequence. */
export const STEP_MEMBERS: readonly string[] = Object.keys(occurrences);

function isPath(value: string): boolean {
  return value.split(".").every((segment) => segment !== "" && !isHostileKey(segment));
}
