import type { EpochMs, Identifier, VehicleIntention, VehicleRelation } from "../model";

/** What every statement says about itself. */
export interface Stated {
  /** Idempotency key, one name space for all statements. */
  readonly id: string;
  /** When we learnt it; a statement that comes again was learnt when it first came. */
  readonly knownAt: EpochMs;
  readonly source: string;
  /** The id of a statement this one replaces from its `knownAt` on, for as long as this one is not retracted. */
  readonly corrects?: string;
}

/**
 * A person is something to a car over `[from, to)`. Without a `to` it is still so, until other evidence ends it.
 *
 * The identifier names whoever held it at `from`: a phone that changes hands later takes no car along.
 */
export interface VehicleClaim extends Stated, VehicleRelation {
  readonly person: Identifier;
}

/** A car changes hands at an instant: `newOwner` owns it from then on, and everybody else no longer. */
export interface VehicleTransfer extends Stated {
  readonly vin: string;
  /** Who sold it, where that is known: reported when somebody else owned it. */
  readonly seller?: Identifier;
  readonly newOwner: Identifier;
  readonly at: EpochMs;
}

/** A car carries a plate over `[from, to)`; without a `to`, until the plate or the car is given another. */
export interface PlateClaim extends Stated {
  readonly vin: string;
  readonly plate: string;
  readonly from: EpochMs;
  readonly to?: EpochMs;
}

/** A person means to buy a series or model over `[from, to)`; without a `to`, for as long as the policy says. */
export interface IntentionClaim extends Stated, VehicleIntention {
  readonly person: Identifier;
}

/** A statement that no longer counts, from when that was learnt. To take a retraction back, state it anew. */
export interface VehicleRetraction {
  /** The id of the statement. */
  readonly id: string;
  readonly knownAt: EpochMs;
}

/** Anything that can be said about persons and cars. */
export type VehicleStatement = VehicleClaim | VehicleTransfer | PlateClaim | IntentionClaim;

/** Everything said about persons and cars: a set, in which order and repetition mean nothing. */
export interface VehicleEvidence {
  readonly claims: readonly VehicleClaim[];
  readonly transfers?: readonly VehicleTransfer[];
  readonly plates?: readonly PlateClaim[];
  readonly intentions?: readonly IntentionClaim[];
  readonly retractions?: readonly VehicleRetraction[];
}

export const isTransfer = (one: VehicleStatement): one is VehicleTransfer => "newOwner" in one;
export const isPlateClaim = (one: VehicleStatement): one is PlateClaim => "plate" in one;
export const isIntention = (one: VehicleStatement): one is IntentionClaim =>
  "role" in one && one.role === "intendsToBuy";
