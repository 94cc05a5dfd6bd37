import { describe, expect, it } from "vitest";
import { VEHICLE_ROLES, vehicleIntentionSchema, vehicleRelationSchema } from "./vehicle";

describe("vehicleRelationSchema", () => {
  it.each(VEHICLE_ROLES)("knows the role %s", (role) => {
    expect(vehicleRelationSchema.safeParse({ vin: "LSVAA4187E2184847", role, from: 0 }).success).toBe(true);
  });

  it.each([
    { vin: "lsvaa4187e2184847", role: "owner", from: 0 },
    { vin: "LSVAA4187E2184847", role: "intendsToBuy", from: 0 },
    { vin: "LSVAA4187E2184847", role: "owner", from: 0.5 },
  ])("refuses %j", (relation) => expect(vehicleRelationSchema.safeParse(relation).success).toBe(false));
});

describe("vehicleIntentionSchema", () => {
  it.each([
    { role: "intendsToBuy", series: "Brook", from: 0 },
    { role: "intendsToBuy", model: "Brook L", from: 0, to: 9 },
  ])("takes %j", (intention) => expect(vehicleIntentionSchema.safeParse(intention).success).toBe(true));

  it.each([
    { role: "intendsToBuy", from: 0 },
    { role: "owner", series: "Brook", from: 0 },
    { role: "intendsToBuy", series: "Brook", vin: "LSVAA4187E2184847", from: 0 },
  ])("refuses %j", (intention) => expect(vehicleIntentionSchema.safeParse(intention).success).toBe(false));
});
