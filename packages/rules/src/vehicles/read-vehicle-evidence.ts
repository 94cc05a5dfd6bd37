import {
  blockedReason,
  byCodeUnit,
  type EpochMs,
  type Event,
  type Identifier,
  type IdentityPolicy,
  type IntentionClaim,
  identifierKey,
  normaliseIdentifier,
  normaliseVin,
  type PlateClaim,
  parseDuration,
  type VehicleClaim,
  type VehicleTransfer,
} from "@tributary/core";
import type { Vehicles } from "./define-vehicles";
import type { AboutCars, IntentionReading, Lasting, VehicleReading } from "./definition";

/** What events say of persons and cars: a `VehicleEvidence` with every list. They take nothing back. */
export interface ReadEvidence {
  readonly claims: readonly VehicleClaim[];
  readonly transfers: readonly VehicleTransfer[];
  readonly plates: readonly PlateClaim[];
  readonly intentions: readonly IntentionClaim[];
}

/**
 * Reads events as statements about persons and cars, by the rules of a blueprint: what `relateVehicles` takes.
 *
 * The person is the strongest person identifier on the event, by the policy's order of types, of those that may join
 * somebody. An event that lacks what its reading needs (a person, a car, a plate, a target) says nothing. An instant in a
 * property is passed on as it is: `relateVehicles` refuses what is none.
 *
 * A statement has the id of its event, with the VIN behind it where the event is about several cars, and the place of the
 * reading where it is not the first. A plain event does not tell when it came in, so `knownAt` is when it happened:
 * a sale that is heard of late is known from its own day on.
 *
 * @param vehicles a blueprint's; without it nothing is said
 * @param events in any order; repeated ones change nothing
 * @example
 * const { vehicles } = automotive();
 * const ids = [{ type: "phone", value: "139 1234 5678" }, { type: "vin", value: "LSVAA4187E2184847" }];
 * const event = { id: "e1", type: "vehicleDelivered", at: 10, ids, properties: {}, source: "dms" };
 * const { transfers } = readVehicleEvidence(vehicles, [event]);
 * transfers.map(({ vin, newOwner, at }) => [vin, newOwner.value, at]); // => [["LSVAA4187E2184847", "+8613912345678", 10]]
 */
export function readVehicleEvidence(vehicles: Vehicles | undefined, events: readonly Event[]): ReadEvidence {
  const said: Lists = { claims: [], transfers: [], plates: [], intentions: [] };
  if (!vehicles) return said;
  const types = typesIn(vehicles.identity);
  for (const event of events) {
    const readings = vehicles.readings.get(event.type);
    if (!readings) continue;
    const seen = seenOn(event, types);
    for (const [place, reading] of readings.entries()) {
      read(reading, seen, place, said);
    }
  }
  return said;
}

interface Lists extends ReadEvidence {
  readonly claims: VehicleClaim[];
  readonly transfers: VehicleTransfer[];
  readonly plates: PlateClaim[];
  readonly intentions: IntentionClaim[];
}

/** An event, and whom and what its identifiers name. */
interface Seen {
  readonly event: Event;
  readonly person: Identifier | undefined;
  readonly vins: readonly string[];
  readonly plates: readonly string[];
}

/** What each type of identifier names. */
interface Types {
  readonly identity: IdentityPolicy;
  /** Types that join persons, strongest first. */
  readonly persons: readonly string[];
  readonly vins: ReadonlySet<string>;
  readonly plates: ReadonlySet<string>;
}

function typesIn(identity: IdentityPolicy): Types {
  const named = (types: IdentityPolicy["types"]): readonly string[] => types.map(({ type }) => type);
  const cars = identity.types.filter(({ of }) => of === "vehicle");
  return {
    identity,
    persons: named(identity.types.filter(({ of, merge }) => of !== "vehicle" && merge !== false)),
    vins: new Set(named(cars.filter(({ normalise }) => normalise === "vin"))),
    plates: new Set(named(cars.filter(({ normalise }) => normalise === "plate"))),
  };
}

