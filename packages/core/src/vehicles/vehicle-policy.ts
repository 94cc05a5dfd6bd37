import type { VehicleRole } from "../model";

/** What a host decides about persons and cars, as versioned data. */
export interface VehiclePolicy {
  readonly version: string;
  /**
   * Two owners, or two buyers, of one car at one instant: `allow` lets both stand as co-owners (共同所有); `report` lets
   * both stand contested and reports a conflict. Nobody is ever picked.
   */
  readonly coOwners: "allow" | "report";
  /**
   * Whether a later owner (or buyer) ends an earlier one without a transfer: true closes the earlier interval where the
   * later begins; false leaves both, for `coOwners` to judge.
   */
  readonly implicitTransfer: boolean;
  /** Roles that end when the car changes hands, for everybody who does not own it from then on. */
  readonly endWithTransfer: readonly Exclude<VehicleRole, "owner">[];
  /** How long an intention without an end lasts, such as `"90d"`; stating it again renews it. */
  readonly intentionFor: string;
  readonly household: HouseholdPolicy;
  readonly fleet: FleetPolicy;
}

/** Which shared cars make a household. */
export interface HouseholdPolicy {
  /** Persons tied to one car by any of these roles at one instant belong together. */
  readonly roles: readonly VehicleRole[];
  /** A larger group is no household; nobody in it is part of one. */
  readonly maxPersons: number;
  /** A car that more persons had these roles for within the time below is a demo car, taxi or rental: it joins nobody. */
  readonly maxPersonsPerCar: number;
  /** A person with more cars by these roles at one instant is a dealer, a valet or a company: they tie nobody. */
  readonly maxCarsPerPerson: number;
  /** How far to look back from the instant for `maxPersonsPerCar`, such as `"365d"`. */
  readonly within: string;
}

/** Who owns a fleet. */
export interface FleetPolicy {
  /** Cars owned at one instant from which an owner is a fleet. Cars of a fleet join nobody in a household. */
  readonly minCars: number;
}

/**
 * A policy to start from. Every figure is our choice: a family of eight, three months of shopping, five cars before an
 * owner is taken for a company.
 */
export const DEFAULT_VEHICLE_POLICY: VehiclePolicy = {
  version: "1",
  coOwners: "report",
  implicitTransfer: false,
  endWithTransfer: ["buyer", "driver", "familyMember", "repairSender"],
  intentionFor: "90d",
  household: {
    roles: ["owner", "driver", "familyMember"],
    maxPersons: 8,
    maxPersonsPerCar: 6,
    maxCarsPerPerson: 4,
    within: "365d",
  },
  fleet: { minCars: 5 },
};
