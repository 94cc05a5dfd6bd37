/** Persons and cars in a blueprint: how events are read as statements about them, as data. */
export { checkVehicles } from "./check-vehicles";
export { defineVehicles, type Vehicles } from "./define-vehicles";
export type {
  AboutCars,
  ClaimReading,
  IntentionReading,
  Lasting,
  PlateReading,
  TransferReading,
  VehicleReading,
  VehiclesDefinition,
} from "./definition";
export { type ReadEvidence, readVehicleEvidence } from "./read-vehicle-evidence";
