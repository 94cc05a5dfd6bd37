import type { JsonObject } from "@tributary/core";
import * as z from "zod";
import { eventTypeSchema } from "../blueprint/check-catalogue";
import { rfmSchema } from "../blueprint/check-rfm";
import { SCHEMAS } from "../facts/fact-shapes";
import { gradeSetSchema } from "../grades/define-grades";
import { lifecycleSchema } from "../lifecycle/check-lifecycle";
import { segmentSchema } from "../segments/compile-segment";
import { ruleTag, valueTag } from "../tags/define-tags";
import { conditionSchema, type SchemaOptions } from "./condition-schema";

/** What an editor can be told about. */
export type DefinitionPart = keyof typeof PARTS;

const listOf = (items: JsonObject): JsonObject => ({ type: "array", items });

const PARTS = {
  condition: (): JsonObject => ({ $ref: "#/$defs/condition" }),
  events: (): JsonObject => listOf(fromZod(eventTypeSchema)),
  facts: (): JsonObject => ({
    type: "object",
    additionalProperties: { oneOf: [...SCHEMAS.values()].map(fromZod) },
  }),
  tags: (): JsonObject => listOf({ oneOf: [fromZod(ruleTag), fromZod(valueTag)] }),
  segments: (): JsonObject => listOf(fromZod(segmentSchema)),
  lifecycle: (): JsonObject => fromZod(lifecycleSchema),
  grades: (): JsonObject => fromZod(gradeSetSchema),
  blueprint: (): JsonObject => ({
    type: "object",
    properties: {
      version: { type: "string", minLength: 1 },
      zone: { type: "string", minLength: 1 },
      identifiers: { type: "object" },
      events: PARTS.events(),
      vehicles: { type: "object" },
      facts: PARTS.facts(),
      tags: PARTS.tags(),
      segments: PARTS.segments(),
      lifecycle: PARTS.lifecycle(),
      grades: PARTS.grades(),
      intent: { type: "object" },
      rfm: fromZod(rfmSchema),
    },
    required: ["version", "zone", "identifiers", "events", "facts", "tags", "segments", "lifecycle", "grades"],
    additionalProperties: false,
  }),
};

/**
 * A definition's shape as JSON Schema, so that an editor can complete and underline while somebody writes.
 *
 * It accepts whatever the `check…` functions accept. They find more: what no schema can say, such as types that do not fit
 * together, cycles, and names that only the whole blueprint knows; of identity, cars and the intent matrix only that they
 * are objects.
 *
 * @param part which definition
 * @param options.facts the facts that conditions may name
 * @example
 * const schema = definitionJsonSchema("segments", { facts: { visits: { type: "number" } } });
 * [schema.$schema, schema.type]; // => ["https://json-schema.org/draft/2020-12/schema", "array"]
 * @see JSON Schema, draft 2020-12
 */
export function definitionJsonSchema(part: DefinitionPart, options: SchemaOptions = {}): JsonObject {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...PARTS[part](),
    $defs: { condition: conditionSchema(options) },
  };
}

/** A shape as JSON Schema; what only code can check of it is left out, and a condition is referred to. */
function fromZod(shape: z.ZodType): JsonObject {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "custom") jsonSchema.$ref = "#/$defs/condition";
    },
  });
  return schema as JsonObject;
}
