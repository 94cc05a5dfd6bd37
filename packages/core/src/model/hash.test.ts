import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hash53, hashHex } from "./hash";

describe("hash53", () => {
  it("stays within 53 bits and is pinned for ever, since stored tracks rest on it", () => {
    fc.assert(fc.property(fc.string(), (text) => Number.isSafeInteger(hash53(text)) && hash53(text) >= 0));
    expect([hash53(""), hash53("e1"), hash53("星愿")]).toMatchInlineSnapshot(`
      [
        6405930193975251,
        7227761280809059,
        5742500080453024,
      ]
    `);
    expect(hashHex("blueprint")).toMatchInlineSnapshot(`"fbf4c37f995d158115307ae1c522b476"`);
  });

  it("spreads neighbouring texts without a collision", () => {
    const seen = new Set(Array.from({ length: 200_000 }, (_, i) => hash53(`event-${i}`)));
    expect(seen.size).toBe(200_000);
  });
});
