import type { Label } from "@tributary/core";
import { DEFAULT_VEHICLE_POLICY } from "@tributary/core/vehicles";
import type { EventDefinition } from "../../blueprint/definition";
import {
  type IntentionReading,
  PROPERTY_MEMBERS,
  type VehicleReading,
  type VehiclesDefinition,
} from "../../vehicles/definition";

type Statements = { readonly [eventType: string]: readonly VehicleReading[] };

const label = (zh: string, en: string): { readonly label: Label } => ({ label: { zh, en } });
const plate: VehicleReading = { kind: "plate", vin: "vin", ...label("挂此车牌", "Carries this plate") };
const sent: VehicleReading = {
  kind: "claim",
  role: "repairSender",
  for: "1d",
  vin: "vin",
  ...label("送修", "Sent the car in"),
};
const looked: VehicleReading = intention("30d", "看过的车", "Looked at the car");
const asked: VehicleReading = intention("90d", "问过的车", "Asked for the car");

function intention(lasts: string, zh: string, en: string): IntentionReading {
  return { kind: "intention", series: "series", model: "model", for: lasts, ...label(zh, en) };
}

/**
 * A car is its owner's from delivery on: a second delivery of one car is a used car's, and ends what the first began. Who
 * orders is the buyer until the car is somebody else's; who brings a car in is known to have it for that day, and no longer.
 * Looking at a car means something for a month, asking for one for a quarter of a year. Both our choice.
 */
const statements: Statements = {
  vehicleViewed: [looked],
  vehicleCompared: [looked],
  vehicleSaved: [looked],
  configuratorOpened: [looked],
  configuratorSaved: [looked],
  priceListDownloaded: [looked],
  financingCalculated: [looked],
  leadSubmitted: [asked],
  quoteRequested: [asked],
  testDriveBooked: [asked],
  testDriveCompleted: [asked],
  orderPlaced: [{ kind: "claim", role: "buyer", vin: "vin", ...label("下订", "Ordered the car") }],
  vehicleDelivered: [{ kind: "transfer", vin: "vin", ...label("提车", "Took the car over") }, plate],
  serviceBooked: [sent, plate],
  serviceCompleted: [sent, plate],
  insuranceRenewed: [plate],
};

/** What events say of persons and cars, as far as a catalogue's events carry it. */
export function automotiveVehicles(events: readonly EventDefinition[]): VehiclesDefinition {
  const carried = new Map(events.map(({ type, properties }) => [type, properties]));
  const read = Object.entries(statements).flatMap(([type, readings]) => {
    const properties = carried.get(type) ?? {};
    const able = readings.map((reading) => carriedBy(properties, reading)).filter(saysSomething);
    return able.length > 0 ? [[type, able] as const] : [];
  });
  return { policy: { ...DEFAULT_VEHICLE_POLICY, version: "automotive-1" }, statements: Object.fromEntries(read) };
}

/** A reading without the properties that an event does not carry; without a list it may carry anything. */
function carriedBy(properties: EventDefinition["properties"], reading: VehicleReading): VehicleReading {
  if (Object.keys(properties).length === 0) return reading;
  const wanted = PROPERTY_MEMBERS as { readonly [member: string]: string };
  const kept = Object.entries(reading).filter(
    ([member, property]) => !Object.hasOwn(wanted, member) || properties[String(property)] === wanted[member],
  );
  return Object.fromEntries(kept) as unknown as VehicleReading;
}

const saysSomething = (reading: VehicleReading): boolean =>
  reading.kind !== "intention" || reading.series !== undefined || reading.model !== undefined;
