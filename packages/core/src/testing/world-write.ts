import { byCodeUnit, type Event, hash53, type Identifier, type Json } from "../model";
import type { World } from "./world";

/** An identifier type and scope, as a decoder's options name it. */
export interface WrittenIdentity {
  readonly type: string;
  readonly scope?: string;
}

/** A world written in three formats, and what their decoders need to be told to read it back. */
export interface WrittenWorld {
  /** One Sensors record per line. */
  readonly sensors: readonly string[];
  /** One Segment message per line. */
  readonly segment: readonly string[];
  /** A CSV text with a header. */
  readonly csv: string;
  readonly options: {
    readonly sensors: {
      readonly source: string;
      readonly events: Readonly<Record<string, string>>;
      readonly identities: Readonly<Record<string, WrittenIdentity>>;
    };
    readonly segment: {
      readonly source: string;
      readonly events: Readonly<Record<string, string>>;
      readonly anonymousId: false;
      readonly externalIds: Readonly<Record<string, WrittenIdentity>>;
    };
    readonly csv: WrittenMapping;
  };
}

/** The CSV mapping of a written world. */
export interface WrittenMapping {
  readonly source: string;
  readonly id: readonly string[];
  readonly type: { readonly column: string; readonly values: Readonly<Record<string, string>> };
  readonly at: { readonly column: string; readonly format: "epochMs" };
  readonly ids: readonly (WrittenIdentity & { readonly column: string })[];
  readonly properties: Readonly<
    Record<string, { readonly column: string; readonly type: "string" | "number" | "boolean" }>
  >;
}

/**
 * Writes every event of a world three times, as Sensors records, as Segment messages and as CSV.
 *
 * Decoded with the `options` beside them, Segment and CSV give back the events as they were, and Sensors the same with an
 * id of its own (a hash, as its records have none), all in the same order.
 *
 * @example
 * const { sensors, segment, csv } = writeWorld(generateWorld({ seed: 1, persons: 5 }));
 * [segment.length, csv.trimEnd().split("\n").length - 1].every((count) => count === sensors.length); // => true
 */
export function writeWorld(world: World): WrittenWorld {
  const { events } = world;
  const identities = identityColumns(events);
  const types = Object.fromEntries(distinct(events.map(({ type }) => type)).map((type) => [type, type]));
  const mapping = csvMapping(events, identities, types);
  const source = "world";
  return {
    sensors: events.map((event) => JSON.stringify(sensorsRecord(event))),
    segment: events.map((event) => JSON.stringify(segmentMessage(event))),
    csv: csvText(events, mapping),
    options: {
      sensors: { source, events: types, identities },
      segment: { source, events: types, anonymousId: false, externalIds: identities },
      csv: mapping,
    },
  };
}

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)].sort(byCodeUnit);

/** `type`, or `type_scope`: how an identifier's kind is named in every format. */
const columnOf = ({ type, scope }: Identifier): string => (scope === undefined ? type : `${type}_${scope}`);

function identityColumns(events: readonly Event[]): Readonly<Record<string, WrittenIdentity>> {
  const found = new Map<string, WrittenIdentity>();
  for (const { ids } of events) {
    for (const id of ids)
      found.set(columnOf(id), id.scope === undefined ? { type: id.type } : { type: id.type, scope: id.scope });
  }
  return Object.fromEntries(
    distinct([...found.keys()]).map((column) => [column, found.get(column) as WrittenIdentity]),
  );
}

const sensorsRecord = ({ id, type, at, ids, properties }: Event): Json => ({
  ...(type === "traitsSet" ? { type: "profile_set" } : { type: "track", event: type }),
  time: at,
  distinct_id: ids[0]?.value ?? "",
  identities: Object.fromEntries(ids.map((identifier) => [columnOf(identifier), identifier.value])),
  _track_id: hash53(id),
  properties,
});

const segmentMessage = ({ id, type, at, ids, properties }: Event): Json => ({
  ...(type === "traitsSet" ? { type: "identify", traits: properties } : { type: "track", event: type, properties }),
  messageId: id,
  anonymousId: id,
  timestamp: new Date(at).toISOString(),
  context: {
    externalIds: ids.map((identifier) => ({
      id: identifier.value,
      type: columnOf(identifier),
      collection: "users",
      encoding: "none",
    })),
  },
});

function csvMapping(
  events: readonly Event[],
  identities: Readonly<Record<string, WrittenIdentity>>,
  values: Readonly<Record<string, string>>,
): WrittenMapping {
  const properties: Record<string, { column: string; type: "string" | "number" | "boolean" }> = {};
  for (const name of distinct(events.flatMap((event) => Object.keys(event.properties)))) {
    const sample = events.find((event) => Object.hasOwn(event.properties, name))?.properties[name];
    const type = typeof sample === "number" || typeof sample === "boolean" ? typeof sample : "string";
    properties[name] = { column: `property_${name}`, type: type as "string" | "number" | "boolean" };
  }
  return {
    source: "world",
    id: ["id"],
    type: { column: "type", values },
    at: { column: "at", format: "epochMs" },
    ids: Object.entries(identities).map(([column, identity]) => ({ column: `id_${column}`, ...identity })),
    properties,
  };
}

function csvText(events: readonly Event[], { ids, properties }: WrittenMapping): string {
  const names = Object.entries(properties);
  const header = ["id", "type", "at", ...ids.map(({ column }) => column), ...names.map(([, { column }]) => column)];
  const rows = events.map((event) => {
    const values = new Map(event.ids.map((id) => [`id_${columnOf(id)}`, id.value]));
    return [
      event.id,
      event.type,
      String(event.at),
      ...ids.map(({ column }) => values.get(column) ?? ""),
      ...names.map(([name]) => String(event.properties[name] ?? "")),
    ];
  });
  return `${[header, ...rows].map((row) => row.map(csvCell).join(",")).join("\n")}\n`;
}

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
