import { type EpochMs, type Issue, isEpochMs, type Json, parseDefinition, type Result } from "@tributary/core";
import * as z from "zod";

/** A member of staff says what no rule knows, until `expiresAt` or until they `clear` it; the rule stands beneath. */
export interface StaffStatement {
  readonly by: "staff";
  readonly tag: string;
  readonly at: EpochMs;
  readonly says: "give" | "withhold" | "clear";
  /** Who answers for it. */
  readonly author: string;
  readonly reason?: string;
  /** The value that `give` gives; of a tag that carries a fact's value. */
  readonly value?: Json;
  /** From this instant on it says nothing; the rule decides again. */
  readonly expiresAt?: EpochMs;
}

/** The person themselves says no, or yes again, to one tag or to {@link EVERY_TAG}. Nobody else can take it back. */
export interface SubjectStatement {
  readonly by: "subject";
  readonly tag: string;
  readonly at: EpochMs;
  readonly says: "optOut" | "optIn";
}

/** What somebody said of a person's tag. Statements are a set: in any order they say the same. */
export type TagStatement = StaffStatement | SubjectStatement;

/** In the place of a tag's name: all tags there are and will be. */
export const EVERY_TAG: "*" = "*";

const text: z.ZodString = z.string().min(1).max(200);
const instant: z.ZodType<EpochMs> = z.number().refine(isEpochMs, { error: "must be an instant in epoch milliseconds" });
const staff: z.ZodType<StaffStatement> = z
  .strictObject({
    by: z.literal("staff"),
    tag: text.refine((tag) => tag !== EVERY_TAG, { error: "only the person can speak of every tag" }),
    at: instant,
    says: z.enum(["give", "withhold", "clear"]),
    author: text,
    reason: z.string().max(2_000).exactOptional(),
    value: z.custom<Json>((value) => value !== undefined && value !== null).exactOptional(),
    expiresAt: instant.exactOptional(),
  })
  .refine(({ says, value }) => says === "give" || value === undefined, {
    path: ["value"],
    error: "only give has a value",
  })
  .refine(({ at, expiresAt }) => expiresAt === undefined || expiresAt > at, {
    path: ["expiresAt"],
    error: "must be later than at",
  });
const subject: z.ZodType<SubjectStatement> = z.strictObject({
  by: z.literal("subject"),
  tag: text,
  at: instant,
  says: z.enum(["optOut", "optIn"]),
});
const MEMBERS = ["by", "tag", "at", "says", "author", "reason", "value", "expiresAt"];

/**
 * Checks a statement from outside and says everything that is wrong with it at once.
 *
 * @param input anything, usually parsed JSON
 * @example
 * const said = { by: "staff", tag: "vip", at: 9, says: "give", author: "adviser:17", expiresAt: 5 };
 * const refused = checkTagStatement(said);
 * refused.ok ? [] : refused.error.map(({ pointer, message }) => [pointer, message]);
 * // => [["/expiresAt", "must be later than at"]]
 * checkTagStatement({ by: "subject", tag: EVERY_TAG, at: 9, says: "optOut" }).ok; // => true
 */
export function checkTagStatement(input: unknown): Result<TagStatement, readonly Issue[]> {
  const by = input !== null && typeof input === "object" && Object.hasOwn(input, "by") ? Reflect.get(input, "by") : "";
  return parseDefinition<TagStatement>(by === "subject" ? subject : staff, input, MEMBERS);
}
