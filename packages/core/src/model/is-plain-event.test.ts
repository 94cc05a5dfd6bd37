import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventSchema } from "./event";
import { isPlainEvent } from "./is-plain-event";
import { checkJson, isHostileKey } from "./json";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "",
    "\u0000",
    "\ud800",
    "a\udc00",
    "a:b",
    "x".repeat(101),
    "x".repeat(201),
    "x".repeat(8_193),
    "星愿",
  ),
);
const scalar = fc.oneof(
  text,
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom(null, undefined, 1n, Number.NaN),
);
const identifier = fc.record(
  { type: fc.oneof(fc.constantFrom("phone", "9x", "p-q", ""), text), value: scalar, scope: scalar, extra: scalar },
  { requiredKeys: ["type", "value"] },
);
const properties = fc.oneof(
  fc.dictionary(fc.oneof(text, fc.constantFrom("constructor", "prototype", "a")), fc.oneof(scalar, fc.object())),
  fc.constantFrom([], null, new Map(), "x", JSON.parse('{"__proto__":1}')),
);
const anything = fc.record(
  {
    id: scalar,
    type: scalar,
    at: fc.oneof(fc.integer(), scalar, fc.constantFrom(8.64e15, 8.65e15)),
    ids: fc.oneof(fc.array(identifier, { maxLength: 18 }), scalar),
    properties,
    source: scalar,
    extra: scalar,
  },
  { requiredKeys: ["id", "type", "at", "ids", "properties", "source"] },
);
const word = fc.stringMatching(/^[a-z]{1,9}$/);
const usual = fc.record({
  id: fc.uuid(),
  type: fc.constantFrom("storeVisited", "orderPlaced"),
  at: fc.integer({ min: 0, max: 2e12 }),
  ids: fc.array(
    fc.record(
      { type: fc.constant("openid"), value: fc.stringMatching(/^\w{1,30}$/), scope: fc.constant("wx1") },
      { requiredKeys: ["type", "value"] },
    ),
    { minLength: 1, maxLength: 4 },
  ),
  properties: fc.dictionary(
    word.filter((key) => !isHostileKey(key)),
    fc.oneof(fc.integer(), fc.stringMatching(/^[\w 河]*$/)),
  ),
  source: fc.constant("app"),
});

describe("isPlainEvent", () => {
  it("says yes to nothing that the schema or the JSON check refuses", () => {
    let sure = 0;
    fc.assert(
      fc.property(fc.oneof(anything, usual, fc.anything()), (input) => {
        if (!isPlainEvent(input)) return;
        sure++;
        expect(checkJson(input)).toEqual([]);
        expect(eventSchema.safeParse(input).error?.issues ?? []).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    expect(sure).toBeGreaterThan(300);
  });

  it("says no where reading throws", () => {
    const trap = new Proxy(
      {},
      {
        ownKeys: () => ["id"],
        getPrototypeOf: () => {
          throw new Error("no");
        },
      },
    );
    expect(isPlainEvent(trap)).toBe(false);
  });

  it("says yes to usual events", () => {
    fc.assert(fc.property(usual, (input) => isPlainEvent(input)));
  });
});
