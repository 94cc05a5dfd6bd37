/** OneID: evidence becomes persons. */
export type { Evidence, LinkOverride, Name, NameLedger, Observation, Sighting } from "./evidence";
export {
  type AsOf,
  type IdentifierType,
  type IdentityPolicy,
  type Normaliser,
  STRENGTHS,
  type Strength,
} from "./policy";
