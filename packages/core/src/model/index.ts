/** The vocabulary: event, identifier, person, vehicle, consent, and how refusals are said. */

export { AdapterError, type AdapterFailure } from "./adapter-error";
export { type ConsentEntry, consentEntrySchema } from "./consent";
export { type Event, eventSchema, MAX_IDS_PER_EVENT, parseEvent, RESERVED_EVENT_TYPES } from "./event";
export { frozenCopy } from "./frozen-copy";
export { hash53, hashHex } from "./hash";
export {
  type Identifier,
  type IdentifierKey,
  identifierKey,
  identifierSchema,
  identifierTypeSchema,
  parseIdentifierKey,
} from "./identifier";
export { DefinitionError, type Issue, issueAt, pointerOf } from "./issue";
export {
  byCodeUnit,
  canonicalJson,
  checkJson,
  EVENT_JSON_LIMITS,
  inKeyOrder,
  isHostileKey,
  isUnstorableText,
  type Json,
  type JsonLimits,
  type JsonObject,
} from "./json";
export type { Label } from "./label";
export {
  dateOfDay,
  endOfLocalDate,
  isTimeZone,
  localDate,
  localDay,
  startOfLocalDate,
  startOfLocalDay,
  zoneOffsetMs,
} from "./local-date";
export { type NamePlace, namesTaken } from "./names-taken";
export { nearestName } from "./nearest-name";
export { boundedList, DEFINITION_JSON_LIMITS, parseDefinition } from "./parse-definition";
export { type FormerIdentifier, type Person, personSchema } from "./person";
export { normalisePhoneCn } from "./phone";
export { normalisePlate } from "./plate";
export { ok, type Result, refuse } from "./result";
export { type Dice, seededDice } from "./seeded-dice";
export {
  DAY_MS,
  type EpochMs,
  HOUR_MS,
  isEpochMs,
  MINUTE_MS,
  parseDuration,
  requireNow,
  requireSpan,
  SECOND_MS,
  type Span,
} from "./time";
export {
  VEHICLE_ROLES,
  type Vehicle,
  type VehicleIntention,
  type VehicleRelation,
  type VehicleRole,
  vehicleIntentionSchema,
  vehicleRelationSchema,
  vehicleSchema,
} from "./vehicle";
export { normaliseVin, type Vin } from "./vin";
