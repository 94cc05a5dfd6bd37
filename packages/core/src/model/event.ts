import * as z from "zod";
import { type Identifier, identifierSchema } from "./identifier";
import { EVENT_LIMITS, isPlainEvent } from "./is-plain-event";
import { type Issue, pointerOf } from "./issue";
import { checkJson, isUnstorableText, type JsonObject } from "./json";
import { ok, type Result, refuse } from "./result";
import { type EpochMs, isEpochMs } from "./time";

/**
 * Something that happened: past tense, immutable, deduplicated by `id`.
 *
 * `ids` are every identifier seen together on it; `source` names the stream it came from.
 */
export interface Event {
  readonly id: string;
  readonly type: string;
  readonly at: EpochMs;
  readonly ids: readonly Identifier[];
  readonly properties: JsonObject;
  readonly source: string;
}

/**
 * Event types with a meaning of their own, whatever the host's catalogue says.
 *
 * `traits…` carry attributes of the person in `properties`; `idsLinked` is evidence that its ids are one person,
 * `idsUnlinked` that they are not, `idsReassigned` that each of them went to somebody else at that moment; `consent…`
 * carry `{ purpose }`; `tagStated` carries what staff or the person say of a tag.
 */
export const RESERVED_EVENT_TYPES: readonly [
  "traitsSet",
  "traitsSetOnce",
  "traitsIncremented",
  "traitsAppended",
  "idsLinked",
  "idsUnlinked",
  "idsReassigned",
  "consentGiven",
  "consentWithdrawn",
  "tagStated",
] = [
  "traitsSet",
  "traitsSetOnce",
  "traitsIncremented",
  "traitsAppended",
  "idsLinked",
  "idsUnlinked",
  "idsReassigned",
  "consentGiven",
  "consentWithdrawn",
  "tagStated",
];

/** Most identifiers one event may carry. Our choice: a person has 2–7, and a list pasted into a field has more. */
export const MAX_IDS_PER_EVENT: number = EVENT_LIMITS.ids;

const name = (max: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((value) => !isUnstorableText(value), { error: "contains U+0000 or half a surrogate pair" });

/** The shape of an {@link Event} from outside; {@link parseEvent} checks `properties` for hostile content as well. */
export const eventSchema: z.ZodType<Event> = z.strictObject({
  id: name(EVENT_LIMITS.id),
  type: name(EVENT_LIMITS.type),
  at: z.number().refine(isEpochMs, { error: "must be an integer number of epoch milliseconds" }),
  ids: z.array(identifierSchema).min(1).max(MAX_IDS_PER_EVENT),
  properties: z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>,
  source: name(EVENT_LIMITS.source),
});

/**
 * Reads one event from outside, or says everything that is wrong with it.
 *
 * @param input anything, usually parsed JSON
 * @returns the event, or located issues; nothing is coerced
 * @example
 * const event = {
 *   id: "e1", type: "testDriveBooked", at: 1_760_000_000_000, source: "app",
 *   ids: [{ type: "phone", value: "13912345678" }], properties: { series: "星愿" },
 * };
 * parseEvent(event).ok; // => true
 * const refused = parseEvent({ ...event, at: "yesterday" });
 * refused.ok ? "" : refused.error[0].pointer; // => "/at"
 */
export function parseEvent(input: unknown): Result<Event, readonly [Issue, ...Issue[]]> {
  if (isPlainEvent(input)) return ok(input as Event);
  const issues: Issue[] = [...checkJson(input)];
  const parsed = issues.length === 0 ? eventSchema.safeParse(input) : undefined;
  for (const { code, path, message } of parsed?.error?.issues ?? []) {
    issues.push({
      code: code === "custom" ? "bad-value" : code.replaceAll("_", "-"),
      pointer: pointerOf(path),
      message,
    });
  }
  const [first, ...rest] = issues;
  if (first) return refuse([first, ...rest]);
  return ok(input as Event);
}
