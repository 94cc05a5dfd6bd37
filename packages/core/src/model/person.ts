import * as z from "zod";
import { type Identifier, identifierSchema } from "./identifier";

/** The identifiers that belong together, named by a OneID. */
export interface Person {
  readonly oneId: string;
  /** Strongest first, then in code-unit order of their keys. */
  readonly ids: readonly Identifier[];
  /** Why this person is less certain than others, such as a component cut at its cap. */
  readonly degraded?: string;
}

/** The shape of a {@link Person}. */
export const personSchema: z.ZodType<Person, Person> = z.strictObject({
  oneId: z.string().min(1).max(200),
  ids: z.array(identifierSchema).min(1),
  degraded: z.string().exactOptional(),
});
