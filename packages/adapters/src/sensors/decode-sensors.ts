import {
  canonicalJson,
  hashHex,
  type Issue,
  isTimeZone,
  type Json,
  nearestName,
  ok,
  type RESERVED_EVENT_TYPES,
  type Result,
  refuse,
} from "@tributary/core";
import type { Decoded, DecodedItem } from "@tributary/core/ports";
import {
  type DecodeRecord,
  decodedEvent,
  decodeJson,
  decodeJsonStream,
  locate,
  refusedItem,
  trackedType,
} from "../decode/index";
import type { SensorsOptions } from "./options";
import { type KnownIdentities, knownIdentities, readIds } from "./read-ids";
import { readProperties } from "./read-properties";
import { checkRecord, type SensorsRecord } from "./record";

/**
 * Decodes Sensors Analytics (神策) records: JSON lines, one JSON array, or records already parsed.
 *
 * `track` becomes an event of its name; `track_signup` and `track_id_bind` become `idsLinked`, `track_id_unbind`
 * `idsUnlinked`; `profile_set`, `profile_set_once`, `profile_increment`, `profile_append` the `traits…` events, and
 * `profile_unset` a `traitsSet` of nulls. `item_set`, `item_delete` and `profile_delete` speak of no person's doing and
 * are refused as `not-a-person-event`, for the host to handle. The event id is the hash of project, type, distinct_id,
 * time, event, `_track_id` and properties.
 *
 * @throws RangeError when `options.zone` is no IANA zone
 * @example
 * const line = '{"type":"track","time":1760000000000,"distinct_id":"u1","login_id":"u1","event":"LeadSubmit","properties":{}}';
 * const [lead] = decodeSensors(line, { events: { LeadSubmit: "leadSubmitted" } });
 * lead?.result.ok ? [lead.result.value.type, lead.result.value.ids] : lead;
 * // => ["leadSubmitted", [{ type: "loginId", value: "u1" }]]
 * decodeSensors('{"type":"track","time":1760000000}')[0]?.result.ok; // => false
 */
export function decodeSensors(input: string | readonly unknown[], options: SensorsOptions = {}): readonly Decoded[] {
  return decodeJson(input, recordDecoder(options));
}

/**
 * Decodes Sensors Analytics JSON lines that arrive in pieces of text, cut anywhere, like {@link decodeSensors}; holds one
 * line in memory.
 *
 * @param chunks pieces of text, such as `createReadStream(path, "utf8")`
 * @throws RangeError when `options.zone` is no IANA zone
 * @example
 * const line = '{"type":"track","time":1760000000000,"distinct_id":"u1","event":"LeadSubmit","properties":{}}';
 * const chunks = (async function* () { yield line.slice(0, 9); yield `${line.slice(9)}\n{`; })();
 * const read: unknown[] = [];
 * for await (const { line, result } of decodeSensorsStream(chunks)) read.push([line, result.ok ? result.value.type : "refused"]);
 * read; // => [[1, "LeadSubmit"], [2, "refused"]]
 */
export function decodeSensorsStream(
  chunks: AsyncIterable<string>,
  options: SensorsOptions = {},
): AsyncGenerator<Decoded, void, undefined> {
  return decodeJsonStream(chunks, recordDecoder(options));
}

/** Our type for every record type that is not an event of its own name. */
const TYPES: Readonly<Record<string, (typeof RESERVED_EVENT_TYPES)[number]>> = {
  track_signup: "idsLinked",
  track_id_bind: "idsLinked",
  track_id_unbind: "idsUnlinked",
  profile_set: "traitsSet",
  profile_set_once: "traitsSetOnce",
  profile_increment: "traitsIncremented",
  profile_append: "traitsAppended",
  profile_unset: "traitsSet",
};
const NOT_OF_A_PERSON: readonly string[] = ["item_set", "item_delete", "profile_delete"];

function recordDecoder(options: SensorsOptions): DecodeRecord {
  const { zone = "Asia/Shanghai" } = options;
  if (!isTimeZone(zone)) throw new RangeError(`options.zone must be an IANA time zone, got ${JSON.stringify(zone)}`);
  const known = knownIdentities(options);
  return (input) => {
    const checked = checkRecord(input);
    return [checked.ok ? decodeRecord(checked.value, known, options) : refusedItem(checked.error)];
  };
}

function decodeRecord(record: SensorsRecord, known: KnownIdentities, options: SensorsOptions): DecodedItem {
  const type = eventType(record, options);
  const { ids, places, warnings: idWarnings } = readIds(record, known);
  const { properties, warnings: propertyWarnings } = readProperties(record, options);
  const warnings = [...idWarnings, ...propertyWarnings];
  const nobody = ids.length > 0 ? [] : [locate("no-identifier", [], "the record names nobody")];
  if (!type.ok) return refusedItem([type.error, ...nobody], warnings);
  if (nobody.length > 0) return refusedItem(nobody, warnings);
  const { source = "sensors" } = options;
  const event = { id: recordId(record, options), type: type.value, at: record.time, ids, properties, source };
  return decodedEvent(event, warnings, [
    [["type"], ["event"]],
    [["at"], ["time"]],
    ...places.map((place, i) => [["ids", i], place] as const),
    [["ids"], []],
  ]);
}

function eventType({ type, event }: SensorsRecord, { events }: SensorsOptions): Result<string, Issue> {
  if (type === "track") return trackedType(event, events);
  const fixed = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (fixed !== undefined) return ok(fixed);
  if (NOT_OF_A_PERSON.includes(type)) {
    return refuse(locate("not-a-person-event", ["type"], `${type} is about no person's doing; left to the host`));
  }
  const known = ["track", ...Object.keys(TYPES), ...NOT_OF_A_PERSON];
  return refuse(locate("unknown-type", ["type"], "is no record type of Sensors", nearestName(type, known)));
}

const recordId = (record: SensorsRecord, { project }: SensorsOptions): string => {
  const { type, distinct_id, time, event, _track_id, properties } = record;
  const parts = [record.project ?? project ?? "default", type, distinct_id, time, event, _track_id, properties];
  return hashHex(canonicalJson(parts.map((part): Json => part ?? null)));
};
