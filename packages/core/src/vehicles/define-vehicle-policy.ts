import * as z from "zod";
import {
  boundedList,
  DefinitionError,
  type Issue,
  parseDefinition,
  parseDuration,
  type Result,
  VEHICLE_ROLES,
  type VehicleRole,
} from "../model";
import type { VehiclePolicy } from "./vehicle-policy";

const duration: z.ZodString = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, { error: "must be a duration such as 30d, 12h or 45m" });

const rolesOf = <T extends VehicleRole>(names: readonly T[], min: number): z.ZodType<readonly T[]> =>
  boundedList(z.enum(names), min, names.length).refine((roles) => new Set(roles).size === roles.length, {
    error: "a role is named twice",
  });

const [, ...allButOwner] = VEHICLE_ROLES;

const policySchema: z.ZodType<VehiclePolicy> = z.strictObject({
  version: z.string().min(1).max(100),
  coOwners: z.enum(["allow", "report"]),
  implicitTransfer: z.boolean(),
  endWithTransfer: rolesOf(allButOwner, 0),
  intentionFor: duration,
  household: z.strictObject({
    roles: rolesOf(VEHICLE_ROLES, 1),
    maxPersons: z.int().min(2),
    maxPersonsPerCar: z.int().min(2),
    maxCarsPerPerson: z.int().min(1),
    within: duration,
  }),
  fleet: z.strictObject({ minCars: z.int().min(2) }),
});

/** Every member name a policy knows, for hints. */
const MEMBERS: readonly string[] = (
  "version coOwners implicitTransfer endWithTransfer intentionFor household roles maxPersons maxPersonsPerCar maxCarsPerPerson within " +
  "fleet minCars"
).split(" ");

/**
 * Checks a vehicle policy from outside and says everything that is wrong with it at once.
 *
 * @param input anything, usually parsed JSON
 * @returns the policy, or located issues
 * @example
 * checkVehiclePolicy(DEFAULT_VEHICLE_POLICY).ok; // => true
 * const refused = checkVehiclePolicy({ ...DEFAULT_VEHICLE_POLICY, intentionFor: "3 months", fleet: { minCars: 1 } });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/intentionFor", "/fleet/minCars"]
 */
export const checkVehiclePolicy = (input: unknown): Result<VehiclePolicy, readonly Issue[]> =>
  parseDefinition(policySchema, input, MEMBERS);

/**
 * Declares a vehicle policy.
 *
 * @throws DefinitionError with every issue when the policy is not one
 * @example
 * defineVehiclePolicy({ ...DEFAULT_VEHICLE_POLICY, coOwners: "allow" }).coOwners; // => "allow"
 */
export function defineVehiclePolicy(policy: VehiclePolicy): VehiclePolicy {
  const checked = checkVehiclePolicy(policy);
  if (!checked.ok) throw new DefinitionError("vehicle policy", checked.error);
  return checked.value;
}
