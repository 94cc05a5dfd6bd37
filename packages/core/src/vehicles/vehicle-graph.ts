import type { EpochMs, Identifier, VehicleRole } from "../model";
import type { StatementIssue } from "./check-statement";
import type { IntentionClaim, PlateClaim, VehicleClaim, VehicleTransfer } from "./vehicle-evidence";

/** As known at an instant: what was learnt later is not looked at. All that is known where left out. */
export interface KnownAt {
  readonly knownAt?: EpochMs;
}

/** What was true at one instant, as known at another. */
export interface ValidAt extends KnownAt {
  readonly validAt: EpochMs;
}

/** A person by OneID, or by the key of an identifier where it is nobody's whom the resolution knows. */
export type PersonName = string;

/** What a person is to a car over `[from, to)`, and what says so. */
export interface VehicleInterval {
  readonly vin: string;
  readonly person: PersonName;
  readonly role: VehicleRole;
  readonly from: EpochMs;
  /** Absent while nothing ends it. */
  readonly to?: EpochMs;
  /** Somebody else is as good an owner (or buyer) all the while: see the graph's conflicts. */
  readonly contested: boolean;
  /** The statements it rests on, in code-unit order of ids. */
  readonly because: readonly (VehicleClaim | VehicleTransfer)[];
  /** The statements that end it at `to`; none where it only begins or stops to be contested there. */
  readonly endedBy: readonly (VehicleClaim | VehicleTransfer)[];
}

/** A car's plate over `[from, to)`. */
export interface PlateInterval {
  readonly plate: string;
  readonly vin: string;
  readonly from: EpochMs;
  readonly to?: EpochMs;
  /** The plate is said to be on another car too, or the car to carry another. */
  readonly contested: boolean;
  readonly because: readonly PlateClaim[];
  readonly endedBy: readonly PlateClaim[];
}

/** What somebody means to buy: a series, a model, or a model of a series. */
export interface IntentionTarget {
  readonly series?: string;
  readonly model?: string;
}

/** A person's intention to buy over `[from, to)`. */
export interface IntentionInterval extends IntentionTarget {
  readonly person: PersonName;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly because: readonly IntentionClaim[];
  /** None where it lapses because nobody renewed it. */
  readonly endedBy: readonly IntentionClaim[];
}

/** Persons tied together by the cars they share at an instant. */
export interface Household {
  /** At least two, in code-unit order. */
  readonly persons: readonly PersonName[];
  /** The cars that tie them, in code-unit order. */
  readonly vins: readonly string[];
  /** What they are to those cars. */
  readonly because: readonly VehicleInterval[];
}

/** Shared cars that made no household, and why not. */
export type HouseholdRefusal =
  | { readonly code: "fleet-car"; readonly vin: string; readonly fleets: readonly PersonName[] }
  | { readonly code: "max-persons-per-car"; readonly vin: string; readonly persons: number; readonly limit: number }
  | {
      readonly code: "max-cars-per-person";
      readonly person: PersonName;
      readonly vins: readonly string[];
      readonly limit: number;
    }
  | {
      readonly code: "max-persons";
      readonly vins: readonly string[];
      readonly persons: readonly PersonName[];
      readonly limit: number;
    };

/** Who belongs together at an instant, and what was kept from tying persons together. */
export interface Households {
  /** No person is in two; ordered by their first persons. */
  readonly households: readonly Household[];
  readonly refused: readonly HouseholdRefusal[];
}

/** An owner of many cars at an instant: a company, a dealer, a rental. */
export interface Fleet {
  readonly person: PersonName;
  readonly vins: readonly string[];
  /** Those of the cars that somebody else is said to own, too. */
  readonly contested: readonly string[];
}

/** Evidence that contradicts itself. Everything it says stands meanwhile, marked as contested. */
export type VehicleConflict =
  | { readonly code: "statement"; readonly id: string }
  | {
      readonly code: "owners" | "buyers";
      readonly vin: string;
      readonly persons: readonly PersonName[];
      readonly from: EpochMs;
      readonly to?: EpochMs;
      readonly because: readonly (VehicleClaim | VehicleTransfer)[];
    }
  | {
      /** Somebody sold what others owned. The car changed hands all the same. */
      readonly code: "seller";
      readonly vin: string;
      readonly at: EpochMs;
      readonly seller: PersonName;
      readonly owners: readonly PersonName[];
      readonly transfer: VehicleTransfer;
    }
  | {
      readonly code: "plates";
      readonly plates: readonly string[];
      readonly vins: readonly string[];
      readonly from: EpochMs;
      readonly to?: EpochMs;
      readonly because: readonly PlateClaim[];
    };

/** Persons and cars over time. The same to the byte for the same evidence, in any order. */
export interface VehicleGraph {
  /** What a person is to which cars, by VIN and role. A name is taken as it is; an identifier names who holds it then. */
  carsOf(person: PersonName | Identifier, at: ValidAt): readonly VehicleInterval[];
  /** Who is what to a car, by role and name. */
  personsOf(vin: string, at: ValidAt): readonly VehicleInterval[];
  /** Every ownership of a car, the earliest first, with what began and ended it. */
  ownersHistory(vin: string, known?: KnownAt): readonly VehicleInterval[];
  /** Everything persons were to a car, by role, name and time. */
  history(vin: string, known?: KnownAt): readonly VehicleInterval[];
  /** The car that carries a plate; `undefined` where none does, or where it is contested. */
  vinOf(plate: string, at: ValidAt): string | undefined;
  /** The plates of a car: more than one, or one that other cars carry too, is contested. */
  platesOf(vin: string, at: ValidAt): readonly PlateInterval[];
  /** What a person means to buy, by series and model. */
  intentionsOf(person: PersonName | Identifier, at: ValidAt): readonly IntentionInterval[];
  /** Who means to buy exactly this series and model, by name. A target that names only a series takes any model of it. */
  intendersOf(target: IntentionTarget, at: ValidAt): readonly IntentionInterval[];
  households(at: ValidAt): Households;
  /** Owners of at least the policy's number of cars, by name. */
  fleets(at: ValidAt): readonly Fleet[];
  /** Contradicted statements by id, then what cars contradict by VIN and time, then plates. */
  conflicts(known?: KnownAt): readonly VehicleConflict[];
  /** The next instant after `validAt` at which a person's cars or intentions can differ; `undefined` if never. */
  nextChange(person: PersonName | Identifier, at: ValidAt): EpochMs | undefined;
  /** Statements that cannot be used, in code-unit order of ids. */
  readonly refused: readonly StatementIssue[];
  /** Statements worth a second look, likewise. */
  readonly warnings: readonly StatementIssue[];
}
