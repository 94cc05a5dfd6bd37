import * as z from "zod";
import type { EpochMs } from "./time";
import { isEpochMs } from "./time";
import { normaliseVin } from "./vin";

/** One car. A plate changes hands and cities; the VIN is its key. */
export interface Vehicle {
  readonly vin: string;
  readonly series?: string;
  readonly model?: string;
  readonly plate?: string;
}

/** What a person is to a car: 车主, 驾驶人, 购车人, 家庭成员, 送修人. */
export type VehicleRole = "owner" | "driver" | "buyer" | "familyMember" | "repairSender";

/** A person's role for a car over `[from, to)`; no `to` means still so. */
export interface VehicleRelation {
  readonly vin: string;
  readonly role: VehicleRole;
  readonly from: EpochMs;
  readonly to?: EpochMs;
}

const at: z.ZodNumber = z.number().refine(isEpochMs, { error: "must be an integer number of epoch milliseconds" });
const vin: z.ZodString = z
  .string()
  .refine((text) => normaliseVin(text)?.vin === text, { error: "must be a normalised VIN of 17 characters" });

/** The shape of a {@link Vehicle}. */
export const vehicleSchema: z.ZodType<Vehicle, Vehicle> = z.strictObject({
  vin,
  series: z.string().max(200).exactOptional(),
  model: z.string().max(200).exactOptional(),
  plate: z.string().max(20).exactOptional(),
});

/** The shape of a {@link VehicleRelation}. */
export const vehicleRelationSchema: z.ZodType<VehicleRelation, VehicleRelation> = z.strictObject({
  vin,
  role: z.enum(["owner", "driver", "buyer", "familyMember", "repairSender"]),
  from: at,
  to: at.exactOptional(),
});
