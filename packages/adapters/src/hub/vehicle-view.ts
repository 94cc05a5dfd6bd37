import { type IdentityPolicy, normaliseIdentifier } from "@tributary/core/identity";
import { type Identifier, normalisePlate, normaliseVin } from "@tributary/core/model";
import {
  type PlateInterval,
  relateVehicles,
  type StatementIssue,
  type VehicleConflict,
  type VehicleInterval,
} from "@tributary/core/vehicles";
import type { Blueprint } from "@tributary/rules/blueprint";
import type { ReadEvidence } from "@tributary/rules/vehicles";
import { aboutCars, type CarSource, readCarEvidence, relateCars } from "./relate-cars";

/** One car from all sides at a moment, with the statements behind; persons by OneID. */
export interface VehicleView {
  readonly vin: string;
  /** More than one, or one that other cars carry too, is contested. */
  readonly plates: readonly PlateInterval[];
  /** Who is what to the car, by role and name. */
  readonly persons: readonly VehicleInterval[];
  /** Every ownership up to the moment, the earliest first. */
  readonly owners: readonly VehicleInterval[];
  /** What events said of the car that contradicts itself. */
  readonly conflicts: readonly VehicleConflict[];
  /** What they said that cannot be used, such as an end before its beginning. */
  readonly refused: readonly StatementIssue[];
}

/** Reads one car, by its VIN or plate; `undefined` where no event by then said anything of such a car. */
export async function viewVehicle(
  which: Identifier | string,
  { blueprint, ...source }: Omit<CarSource, "vehicles"> & { readonly blueprint: Blueprint },
): Promise<VehicleView | undefined> {
  const { identity, vehicles } = blueprint;
  const asked = readCarName(which, identity);
  if (!asked || !vehicles) return undefined;
  const validAt = source.now;
  const from = { ...source, vehicles };
  const said = await readCarEvidence(from);
  const vin = "vin" in asked ? asked.vin : vinOf(asked.plate, said, from);
  const own = [...said.claims, ...said.transfers, ...said.plates].filter((one) => one.vin === vin);
  if (vin === undefined || own.length === 0) return undefined;
  const graph = await relateCars(from, { ...aboutCars(said, new Set([vin])), plates: said.plates });
  const ids = new Set(own.map(({ id }) => id));
  return {
    vin,
    plates: graph.platesOf(vin, { validAt }),
    persons: graph.personsOf(vin, { validAt }),
    owners: graph.ownersHistory(vin),
    conflicts: graph.conflicts().filter((conflict) => isAbout(conflict, vin)),
    refused: graph.refused.filter(({ id }) => ids.has(id)),
  };
}

/** The one car that carries a plate. */
const vinOf = (plate: string, { plates }: ReadEvidence, { vehicles, now }: CarSource): string | undefined =>
  relateVehicles({ claims: [], plates }, vehicles.policy, { personOf: () => undefined }).vinOf(plate, { validAt: now });

const isAbout = (conflict: VehicleConflict, vin: string): boolean =>
  "vins" in conflict ? conflict.vins.includes(vin) : "vin" in conflict && conflict.vin === vin;

/** The VIN or plate somebody means; `undefined` where the text is neither, or none of its type. */
function readCarName(
  which: Identifier | string,
  identity: IdentityPolicy,
): { readonly vin: string } | { readonly plate: string } | undefined {
  if (typeof which === "string") {
    const [vin, plate] = [normaliseVin(which)?.vin, normalisePlate(which)];
    return vin !== undefined ? { vin } : plate !== undefined ? { plate } : undefined;
  }
  if (typeof which?.type !== "string" || typeof which.value !== "string") {
    throw new TypeError(`which must be an identifier, a VIN or a plate, got ${which === null ? "null" : typeof which}`);
  }
  const known = identity.types.find(({ type }) => type === which.type);
  if (known?.of !== "vehicle" || (known.normalise !== "vin" && known.normalise !== "plate")) {
    throw new RangeError(`which must be a VIN or a plate, got an identifier of type ${JSON.stringify(which.type)}`);
  }
  const normalised = normaliseIdentifier(which, identity);
  if (!normalised.ok) return undefined;
  const { value } = normalised.value;
  return known.normalise === "vin" ? { vin: value } : { plate: value };
}
