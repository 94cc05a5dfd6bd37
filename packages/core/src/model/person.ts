import * as z from "zod";
import { type Identifier, identifierSchema } from "./identifier";
import { type EpochMs, isEpochMs } from "./time";

/** An identifier that was a person's over `[from, to)`; no `from` means as long as known. */
export interface FormerIdentifier {
  readonly identifier: Identifier;
  /** How many known owners it had before. */
  readonly epoch: number;
  readonly from?: EpochMs;
  readonly to: EpochMs;
}

/** The identifiers that belong together, named by a OneID. */
export interface Person {
  readonly oneId: string;
  /** Strongest first, then in code-unit order of their keys. Empty when all of them have gone to others. */
  readonly ids: readonly Identifier[];
  /** Identifiers that were this person's and have gone to somebody else since, such as a phone number. Same order. */
  readonly former?: readonly FormerIdentifier[];
  /** Why this person is less certain than others, such as a component cut at its cap. */
  readonly degraded?: string;
}

const at: z.ZodNumber = z.number().refine(isEpochMs, { error: "must be an integer number of epoch milliseconds" });

/** The shape of a {@link Person}. */
export const personSchema: z.ZodType<Person, Person> = z.strictObject({
  oneId: z.string().min(1).max(200),
  ids: z.array(identifierSchema),
  former: z
    .array(z.strictObject({ identifier: identifierSchema, epoch: z.int().min(0), from: at.exactOptional(), to: at }))
    .exactOptional(),
  degraded: z.string().exactOptional(),
});
