import { type Event, parseEvent } from "@tributary/core";
import type { Decoded } from "@tributary/core/ports";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSegment } from "./decode-segment";
import { MAX_BATCH_BYTES, MAX_MESSAGE_BYTES, type SegmentOptions } from "./options";

const at = Date.UTC(2026, 0, 1);
const message = {
  type: "track",
  event: "Lead",
  userId: "u1",
  messageId: "m1",
  timestamp: "2026-01-01T00:00:00.000Z",
  properties: { a: 1 },
};
const one = (more: object, options?: SegmentOptions): Decoded =>
  decodeSegment([{ ...message, ...more }], options)[0] as Decoded;
const event = (more: object, options?: SegmentOptions): Event => {
  const { result } = one(more, options);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const codes = ({ result, warnings }: Decoded): readonly string[] =>
  [...(result.ok ? [] : result.error), ...warnings].map(({ code, pointer }) => `${code} ${pointer}`);

describe("decodeSegment", () => {
  it("locates what no event can hold where it stood in the message", () => {
    const long = "x".repeat(1_025);
    const externalIds = { wx: { type: "openid", scope: "wx1" } };
    expect(codes(one({ userId: long }))).toEqual(["too-big /userId"]);
    expect(codes(one({ type: "alias", previousId: long }))).toEqual(["too-big /previousId"]);
    expect(codes(one({ event: "x".repeat(101) }))).toEqual(["too-big /event"]);
    expect(codes(one({ context: { externalIds: [{ type: "wx", id: long }] } }, { externalIds }))).toEqual([
      "too-big /context/externalIds/0/id",
    ]);
    const deep = { a: { b: { c: { d: { e: { f: 1 } } } } } };
    expect(codes(one({ context: { deep } }, { context: ["deep"] }))).toEqual(["too-deep /context/deep/a/b/c/d/e"]);
  });

  it("takes an alias whose previousId is null for one without", () => {
    expect(codes(one({ type: "alias", previousId: null }))).toEqual(["missing /previousId"]);
  });

  it("takes a message with what is left of its identifiers, and says what is not", () => {
    const anonymous = { type: "anonymousId", value: "x" };
    for (const [userId, wrong] of [
      [123, "bad-value"],
      [{}, "bad-value"],
      ["x".repeat(1_025), "too-big"],
    ]) {
      const item = one({ userId, anonymousId: "x" });
      expect([codes(item), item.result.ok && item.result.value.ids]).toEqual([[`${wrong} /userId`], [anonymous]]);
    }
    for (const userId of [null, ""]) {
      const item = one({ userId, anonymousId: "x" });
      expect([codes(item), item.result.ok && item.result.value.ids]).toEqual([[], [anonymous]]);
    }
    expect(codes(one({ userId: 123 }))).toEqual(["no-identifier ", "bad-value /userId"]);
    expect(codes(one({ type: "alias", previousId: 5 }))).toEqual(["missing /previousId", "bad-value /previousId"]);
    expect(codes(one({ type: "alias", previousId: "" }))).toEqual(["missing /previousId"]);
    const context = { externalIds: [{ id: "c1", type: "crm" }] };
    const external = one({ userId: null, context }, { externalIds: { crm: { type: "crmId" } } });
    expect(external.result.ok && external.result.value.ids).toEqual([{ type: "crmId", value: "c1" }]);
    expect(one({ messageId: null }).result.ok).toBe(true);
  });

  it("reads each message type", () => {
    expect(event({})).toEqual({
      id: "m1",
      type: "Lead",
      at,
      ids: [{ type: "loginId", value: "u1" }],
      properties: { a: 1 },
      source: "segment",
    });
    expect(event({ type: "page", name: "Home", category: "Docs" })).toMatchObject({
      type: "pageViewed",
      properties: { name: "Home", category: "Docs", a: 1 },
    });
    expect(event({ type: "screen" }).type).toBe("screenViewed");
    expect(event({ type: "identify", traits: { city: null } })).toMatchObject({
      type: "traitsSet",
      properties: { city: null },
    });
    expect(event({ type: "group", groupId: "g", traits: { size: 3 } })).toMatchObject({
      type: "groupJoined",
      properties: { groupId: "g", traits: { size: 3 } },
    });
    expect(event({ type: "alias", previousId: "p" })).toMatchObject({
      type: "idsLinked",
      ids: [
        { type: "loginId", value: "u1" },
        { type: "anonymousId", value: "p" },
      ],
    });
  });

  it("maps names, and refuses those with a meaning of their own", () => {
    expect(event({}, { events: { Lead: "leadSubmitted" } }).type).toBe("leadSubmitted");
    expect(codes(one({ event: "consentGiven" }))).toEqual(["reserved-type /event"]);
    expect(one({ type: "trakc" }).result).toMatchObject({
      error: [{ code: "unknown-type", hint: 'did you mean "track"?' }],
    });
    expect(codes(one({ type: "toString" }))).toEqual(["unknown-type /type"]);
  });

  it("corrects the sender's clock", () => {
    const slow = { timestamp: "2025-12-31T23:00:00Z", sentAt: "2025-12-31T23:00:10Z" };
    expect(event(slow, { receivedAt: at + 10_000 }).at).toBe(at);
    expect(event({ ...slow, receivedAt: "2026-01-01T00:00:10Z" }).at).toBe(at);
    expect(event({ ...slow, originalTimestamp: "2025-12-31T23:00:05Z" }, { receivedAt: at + 5_000 }).at).toBe(at);
    expect(event(slow).at).toBe(at - 3_600_000);
    const { timestamp, ...timeless } = message;
    expect(codes(decodeSegment([timeless])[0] as Decoded)).toEqual(["missing /timestamp"]);
    expect(codes(decodeSegment([timeless], { receivedAt: at })[0] as Decoded)).toEqual(["no-timestamp /timestamp"]);
    expect(codes(one({ timestamp: "yesterday", sentAt: 7 }))).toEqual(["bad-time /timestamp", "bad-time /sentAt"]);
    expect(() => decodeSegment([], { receivedAt: Number.NaN })).toThrow(RangeError);
    expect(timestamp).toBe(message.timestamp);
  });

  it("lays a batch's context and integrations under each message's own", () => {
    const batch = {
      context: { campaign: { source: "wx" }, ip: "1.1.1.1" },
      integrations: { All: true },
      sentAt: "2025-12-31T23:00:10Z",
      batch: [
        { ...message, timestamp: "2025-12-31T23:00:00Z" },
        { ...message, messageId: "m2", context: { campaign: { source: "sms" } } },
        { ...message, messageId: "m3", integrations: { Tributary: false } },
        { type: "track" },
      ],
    };
    const options = { receivedAt: at + 10_000, context: ["campaign"], destination: "Tributary" };
    const items = decodeSegment(JSON.stringify(batch), options);
    expect(items.map(({ line, index }) => [line, index])).toEqual([
      [1, 0],
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
    expect(items[0]?.result).toMatchObject({
      value: { at, properties: { a: 1, context: { campaign: { source: "wx" } } } },
    });
    expect(items[1]?.result).toMatchObject({ value: { properties: { context: { campaign: { source: "sms" } } } } });
    expect(codes(items[2] as Decoded)).toEqual(["opted-out /integrations"]);
    expect(codes(items[3] as Decoded)).toEqual(["bad-value /event", "no-identifier ", "no-timestamp /timestamp"]);
    expect(codes(decodeSegment('{"batch":[]}')[0] as Decoded)).toEqual(["empty-batch /batch"]);
  });

  it("lets a message's own sentAt stand over its batch's", () => {
    const own = { ...message, sentAt: "2026-01-01T00:00:30Z" };
    const [item] = decodeSegment([{ batch: [own], sentAt: "2026-01-01T00:10:00Z" }], { receivedAt: at + 30_000 });
    expect(item?.result.ok && item.result.value.at).toBe(at);
  });

  it("reads external ids by declared types, and says which it does not know", () => {
    const context = {
      externalIds: [{ id: "oA", type: "wx_openid" }, { id: "c", type: "crm" }, { type: "wx_openid" }, 7],
    };
    const item = one(
      { context, anonymousId: "x" },
      { userId: "userId", anonymousId: false, externalIds: { wx_openid: { type: "openid", scope: "wx1" } } },
    );
    expect(item.result.ok && item.result.value.ids).toEqual([
      { type: "userId", value: "u1" },
      { type: "openid", scope: "wx1", value: "oA" },
    ]);
    expect(codes(item)).toEqual([1, 2, 3].map((i) => `unknown-identity /context/externalIds/${i}`));
  });

  it("gives a message without messageId the hash of its lasting content", () => {
    const { messageId, ...nameless } = message;
    const id = (more: object): string | undefined => {
      const [item] = decodeSegment([{ ...nameless, ...more }], { receivedAt: at });
      return item?.result.ok ? item.result.value.id : undefined;
    };
    expect(id({})).toMatch(/^[0-9a-f]{32}$/);
    expect(id({ sentAt: "2026-01-01T00:00:01Z" })).toBe(id({ receivedAt: "2026-01-01T00:00:02Z" }));
    expect(id({ properties: { a: 2 } })).not.toBe(id({}));
    expect(codes(one({ messageId: "x".repeat(101) }))).toEqual(["bad-value /messageId"]);
    expect(messageId).toBe("m1");
  });

  it("keeps to the sizes Segment keeps to", () => {
    const filled = (bytes: number): object => {
      const list = Array.from({ length: 5 }, () => "x".repeat(6_000));
      const empty = Buffer.byteLength(JSON.stringify({ ...message, properties: { list, rest: "" } }));
      return { properties: { list, rest: "x".repeat(bytes - empty) } };
    };
    expect(one(filled(MAX_MESSAGE_BYTES)).result.ok).toBe(true);
    expect(codes(one(filled(MAX_MESSAGE_BYTES + 1)))).toEqual(["too-large "]);
    const batch = {
      batch: Array.from({ length: 17 }, (_, i) => ({ ...message, ...filled(31_000), messageId: `m${i}` })),
    };
    expect(Buffer.byteLength(JSON.stringify(batch))).toBeGreaterThan(MAX_BATCH_BYTES);
    expect(decodeSegment([batch]).map(codes)).toEqual(batch.batch.map(() => ["too-large "]));
  });

  it("never throws on rubbish, and gives only events that pass", () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom("track", "alias", "u", "\u0000", "2026-01-01T00:00:00Z", "9999-01-01T00:00:00Z"),
    );
    const keys = [
      "type",
      "event",
      "userId",
      "anonymousId",
      "timestamp",
      "sentAt",
      "context",
      "properties",
      "traits",
      "batch",
      "messageId",
    ];
    const mutation = fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 4 });
    fc.assert(
      fc.property(fc.array(fc.oneof(mutation, fc.anything())), (mutations) => {
        const records = mutations.map((each) =>
          typeof each === "object" && each !== null ? { ...message, ...each } : each,
        );
        const items = decodeSegment(records, { receivedAt: at, context: ["campaign"], destination: "Tributary" });
        expect(items.length).toBeGreaterThanOrEqual(Math.max(1, records.length));
        for (const { result } of items) if (result.ok) expect(parseEvent(result.value).ok).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
