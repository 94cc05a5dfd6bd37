import type { Resolution } from "@tributary/core/identity";
import type { Event } from "@tributary/core/model";
import { type IntentionInterval, relateVehicles, type VehicleInterval } from "@tributary/core/vehicles";
import { readVehicleEvidence, type Vehicles } from "@tributary/rules/vehicles";
import { aboutCars, type CarSource, readCarEvidence, relateCars } from "./relate-cars";

/** What a person is to which cars at a moment, and what they mean to buy. */
export interface PersonCars {
  /** By VIN and role, with the statements behind; empty where the blueprint has no `vehicles`. */
  readonly vehicles: readonly VehicleInterval[];
  /** By series and model, likewise. */
  readonly intentions: readonly IntentionInterval[];
}

/**
 * Reads a person's cars and intentions as from everything that is known.
 *
 * Intentions are in the person's own events. Cars need what others say of the same cars, and only for who was ever
 * something to one: see {@link readCarEvidence} for what that costs.
 *
 * @param events all of the person's own
 */
export async function personCars(
  source: Omit<CarSource, "vehicles"> & { readonly vehicles: Vehicles | undefined },
  oneId: string,
  { resolution, events }: { readonly resolution: Resolution; readonly events: readonly Event[] },
): Promise<PersonCars> {
  const { vehicles, now } = source;
  if (!vehicles) return { vehicles: [], intentions: [] };
  const own = readVehicleEvidence(
    vehicles,
    events.filter(({ at }) => at <= now),
  );
  const graph = relateVehicles(own, vehicles.policy, {
    personOf: (identifier, at) => resolution.personOf(identifier, at)?.oneId,
  });
  const intentions = graph.intentionsOf(oneId, { validAt: now });
  const vins = new Set([...own.claims, ...own.transfers].map(({ vin }) => vin));
  if (vins.size === 0) return { vehicles: [], intentions };
  const from = { ...source, vehicles };
  const cars = await relateCars(from, aboutCars(await readCarEvidence(from), vins));
  return { vehicles: cars.carsOf(oneId, { validAt: now }), intentions };
}
