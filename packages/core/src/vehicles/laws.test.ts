import { describe, it } from "vitest";
import { vehicleLaws } from "../testing/vehicle-laws";
import { defineVehiclePolicy } from "./define-vehicle-policy";
import { DEFAULT_VEHICLE_POLICY, type VehiclePolicy } from "./vehicle-policy";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 40);

const tight: VehiclePolicy = defineVehiclePolicy({
  version: "1",
  coOwners: "allow",
  implicitTransfer: true,
  endWithTransfer: ["driver", "familyMember"],
  intentionFor: "50ms",
  household: { roles: ["owner", "driver"], maxPersons: 2, maxPersonsPerCar: 2, maxCarsPerPerson: 2, within: "40ms" },
  fleet: { minCars: 2 },
});

const policies: readonly (readonly [string, VehiclePolicy])[] = [
  ["the default policy", DEFAULT_VEHICLE_POLICY],
  ["one that takes claims for transfers", { ...DEFAULT_VEHICLE_POLICY, implicitTransfer: true }],
  ["one with co-owners", { ...DEFAULT_VEHICLE_POLICY, coOwners: "allow" }],
  ["one with tight limits", tight],
];

describe.each(policies)("the graph under %s obeys", (_, policy) => {
  it.each(vehicleLaws(policy))("$name", ({ check }) => check({ numRuns: RUNS }));
});
