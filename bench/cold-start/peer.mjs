// The usual pair for the same work: an engine, and a schema for what goes in.
import * as z from "zod";

export * from "json-rules-engine";
export const eventSchema = z.object({
  id: z.string().min(1),
  type: z.string(),
  at: z.number().int(),
  ids: z.array(z.object({ type: z.string(), value: z.string() })),
  properties: z.record(z.string(), z.unknown()),
});
