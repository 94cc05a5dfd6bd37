import {
  type Issue,
  identifierTypeSchema,
  nearestName,
  pointerOf,
  RESERVED_EVENT_TYPES,
  STRENGTHS,
} from "@tributary/core";
import * as z from "zod";
import type { EventDefinition } from "./definition";

const name: z.ZodString = z.string().min(1).max(100);

/** The shape of one entry of the event catalogue. */
export const eventTypeSchema: z.ZodType<EventDefinition> = z.strictObject({
  type: identifierTypeSchema.max(100),
  label: z.strictObject({ zh: name, en: name }),
  strength: z.enum(STRENGTHS),
  purpose: name,
  properties: z.record(name, z.enum(["string", "number", "boolean", "list", "object"])),
});

/** Finds event types that the catalogue has twice, or that a fact, an action or a statement reads and nobody sends. */
export function checkCatalogue(
  events: readonly EventDefinition[],
  readers: readonly { readonly path: readonly PropertyKey[]; readonly events: string | readonly string[] }[],
): readonly Issue[] {
  const known = new Set<string>([...RESERVED_EVENT_TYPES, ...events.map(({ type }) => type)]);
  const twice = events.flatMap(({ type }, i) =>
    events.findIndex((other) => other.type === type) < i
      ? [
          {
            code: "duplicate-name",
            pointer: pointerOf(["events", i, "type"]),
            message: `the event ${type} is already there`,
          },
        ]
      : [],
  );
  const unknown = readers.flatMap(({ path, events: read }) =>
    [read].flat().flatMap((type) => (known.has(type) ? [] : [unknownEvent(type, path, known)])),
  );
  return [...twice, ...unknown];
}

function unknownEvent(type: string, path: readonly PropertyKey[], known: ReadonlySet<string>): Issue {
  const near = nearestName(type, known);
  const found = {
    code: "unknown-event",
    pointer: pointerOf(path),
    message: `the event ${JSON.stringify(type)} is not in the catalogue`,
  };
  return near === undefined ? found : { ...found, hint: `did you mean ${near}?` };
}
