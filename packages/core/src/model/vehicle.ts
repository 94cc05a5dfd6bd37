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

/** What a person may be to a car, closest first: 车主, 购车人, 驾驶人, 家庭成员, 送修人. */
export const VEHICLE_ROLES: readonly ["owner", "buyer", "driver", "familyMember", "repairSender"] = [
  "owner",
  "buyer",
  "driver",
  "familyMember",
  "repairSender",
];
/** What a person is to a car. */
export type VehicleRole = (typeof VEHICLE_ROLES)[number];

/** A person's role for a car over `[from, to)`; no `to` means still so. */
export interface VehicleRelation {
  readonly vin: string;
  readonly role: VehicleRole;
  readonly from: EpochMs;
  readonly to?: EpochMs;
}

/** A person means to buy (意向) a series or a model over `[from, to)`: there is no car, and so no VIN, yet. */
export interface VehicleIntention {
  readonly role: "intendsToBuy";
  /** At least one of series and model is named. */
  readonly series?: string;
  readonly model?: string;
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
  role: z.enum(VEHICLE_ROLES),
  from: at,
  to: at.exactOptional(),
});

/** The shape of a {@link VehicleIntention}. */
export const vehicleIntentionSchema: z.ZodType<VehicleIntention, VehicleIntention> = z
  .strictObject({
    role: z.literal("intendsToBuy"),
    series: z.string().min(1).max(200).exactOptional(),
    model: z.string().min(1).max(200).exactOptional(),
    from: at,
    to: at.exactOptional(),
  })
  .refine(({ series, model }) => series !== undefined || model !== undefined, {
    error: "an intention names a series, a model or both",
  });
