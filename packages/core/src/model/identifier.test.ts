import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Identifier, identifierKey, parseIdentifierKey } from "./identifier";

const identifier: fc.Arbitrary<Identifier> = fc
  .tuple(
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,31}$/),
    fc.option(fc.stringMatching(/^[^:]{1,20}$/), { nil: undefined }),
    fc.string({ minLength: 1, maxLength: 40, unit: "binary" }),
  )
  .map(([type, scope, value]) => (scope === undefined ? { type, value } : { type, scope, value }));

describe("identifierKey", () => {
  it("gives distinct identifiers distinct keys, and reads back", () => {
    fc.assert(
      fc.property(identifier, (id) => {
        expect(parseIdentifierKey(identifierKey(id))).toEqual(id);
      }),
    );
  });

  it.each(["", "phone", "phone:", "9x:1", ":x"])("throws on %j", (key) => {
    expect(() => parseIdentifierKey(key)).toThrow(RangeError);
  });
});
