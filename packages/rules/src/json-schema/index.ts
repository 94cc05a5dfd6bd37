/** Definitions as JSON Schema, for editors: which members there are, and what may stand in them. */
export type { SchemaOptions } from "./condition-schema";
export { type DefinitionPart, definitionJsonSchema } from "./definition-json-schema";
