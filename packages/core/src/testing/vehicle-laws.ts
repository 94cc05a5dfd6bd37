import type { VehiclePolicy } from "../vehicles/index";
import type { Law } from "./law";
import { vehicleGroupLaws } from "./vehicle-group-laws";
import { vehicleIntervalLaws } from "./vehicle-interval-laws";
import { vehicleSetLaws } from "./vehicle-set-laws";

/**
 * The laws of the person–car graph, to run on a host's own policy: order, repetition, batching and lateness mean nothing;
 * at most one owner at a time, or co-owners, or a reported conflict; both directions agree; what was known can be replayed.
 *
 * @param policy a policy from `defineVehiclePolicy`
 * @returns laws for any test runner; each tries 100 random cases of evidence by default
 * @example
 * vehicleLaws(DEFAULT_VEHICLE_POLICY).every(({ name }) => name.length > 0); // => true
 */
export const vehicleLaws = (policy: VehiclePolicy): readonly Law[] => [
  ...vehicleSetLaws(policy),
  ...vehicleIntervalLaws(policy),
  ...vehicleGroupLaws(policy),
];
