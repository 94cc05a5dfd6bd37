import { type EpochMs, identifierKey } from "@tributary/core/model";
import type { Store } from "@tributary/core/ports";
import { relateVehicles, type VehicleGraph } from "@tributary/core/vehicles";
import { type ReadEvidence, readVehicleEvidence, type Vehicles } from "@tributary/rules/vehicles";
import { readRegion } from "./read-region";
import type { OneIdOrder } from "./resolve-read";

/** Where cars are read from, and as of when. */
export interface CarSource {
  readonly store: Store;
  readonly vehicles: Vehicles;
  readonly oneIdOrder: OneIdOrder;
  readonly now: EpochMs;
}

/**
 * Everything said by `now` of any car. A store finds events by persons and types and not by cars, so this reads every event
 * of a type that speaks of cars: it costs as many as there are, whichever car is asked about.
 */
export async function readCarEvidence({ store, vehicles, now }: CarSource): Promise<ReadEvidence> {
  const ofCars = [...vehicles.readings].filter(([, readings]) => readings.some(({ kind }) => kind !== "intention"));
  const types = ofCars.map(([type]) => type);
  const events = types.length === 0 ? [] : await store.events("all", types);
  return readVehicleEvidence(
    vehicles,
    events.filter(({ at }) => at <= now),
  );
}

/** What is said of persons and some cars. */
export const aboutCars = ({ claims, transfers }: ReadEvidence, vins: ReadonlySet<string>): CarEvidence => ({
  claims: claims.filter(({ vin }) => vins.has(vin)),
  transfers: transfers.filter(({ vin }) => vins.has(vin)),
});

/** What persons are said to be to cars. */
type CarEvidence = Pick<ReadEvidence, "claims" | "transfers">;

/** Relates persons and cars, the persons by OneID: those of the evidence come out as from all evidence. */
export async function relateCars(
  { store, vehicles, oneIdOrder, now }: CarSource,
  evidence: CarEvidence & Partial<Pick<ReadEvidence, "plates">>,
): Promise<VehicleGraph> {
  const persons = [...evidence.claims.map(({ person }) => person), ...evidence.transfers.map((one) => one.newOwner)];
  const keys = [...new Set(persons.map(identifierKey))];
  const { resolution } = await readRegion(store, vehicles.identity, keys, { asOf: now, oneIdOrder });
  return relateVehicles(evidence, vehicles.policy, {
    personOf: (identifier, at) => resolution.personOf(identifier, at)?.oneId,
  });
}
