import * as z from "zod";
import { type Identifier, identifierSchema } from "./identifier";
import { type EpochMs, isEpochMs } from "./time";

/**
 * One entry of the consent ledger: what a person granted or withdrew, for which purpose, when.
 *
 * The state at a moment is the newest entry at or before it; a withdrawal wins a tie. Arrival order never matters.
 */
export interface ConsentEntry {
  /** Idempotency key: the id of the event that carried it. */
  readonly id: string;
  readonly subject: Identifier;
  readonly purpose: string;
  readonly granted: boolean;
  readonly at: EpochMs;
}

/** The shape of a {@link ConsentEntry}. */
export const consentEntrySchema: z.ZodType<ConsentEntry, ConsentEntry> = z.strictObject({
  id: z.string().min(1).max(200),
  subject: identifierSchema,
  purpose: z.string().min(1).max(100),
  granted: z.boolean(),
  at: z.number().refine(isEpochMs, { error: "must be an integer number of epoch milliseconds" }),
});
