import type { JsonObject } from "@tributary/core";
import { CONDITION_LIMITS, type FactSchema } from "../condition/index";
import { OPERATORS } from "../condition/operator";

const REF: JsonObject = { $ref: "#/$defs/condition" };
const DECORATED = "^((someFact|everyFact|someValue|everyValue|swap|not):)+";
const NOTES: JsonObject = {
  name: { type: "string" },
  label: {
    type: "object",
    properties: { zh: { type: "string" }, en: { type: "string" } },
    required: ["zh", "en"],
    additionalProperties: false,
  },
  priority: { type: "integer", minimum: 1 },
};
const WINDOW: JsonObject = {
  type: "object",
  properties: {
    measure: { enum: ["count", "sum", "min", "max", "distinct"] },
    within: { type: "string" },
    at: { type: "string" },
    property: { type: "string" },
  },
  required: ["measure", "within", "at"],
  additionalProperties: false,
};

/** What an editor may know of the facts. */
export interface SchemaOptions {
  /** The facts that exist, to be offered by name; without it any name is. */
  readonly facts?: FactSchema;
}

/** A condition as JSON Schema, to stand under `$defs`: its names and nesting, not whether its types fit together. */
export function conditionSchema({ facts }: SchemaOptions): JsonObject {
  const fact = facts
    ? { enum: Object.keys(facts) }
    : { type: "string", minLength: 1, maxLength: CONDITION_LIMITS.maxNameLength };
  const place = { path: { type: "string" }, params: { type: "object" }, window: WINDOW };
  return {
    oneOf: [
      {
        ...nodeOf({ fact: { type: "string" }, operator: operatorSchema(), value: {}, ...place }, ["fact", "operator"]),
        // an element's own keys are facts to a condition inside `elementMatches`, so only other leaves are held to the names
        if: { properties: { operator: { not: { const: "elementMatches" } } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: { properties: { fact } },
      },
      nodeOf({ all: { type: "array", items: REF, minItems: 1 } }, ["all"]),
      nodeOf({ any: { type: "array", items: REF, minItems: 1 } }, ["any"]),
      nodeOf({ not: REF }, ["not"]),
      nodeOf({ condition: { type: "string" } }, ["condition"]),
    ],
  };
}

const nodeOf = (properties: JsonObject, required: readonly string[]): JsonObject => ({
  type: "object",
  properties: { ...properties, ...NOTES },
  required,
  additionalProperties: false,
});

const operatorSchema = (): JsonObject => ({
  anyOf: [
    { enum: [...OPERATORS.keys()] },
    { type: "string", pattern: `${DECORATED}(${[...OPERATORS.keys()].join("|")})$` },
  ],
});