function seenOn(event: Event, types: Types): Seen {
  const persons: Identifier[] = [];
  const vins = new Set<string>();
  const plates = new Set<string>();
  for (const raw of event.ids) {
    const normalised = normaliseIdentifier(raw, types.identity);
    if (!normalised.ok) continue;
    const { type, value } = normalised.value;
    if (types.vins.has(type)) vins.add(value);
    else if (types.plates.has(type)) plates.add(value);
    else persons.push(normalised.value);
  }
  return { event, person: strongest(persons, types), vins: [...vins], plates: [...plates] };
}

function strongest(ids: readonly Identifier[], { persons, identity }: Types): Identifier | undefined {
  const rank = ({ type }: Identifier): number => persons.indexOf(type);
  return ids
    .filter((id) => rank(id) >= 0 && !blockedReason(id, identity))
    .sort((a, b) => rank(a) - rank(b) || byCodeUnit(identifierKey(a), identifierKey(b)))[0];
}

function read(reading: VehicleReading, seen: Seen, place: number, said: Lists): void {
  const { event, person } = seen;
  const { at, source } = event;
  if (reading.kind === "intention") {
    const target = targetOf(event, reading);
    if (!person || !target) return;
    const id = statementId(event.id, undefined, place);
    const span = { from: at, ...endOf(event, reading) };
    said.intentions.push({ id, role: "intendsToBuy", ...target, person, ...span, knownAt: at, source });
    return;
  }
  const vins = vinsOf(seen, reading);
  for (const vin of vins) {
    const stated = { id: statementId(event.id, vins.length > 1 ? vin : undefined, place), vin, knownAt: at, source };
    if (reading.kind === "plate") {
      const [plate, another] = seen.plates;
      if (plate === undefined || another !== undefined || vins.length > 1) return;
      said.plates.push({ ...stated, plate, from: at, ...endOf(event, reading) });
    } else if (!person) return;
    else if (reading.kind === "transfer") said.transfers.push({ ...stated, newOwner: person, at });
    else said.claims.push({ ...stated, role: reading.role, person, from: at, ...endOf(event, reading) });
  }
}

/** What stands between the parts of a statement's id. */
const SEPARATOR = "#";

/** Unique as events' ids are: where one has the separator itself, an empty part is always behind it. */
const statementId = (id: string, vin: string | undefined, place: number): string =>
  [id, ...(id.includes(SEPARATOR) ? [""] : []), ...(vin ? [vin] : []), ...(place > 0 ? [place] : [])].join(SEPARATOR);

/** The VINs among the identifiers, and that of a property where it is one. */
function vinsOf({ event, vins }: Seen, { vin: property }: AboutCars): readonly string[] {
  const named = normaliseVin(textIn(event, property) ?? "")?.vin;
  return named === undefined || vins.includes(named) ? vins : [...vins, named];
}

function targetOf(
  event: Event,
  reading: IntentionReading,
): { readonly series?: string; readonly model?: string } | undefined {
  const [series, model] = [textIn(event, reading.series), textIn(event, reading.model)];
  if (series === undefined && model === undefined) return undefined;
  return { ...(series !== undefined && { series }), ...(model !== undefined && { model }) };
}

function endOf(event: Event, { to, for: lasts }: Lasting): { readonly to?: EpochMs } {
  if (lasts !== undefined) return { to: event.at + (parseDuration(lasts) as number) };
  const end = to === undefined ? undefined : propertyOf(event, to);
  return end === undefined || end === null ? {} : { to: end as EpochMs };
}

/** The text in a property, where there is one. */
function textIn(event: Event, property: string | undefined): string | undefined {
  const value = property === undefined ? undefined : propertyOf(event, property);
  return typeof value === "string" && value !== "" ? value : undefined;
}

const propertyOf = ({ properties }: Event, property: string): unknown =>
  Object.hasOwn(properties, property) ? properties[property] : undefined;
