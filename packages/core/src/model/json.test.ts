import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, checkJson, inKeyOrder, type Json } from "./json";

const codes = (value: unknown): string[] => checkJson(value).map(({ code, pointer }) => `${code} ${pointer}`);

describe("checkJson", () => {
  it("finds nothing wrong with what JSON.parse gives", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4, noUnicodeString: false }), (text) => {
        const value = JSON.parse(text) as unknown;
        fc.pre(!/__proto__|constructor|prototype|\\u0000|\\ud[89a-f]/i.test(text));
        expect(checkJson(value)).toEqual([]);
      }),
    );
  });

  it("locates every mistake", () => {
    const value = { a: [1, Number.NaN, undefined], "b/c": "\u0000", d: new Map(), e: 10n, f: "\ud800" };
    expect(codes(value)).toEqual([
      "not-json /a/1",
      "not-json /a/2",
      "bad-text /b~1c",
      "not-json /d",
      "not-json /e",
      "bad-text /f",
    ]);
  });

  it("refuses keys that reach for a prototype", () => {
    const value = JSON.parse(
      '{"properties":{"__proto__":{"admin":true},"x":{"constructor":1,"prototype":2}}}',
    ) as unknown;
    expect(codes(value)).toEqual([
      "hostile-key /properties/__proto__",
      "hostile-key /properties/x/constructor",
      "hostile-key /properties/x/prototype",
    ]);
  });

  it("refuses depth, width, length and cycles without overflowing", () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(codes(deep)).toEqual([`too-deep ${"/0".repeat(8)}`]);
    expect(codes(cycle)).toEqual([`too-deep ${"/self".repeat(8)}`]);
    expect(codes(new Array(1_000_000).fill(1))).toEqual(["too-large "]);
    expect(codes({ a: "x".repeat(8_193) })).toEqual(["too-long /a"]);
    expect(codes({ a: "x".repeat(8_192) })).toEqual([]);
    expect(codes(Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [`k${i}`, true])))).toEqual(["too-large "]);
  });

  it("refuses what throws when it is read", () => {
    const boom = (): never => {
      throw new Error("boom");
    };
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const getter = Object.defineProperty({}, "x", { get: boom, enumerable: true });
    expect(codes({ a: getter, b: new Proxy({}, { ownKeys: boom }), c: [revoked.proxy], d: 1n })).toEqual([
      "unreadable /a",
      "unreadable /b",
      "unreadable /c/0",
      "not-json /d",
    ]);
  });
});

describe("inKeyOrder", () => {
  it("writes the same bytes for any key order, and is the same value", () => {
    const index = fc.nat(20).map(String);
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.string(), index), fc.jsonValue()), (object) => {
        const value = object as Json;
        const reversed = Object.fromEntries(Object.entries(object).reverse()) as Json;
        expect(JSON.stringify(inKeyOrder(reversed))).toBe(JSON.stringify(inKeyOrder(value)));
        expect(canonicalJson(inKeyOrder(value))).toBe(canonicalJson(value));
      }),
    );
  });
});

describe("canonicalJson", () => {
  it("is the same for any key order, and reads back as the value", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(reversed as Json)).toBe(canonicalJson(object as Json));
        expect(JSON.parse(canonicalJson(object as Json))).toEqual(JSON.parse(JSON.stringify(object)));
      }),
    );
  });
});
