/** Persons and cars over time: evidence becomes a graph of who is what to which car. */
export type { StatementIssue } from "./check-statement";
export { checkVehiclePolicy, defineVehiclePolicy } from "./define-vehicle-policy";
export { type RelateOptions, relateVehicles } from "./relate-vehicles";
export type {
  IntentionClaim,
  PlateClaim,
  Stated,
  VehicleClaim,
  VehicleEvidence,
  VehicleRetraction,
  VehicleStatement,
  VehicleTransfer,
} from "./vehicle-evidence";
export type {
  Fleet,
  Household,
  HouseholdRefusal,
  Households,
  IntentionInterval,
  IntentionTarget,
  KnownAt,
  PersonName,
  PlateInterval,
  ValidAt,
  VehicleConflict,
  VehicleGraph,
  VehicleInterval,
} from "./vehicle-graph";
export { DEFAULT_VEHICLE_POLICY, type FleetPolicy, type HouseholdPolicy, type VehiclePolicy } from "./vehicle-policy";
