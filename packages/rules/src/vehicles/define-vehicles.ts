import { DefinitionError, type IdentityPolicy, type VehiclePolicy } from "@tributary/core";
import { checkVehicles } from "./check-vehicles";
import type { VehicleReading, VehiclesDefinition } from "./definition";

/** How events are read as statements about persons and cars, ready to read. */
export interface Vehicles {
  readonly definition: VehiclesDefinition;
  readonly policy: VehiclePolicy;
  /** Event type → how such an event is read. */
  readonly readings: ReadonlyMap<string, readonly VehicleReading[]>;
  /** Says which identifiers are of persons, which the strongest, and how they are spelt. */
  readonly identity: IdentityPolicy;
}

/**
 * Declares how events are read as statements about persons and cars.
 *
 * @param options.identity the policy of identity by which persons are told
 * @throws DefinitionError with every issue when the definition is not one
 * @example
 * const { identity } = automotive();
 * const statements = { serviceCompleted: { kind: "claim", role: "repairSender", for: "1d" } } as const;
 * defineVehicles({ policy: DEFAULT_VEHICLE_POLICY, statements }, { identity }).readings.size; // => 1
 */
export function defineVehicles(
  definition: VehiclesDefinition,
  { identity }: { readonly identity: IdentityPolicy },
): Vehicles {
  const checked = checkVehicles(definition);
  if (!checked.ok) throw new DefinitionError("vehicles", checked.error);
  const { policy, statements } = checked.value;
  const readings = Object.entries(statements).map(([type, read]) => [type, [read].flat()] as const);
  return { definition: checked.value, policy, readings: new Map(readings), identity };
}
