import { describe, expect, it } from "vitest";
import { DefinitionError } from "../model";
import { checkVehiclePolicy, defineVehiclePolicy } from "./define-vehicle-policy";
import { DEFAULT_VEHICLE_POLICY } from "./vehicle-policy";

describe("checkVehiclePolicy", () => {
  it("gives back a policy unchanged", () => {
    expect(checkVehiclePolicy(DEFAULT_VEHICLE_POLICY)).toEqual({ ok: true, value: DEFAULT_VEHICLE_POLICY });
  });

  it("says everything that is wrong at once, with its place and the name that was meant", () => {
    const checked = checkVehiclePolicy({
      version: "",
      coOwners: "maybe",
      implicitTransfer: "yes",
      endWithTransfer: ["owner", "driver", "driver"],
      intentionFor: "3 months",
      household: { roles: [], maxPersons: 1, maxPersonsPerCar: 1.5, maxCarsPerPerson: 0, within: "1y" },
      fleet: { minCars: 1, minCar: 2 },
    });
    expect(checked.ok ? [] : checked.error.map(({ pointer }) => pointer).sort()).toEqual([
      "/coOwners",
      "/endWithTransfer/0",
      "/fleet/minCar",
      "/fleet/minCars",
      "/household/maxCarsPerPerson",
      "/household/maxPersons",
      "/household/maxPersonsPerCar",
      "/household/roles",
      "/household/within",
      "/implicitTransfer",
      "/intentionFor",
      "/version",
    ]);
    expect(checked.ok ? [] : checked.error.flatMap(({ hint }) => hint ?? [])).toEqual(["did you mean minCars?"]);
  });

  it("refuses a role named twice", () => {
    const checked = checkVehiclePolicy({ ...DEFAULT_VEHICLE_POLICY, endWithTransfer: ["driver", "driver"] });
    expect(checked.ok ? [] : checked.error.map(({ pointer }) => pointer)).toEqual(["/endWithTransfer"]);
  });

  it.each([undefined, null, 7, []])("refuses %j", (input) => expect(checkVehiclePolicy(input).ok).toBe(false));
});

describe("defineVehiclePolicy", () => {
  it("throws with every issue", () => {
    expect(() => defineVehiclePolicy({ ...DEFAULT_VEHICLE_POLICY, intentionFor: "soon" })).toThrow(DefinitionError);
  });
});
