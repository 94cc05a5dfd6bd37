import { gzipSync } from "node:zlib";
import { type Event, parseEvent } from "@tributary/core";
import type { Decoded } from "@tributary/core/ports";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeSensors } from "./decode-sensors";
import { openSensorsBody } from "./open-body";
import type { SensorsOptions } from "./options";

const record = {
  type: "track",
  time: 1_760_000_000_000,
  distinct_id: "a1",
  event: "ViewCar",
  properties: { series: "星愿" },
};
const one = (more: object, options?: SensorsOptions): Decoded =>
  decodeSensors([{ ...record, ...more }], options)[0] as Decoded;
const event = (more: object, options?: SensorsOptions): Event => {
  const { result } = one(more, options);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const codes = ({ result, warnings }: Decoded): readonly string[] =>
  [...(result.ok ? [] : result.error), ...warnings].map(({ code, pointer }) => `${code} ${pointer}`);

describe("decodeSensors", () => {
  it.each([
    ["track", "ViewCar"],
    ["track_signup", "idsLinked"],
    ["track_id_bind", "idsLinked"],
    ["track_id_unbind", "idsUnlinked"],
    ["profile_set", "traitsSet"],
    ["profile_set_once", "traitsSetOnce"],
    ["profile_increment", "traitsIncremented"],
    ["profile_append", "traitsAppended"],
    ["profile_unset", "traitsSet"],
  ])("reads %s as %s", (type, expected) => expect(event({ type }).type).toBe(expected));

  it("keeps $ names, maps the names the host maps, and refuses names with a meaning of their own", () => {
    expect(event({ event: "$MPViewScreen" }).type).toBe("$MPViewScreen");
    expect(event({}, { events: { ViewCar: "vehicleViewed" } }).type).toBe("vehicleViewed");
    expect(codes(one({ event: "idsLinked" }))).toEqual(["reserved-type /event"]);
    expect(event({ event: "consentGiven" }, { events: { consentGiven: "consentGiven" } }).type).toBe("consentGiven");
    expect(event({ event: "toString" }, { events: {} }).type).toBe("toString");
  });

  it("tells login ids from anonymous ones, and joins what a sign-up joins", () => {
    const anonymous = { type: "anonymousId", value: "a1" };
    const login = { type: "loginId", value: "a1" };
    expect(event({}).ids).toEqual([anonymous]);
    expect(event({ login_id: "a1" }).ids).toEqual([login]);
    expect(event({ properties: { $is_login_id: true } }).ids).toEqual([login]);
    expect(event({ login_id: "u1", anonymous_id: "x" }).ids).toEqual([
      { type: "loginId", value: "u1" },
      { type: "anonymousId", value: "x" },
      anonymous,
    ]);
    expect(event({ type: "track_signup", event: "$SignUp", original_id: "x" }).ids).toEqual([
      { type: "anonymousId", value: "x" },
      login,
    ]);
  });

  it("reads identities by declared types and scopes, and says which it does not know", () => {
    const identities = {
      $identity_mobile: "139 1234 5678",
      $identity_mp_openid: "oA",
      our_crm: "c1",
      $identity_mobil: "1",
    };
    const options = { scopes: { openid: "wx1" }, identities: { our_crm: { type: "crmId" } } };
    const item = one({ identities, distinct_id: "$identity_mp_openid+oA" }, options);
    expect(item.result.ok && item.result.value.ids).toEqual([
      { type: "phone", value: "139 1234 5678" },
      { type: "openid", scope: "wx1", value: "oA" },
      { type: "crmId", value: "c1" },
    ]);
    expect(item.warnings).toMatchObject([
      { code: "unknown-identity", pointer: "/identities/$identity_mobil", hint: 'did you mean "$identity_mobile"?' },
    ]);
  });

  it("refuses what is about no person, seconds for milliseconds, and types nobody knows", () => {
    expect(codes(one({ type: "item_set" }))).toEqual(["not-a-person-event /type"]);
    expect(codes(one({ type: "item_delete", distinct_id: undefined }))[0]).toBe("not-json /distinct_id");
    expect(codes(decodeSensors('{"type":"item_delete","time":1760000000000,"item_id":"i"}')[0] as Decoded)[0]).toBe(
      "not-a-person-event /type",
    );
    expect(codes(one({ time: 1_760_000_000 }))).toEqual(["time-unit /time"]);
    expect(codes(one({ time: 99_999_999_999 }))).toEqual(["time-unit /time"]);
    expect(event({ time: 1e11 }).at).toBe(1e11);
    expect(codes(one({ time: "1760000000000", properties: [] }))).toEqual(["bad-value /time", "bad-value /properties"]);
    expect(one({ type: "profile_sett" }).result).toMatchObject({
      error: [{ code: "unknown-type", hint: 'did you mean "profile_set"?' }],
    });
    expect(codes(one({ type: "tracks", distinct_id: 7 }))).toEqual([
      "unknown-type /type",
      "no-identifier ",
      "bad-value /distinct_id",
    ]);
  });

  it("unsets with nulls, and lets no null of a profile erase anything", () => {
    expect(event({ type: "profile_unset", properties: { city: true, age: "" } }).properties).toEqual({
      city: null,
      age: null,
    });
    const item = one({ type: "profile_set", properties: { city: null, age: 3 } });
    expect(item.result.ok && item.result.value.properties).toEqual({ age: 3 });
    expect(codes(item)).toEqual(["null-trait /properties/city"]);
  });

  it("reads declared date-times in the declared zone", () => {
    const properties = { due: "2026-03-01 08:00:00.500", born: "2026-03-01 08:00:00", seen: "never" };
    const item = one({ properties }, { dates: ["due", "seen"] });
    expect(item.result.ok && item.result.value.properties).toEqual({
      ...properties,
      due: Date.UTC(2026, 2, 1, 0, 0, 0, 500),
    });
    expect(codes(item)).toEqual(["bad-time /properties/seen"]);
    expect(() => decodeSensors([], { zone: "Mars" })).toThrow(RangeError);
  });

  it("gives a record its id by content, and by every part of it", () => {
    const id = (more: object): string => event(more).id;
    expect(id({})).toBe(id({ lib: { $lib: "js" }, properties: { series: "星愿" } }));
    const others = [
      { project: "p" },
      { type: "profile_set" },
      { distinct_id: "b" },
      { time: 1_760_000_000_001 },
      { event: "X" },
      { _track_id: 1 },
      { properties: {} },
    ];
    expect(new Set([{}, ...others].map(id)).size).toBe(others.length + 1);
    expect(event({}, { project: "p" }).id).toBe(id({ project: "p" }));
  });

  it("tells apart track ids no double can", () => {
    const line = (trackId: string): string =>
      `{"type":"track","time":1760000000000,"distinct_id":"a","event":"X","_track_id":${trackId}}`;
    const [a, b] = decodeSensors(`${line("9007199254740993")}\n${line("9007199254740992")}`);
    expect(a?.result.ok && b?.result.ok && a.result.value.id !== b.result.value.id).toBe(true);
  });

  it("locates what no event can hold where it stood in the record", () => {
    expect(codes(one({ distinct_id: "x".repeat(1_025) }))).toEqual(["too-big /distinct_id"]);
    expect(codes(one({ event: "x".repeat(101) }))).toEqual(["too-big /event"]);
    expect(codes(one({ time: 1e16 }))).toEqual(["bad-value /time"]);
    const many = Array.from({ length: 17 }, (_, i) => [`k${i}`, `v${i}`]);
    const identities = Object.fromEntries(many.map(([key]) => [key, { type: key as string }]));
    expect(codes(one({ identities: Object.fromEntries(many) }, { identities }))).toEqual(["too-big "]);
  });

  it("never writes out an identity that is no text", () => {
    const item = one({ identities: { $identity_mobile: { toString: 1, valueOf: 1 } } });
    expect(codes(item)).toEqual(["bad-value /identities/$identity_mobile"]);
    expect(item.result.ok && item.result.value.ids).toEqual([{ type: "anonymousId", value: "a1" }]);
  });

  it("takes a record with what is left of its identities, and says what is not", () => {
    const anonymous = [{ type: "anonymousId", value: "a1" }];
    const number = one({
      identities: { $identity_mobile: 13_912_345_678, $identity_email: "a@b.cn" },
      login_id: false,
    });
    expect(number.result.ok && number.result.value.ids).toEqual([{ type: "email", value: "a@b.cn" }, ...anonymous]);
    expect(codes(number)).toEqual(["bad-value /identities/$identity_mobile", "bad-value /login_id"]);
    const list = one({ identities: ["a"] });
    expect([codes(list), list.result.ok && list.result.value.ids]).toEqual([["bad-value /identities"], anonymous]);
    const long = one({ identities: { $identity_mobile: "1".repeat(1_025), $identity_email: "a@b.cn" } });
    expect(long.result.ok && long.result.value.ids).toEqual([{ type: "email", value: "a@b.cn" }, ...anonymous]);
    expect(codes(long)).toEqual(["too-big /identities/$identity_mobile"]);
    const none = one({ distinct_id: 7, identities: { $identity_mobile: 1 } });
    expect(codes(none)).toEqual(["no-identifier ", "bad-value /identities/$identity_mobile", "bad-value /distinct_id"]);
  });

  it.each([null, ""])("takes an identity of %j for one that is not there", (nothing) => {
    const item = one({ login_id: nothing, anonymous_id: nothing, identities: { $identity_mobile: nothing } });
    expect([codes(item), item.result.ok && item.result.value]).toEqual([[], event({})]);
    expect(codes(one({ distinct_id: nothing }))).toEqual(["no-identifier "]);
  });

  it("takes identities and properties of null for none", () => {
    expect(event({ identities: null })).toEqual(event({}));
    expect(event({ properties: null }).properties).toEqual({});
  });

  it("refuses hostile keys with their place", () => {
    const [item] = decodeSensors(
      '{"type":"track","time":1760000000000,"distinct_id":"a","event":"X","properties":{"__proto__":{"admin":true}}}',
    );
    expect(codes(item as Decoded)).toEqual(["hostile-key /properties/__proto__"]);
  });

  it("never throws on rubbish, and gives only events that pass", () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom("track", "profile_set", "a1", "\u0000", 1_760_000_000_000));
    const keys = [
      "type",
      "time",
      "distinct_id",
      "event",
      "properties",
      "identities",
      "login_id",
      "original_id",
      "_track_id",
      "project",
    ];
    const mutation = fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 4 });
    fc.assert(
      fc.property(fc.array(fc.oneof(mutation, fc.anything())), (mutations) => {
        const records = mutations.map((each) =>
          typeof each === "object" && each !== null ? { ...record, ...each } : each,
        );
        const items = decodeSensors(records);
        expect(items).toHaveLength(Math.max(1, records.length));
        for (const { result } of items) if (result.ok) expect(parseEvent(result.value).ok).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe("openSensorsBody", () => {
  const body = (records: unknown, gzip = true): string => {
    const text = JSON.stringify(records);
    const packed = (gzip ? gzipSync(text) : Buffer.from(text)).toString("base64");
    return `data_list=${encodeURIComponent(packed)}&gzip=${gzip ? 1 : 0}&crc=1`;
  };

  it("opens what an SDK posts, packed or not, percent-encoded or not", () => {
    for (const gzip of [true, false]) {
      fc.assert(
        fc.property(
          fc.array(fc.dictionary(fc.string(), fc.constantFrom(1, "星愿", null)), { maxLength: 5 }),
          (records) => {
            const expected = { ok: true, value: JSON.parse(JSON.stringify(records)) };
            expect(openSensorsBody(body(records, gzip))).toEqual(expected);
            expect(openSensorsBody(decodeURIComponent(body(records, gzip)))).toEqual(expected);
          },
        ),
        { numRuns: 50 },
      );
    }
    expect(openSensorsBody(body(record).replace("data_list", "data"))).toEqual({ ok: true, value: [record] });
  });

  it("refuses a bomb, rubbish and nothing", () => {
    const bomb = openSensorsBody(body("x".repeat(20_000_000)));
    expect(bomb).toMatchObject({ ok: false, error: [{ code: "bad-gzip" }] });
    expect(openSensorsBody(body([1, 2, 3], false), { maxBytes: 3 })).toMatchObject({ error: [{ code: "too-large" }] });
    expect(openSensorsBody("")).toMatchObject({ error: [{ code: "missing" }] });
    expect(openSensorsBody("data_list=%%%")).toMatchObject({ error: [{ code: "bad-base64" }] });
    expect(openSensorsBody("data_list=AAAA")).toMatchObject({ error: [{ code: "bad-gzip" }] });
    expect(openSensorsBody("data_list=AAAA&gzip=0")).toMatchObject({
      error: [{ code: "bad-json", pointer: "/data_list" }],
    });
  });
});
