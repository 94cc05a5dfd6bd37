import {
  canonicalJson,
  checkJson,
  hashHex,
  type Issue,
  isEpochMs,
  type JsonObject,
  nearestName,
  ok,
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
import { checkMessage, checkSize, isObject } from "./check-message";
import { messageTime } from "./message-time";
import { MAX_BATCH_BYTES, type SegmentOptions } from "./options";
import { propertiesOf } from "./properties-of";
import { readIds } from "./read-ids";

/**
 * Decodes Segment messages and batches: JSON lines, one JSON array, or records already parsed.
 *
 * `track` becomes an event of its name, `page`, `screen` and `group` become `pageViewed`, `screenViewed` and
 * `groupJoined`, `identify` becomes `traitsSet` (a null trait unsets) and `alias` `idsLinked`. A batch gives an item per
 * message; its `context`, `integrations` and `sentAt` stand under each message's own, member by member. The event id is
 * the `messageId`, else the hash of the message without the times of its transport.
 *
 * @throws RangeError when `options.receivedAt` is no instant
 * @example
 * const batch = '{"batch":[{"type":"track","event":"Lead","userId":"u1","timestamp":"2026-01-01T00:00:00Z","messageId":"m1"}],"sentAt":"2026-01-01T00:00:10Z"}';
 * const [lead] = decodeSegment(batch, { receivedAt: Date.parse("2026-01-01T00:01:10Z"), events: { Lead: "leadSubmitted" } });
 * lead?.result.ok ? [lead.result.value.type, lead.result.value.at] : lead; // => ["leadSubmitted", 1767225660000]
 * @see Segment documentation, Spec: Common Fields; HTTP API source: batch
 */
export function decodeSegment(input: string | readonly unknown[], options: SegmentOptions = {}): readonly Decoded[] {
  return decodeJson(input, recordDecoder(options));
}

/**
 * Decodes Segment JSON lines that arrive in pieces of text, cut anywhere, like {@link decodeSegment}; holds one line in
 * memory.
 *
 * @param chunks pieces of text, such as `createReadStream(path, "utf8")`
 * @throws RangeError when `options.receivedAt` is no instant
 * @example
 * const line = '{"type":"track","event":"Lead","userId":"u1","timestamp":"2026-01-01T00:00:00Z","messageId":"m1"}';
 * const chunks = (async function* () { yield line.slice(0, 9); yield `${line.slice(9)}\n{`; })();
 * const read: unknown[] = [];
 * for await (const { line, result } of decodeSegmentStream(chunks)) read.push([line, result.ok ? result.value.type : "refused"]);
 * read; // => [[1, "Lead"], [2, "refused"]]
 */
export function decodeSegmentStream(
  chunks: AsyncIterable<string>,
  options: SegmentOptions = {},
): AsyncGenerator<Decoded, void, undefined> {
  return decodeJsonStream(chunks, recordDecoder(options));
}

const TYPES: Readonly<Record<string, string>> = {
  page: "pageViewed",
  screen: "screenViewed",
  group: "groupJoined",
  identify: "traitsSet",
  alias: "idsLinked",
};

function recordDecoder(options: SegmentOptions): DecodeRecord {
  const { receivedAt } = options;
  if (receivedAt !== undefined && !isEpochMs(receivedAt)) {
    throw new RangeError(
      `options.receivedAt must be an integer number of epoch milliseconds, got ${String(receivedAt)}`,
    );
  }
  return (record) =>
    isObject(record) && Object.hasOwn(record, "batch")
      ? decodeBatch(record, options)
      : [decodeOne(record, {}, options)];
}

function decodeBatch(batch: JsonObject, options: SegmentOptions): readonly DecodedItem[] {
  const messages = batch.batch;
  if (!Array.isArray(messages) || messages.length === 0) {
    return [refusedItem([locate("empty-batch", ["batch"], "must be a list of at least one message")])];
  }
  const shared = ["context", "integrations", "sentAt", "receivedAt"].filter((name) => Object.hasOwn(batch, name));
  const above = Object.fromEntries(shared.map((name) => [name, batch[name]])) as JsonObject;
  const issues = [...checkJson(above), ...checkSize(batch, MAX_BATCH_BYTES)];
  if (issues.length > 0) return messages.map(() => refusedItem(issues));
  return messages.map((message) => decodeOne(message, above, options));
}

function decodeOne(input: unknown, above: JsonObject, options: SegmentOptions): DecodedItem {
  const checked = checkMessage(input);
  if (!checked.ok) return refusedItem(checked.error);
  const own = checked.value;
  const context = merge(above.context, own.context);
  const message = { ...above, ...own, context, integrations: merge(above.integrations, own.integrations) };
  const type = eventType(message, options);
  const time = messageTime(message, options.receivedAt);
  const { ids, places, issues, warnings } = readIds(message, context, options);
  const wrong = [...optOut(message, options), ...(type.ok ? [] : [type.error]), ...time.issues, ...issues];
  const odd = [...warnings, ...time.warnings];
  if (!type.ok || time.at === undefined || wrong.length > 0) return refusedItem(wrong, odd);
  const id = typeof own.messageId === "string" ? own.messageId : messageHash(own);
  const properties = propertiesOf(message, context, options);
  const event = { id, type: type.value, at: time.at, ids, properties, source: options.source ?? "segment" };
  return decodedEvent(event, odd, [
    [["type"], ["event"]],
    ...places.map((place, i) => [["ids", i], place] as const),
    [["ids"], []],
    [["properties", "context"], ["context"]],
    ...(own.type === "group" ? [[["properties", "traits"], ["traits"]] as const] : []),
    ...(own.type === "identify" ? [[["properties"], ["traits"]] as const] : []),
  ]);
}

/** The message's own members stand over the batch's. */
const merge = (under: unknown, over: unknown): JsonObject => ({
  ...(isObject(under) ? under : {}),
  ...(isObject(over) ? over : {}),
});

function optOut({ integrations }: JsonObject, { destination }: SegmentOptions): readonly Issue[] {
  if (destination === undefined || !isObject(integrations)) return [];
  if ((integrations[destination] ?? integrations.All) !== false) return [];
  return [locate("opted-out", ["integrations"], `the sender switched ${destination} off`)];
}

function eventType({ type, event }: JsonObject, { events }: SegmentOptions): Result<string, Issue> {
  if (type === "track") return trackedType(event, events);
  const fixed = typeof type === "string" && Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (fixed !== undefined) return ok(fixed);
  const nearest = typeof type === "string" ? nearestName(type, ["track", ...Object.keys(TYPES)]) : undefined;
  return refuse(locate("unknown-type", ["type"], "is no message type of Segment", nearest));
}

/** Of the message alone, without when it was sent and received: a retry of the same message has the same hash. */
function messageHash(message: JsonObject): string {
  const lasting = Object.entries(message).filter(([name]) => name !== "sentAt" && name !== "receivedAt");
  return hashHex(canonicalJson(Object.fromEntries(lasting)));
}
