import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byCodeUnit } from "../model";
import { orderOfTexts } from "./order-of-texts";

describe("orderOfTexts", () => {
  it("sorts by code units, equal texts as they came", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 10 }),
      fc.string({ unit: fc.constantFrom("a", "b", "\u007e", "\u007f", "\u0080", "星", "\0"), maxLength: 9 }),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), (texts) => {
        const expected = texts.map((_, i) => i).sort((x, y) => byCodeUnit(texts[x] ?? "", texts[y] ?? "") || x - y);
        expect([...orderOfTexts(texts)]).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });
});
