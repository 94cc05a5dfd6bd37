import type { Label, VehiclePolicy, VehicleRole } from "@tributary/core";

/**
 * Until when it holds what an event says: up to the instant in a property, or for a fixed time. With neither, or where the
 * event lacks the property, until other evidence ends it; an intention then lasts as long as the policy says.
 *
 * Readings of one role, or of intentions, are best all given an end or none: whoever states an end is taken to know more
 * than whoever states none meanwhile.
 */
export interface Lasting {
  /** A property with the instant in epoch milliseconds. */
  readonly to?: string;
  /** A fixed duration such as `"1d"`. */
  readonly for?: string;
  readonly label?: Label;
}

/** Which cars an event is about: those whose VIN is among its identifiers, and the one that a property names. */
export interface AboutCars {
  /** A property with a VIN. */
  readonly vin?: string;
}

/** The event's person is something to the event's cars from then on. */
export interface ClaimReading extends Lasting, AboutCars {
  readonly kind: "claim";
  readonly role: VehicleRole;
}

/** The event's cars are the event's person's from then on, and nobody else's. */
export interface TransferReading extends AboutCars {
  readonly kind: "transfer";
  readonly label?: Label;
}

/** The event's one car carries the event's one plate from then on; of several, which is on which cannot be told. */
export interface PlateReading extends Lasting, AboutCars {
  readonly kind: "plate";
}

/** The event's person means to buy what the event is about. */
export interface IntentionReading extends Lasting {
  readonly kind: "intention";
  /** Properties with a series and a model, at least one of them; an event that has neither says nothing. */
  readonly series?: string;
  readonly model?: string;
}

/** How an event is read as a statement about persons and cars. */
export type VehicleReading = ClaimReading | TransferReading | PlateReading | IntentionReading;

/** What makes persons and cars related, and by which rules. */
export interface VehiclesDefinition {
  readonly policy: VehiclePolicy;
  /** Event type → how such an event is read, in one way or several. */
  readonly statements: { readonly [eventType: string]: VehicleReading | readonly VehicleReading[] };
}

/** The members of a reading that name a property of the event, and what such a property holds. */
export const PROPERTY_MEMBERS = { vin: "string", series: "string", model: "string", to: "number" } as const;
