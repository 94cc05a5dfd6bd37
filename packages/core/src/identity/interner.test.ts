import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createInterner } from "./interner";

describe("createInterner", () => {
  it("numbers texts as they first appear, past the capacity of one Map too", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 2 })), fc.integer({ min: 1, max: 5 }), (texts, capacity) => {
        const interner = createInterner(capacity);
        const distinct = [...new Set(texts)];
        expect(texts.map(interner.intern)).toEqual(texts.map((text) => distinct.indexOf(text)));
        expect(interner.texts).toEqual(distinct);
        for (const text of distinct) expect(interner.texts[interner.find(text) as number]).toBe(text);
        expect(interner.find("never seen")).toBeUndefined();
      }),
    );
  });
});
