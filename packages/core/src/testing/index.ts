/** Laws, arbitraries and port contracts: what a host runs against its own definitions and adapters. */
export { type IdentityCase, type IdentityCaseOptions, identityCases } from "./identity-evidence";
export { type IdentityHistory, identityHistories } from "./identity-history";
export { identityLaws } from "./identity-laws";
export { type PlainResolution, resolvePlainly } from "./identity-reference";
export { type Law, type LawOptions, law } from "./law";
export { type PartitionScore, type PartitionScores, scorePartition } from "./score-partition";
export { actionsIn, arbitraryActions, arbitraryInstant, arbitraryIntentMatrix } from "./scoring-arbitraries";
export { intentLaws } from "./scoring-laws";
export { type ArrivalSketch, arrivalOf, rememberIds } from "./store-arrival";
export { type StoreCase, storeContract } from "./store-contract";
export { type VehicleCase, type VehicleCaseOptions, vehicleCases } from "./vehicle-evidence";
export { vehicleLaws } from "./vehicle-laws";
export { type PlainTie, relatePlainly } from "./vehicle-reference";
export { generateWorld, type World, type WorldOptions } from "./world";
export { type Dice, worldDice } from "./world-dice";
export type { Ownership } from "./world-people";
export { type WrittenIdentity, type WrittenMapping, type WrittenWorld, writeWorld } from "./world-write";
