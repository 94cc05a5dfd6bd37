/** OneID: evidence becomes persons. */
export { applyPersonDiff } from "./apply-person-diff";
export { type BlockedReason, blockedReason } from "./blocked-reason";
export type { ChangeReason } from "./change-reason";
export { type Crowd, type HubReader, readHubs } from "./crowd";
export { checkPolicy, definePolicy } from "./define-policy";
export { describeDiff, type PersonChanges } from "./describe-diff";
export { diffPersons, type MovedIdentifier, type PersonDiff, type PersonsByName, type Redirect } from "./diff-persons";
export { diffPolicies, type PolicyChange } from "./diff-policies";
export { type DrawOptions, drawReport } from "./draw-report";
export { EPOCH_SEPARATOR, type Epoch, type EpochCause, endedKey, readEndedKey } from "./epoch";
export { type Erasure, eraseIdentifiers, type Inheritance, inheritanceOf } from "./erase-identifiers";
export type {
  EpochCut,
  Evidence,
  LinkOverride,
  Name,
  NameLedger,
  Observation,
  Sighting,
  Tombstone,
  Tombstones,
} from "./evidence";
export {
  createIdentityGraph,
  type GraphDecisions,
  type IdentityGraph,
  type IdentityGraphOptions,
} from "./identity-graph";
export { LEAF_SEPARATOR, type Leaf, leafKey, leafOf } from "./leaf-of";
export { ONE_ID_PREFIX } from "./name-persons";
export { type NameTable, nameTable } from "./name-table";
export { normaliseIdentifier } from "./normalise-identifier";
export type {
  Associated,
  BorderEdge,
  Handover,
  LimitUse,
  PersonReport,
  Withheld,
} from "./person-report";
export {
  type AsOf,
  type IdentifierType,
  type IdentityPolicy,
  type Normaliser,
  STRENGTHS,
  type Strength,
} from "./policy";
export { type BeforeAndAfter, type PolicyPreview, type PreviewOptions, previewPolicy } from "./preview-policy";
export { type RedirectChange, type RedirectsOptions, redirects, type StandingRedirect } from "./redirects";
export type { Blocked, Conflict, Edge, Hub, RefusedEdge, Resolution, WhyNot, Witness } from "./resolution";
export { type ResolveOptions, resolve } from "./resolve";
export { type ResolveSightingsOptions, resolveSightings, type SightingEvidence } from "./resolve-sightings";
export { type Run, type Splits, splitRuns, splitsFor } from "./splits";
export type { Parts, Suggestion, SuggestOptions } from "./suggestion";
export { type SumUpOptions, sumUp } from "./sum-up";
