import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createInterner } from "./interner";

const HASHES: readonly ((text: string) => number)[] = [
  () => 7,
  (text) => text.length,
  (text) => text.charCodeAt(0) | 0,
];

describe("createInterner", () => {
  it("numbers texts as they first appear, however badly they hash", () => {
    const word = fc.string({ maxLength: 2, unit: fc.constantFrom("a", "b", "星", "\ud83d") });
    fc.assert(
      fc.property(fc.array(word), fc.constantFrom(undefined, ...HASHES), (texts, hash) => {
        const interner = createInterner(4, hash);
        const distinct = [...new Set(texts)];
        expect(texts.map(interner.intern)).toEqual(texts.map((text) => distinct.indexOf(text)));
        expect(interner.texts).toEqual(distinct);
        expect(distinct.map(interner.find)).toEqual(distinct.map((_, i) => i));
        expect(interner.find("never seen")).toBeUndefined();
      }),
    );
  });

  it.each([undefined, ...HASHES])("keeps every number while it grows (%s)", (hash) => {
    const interner = createInterner(4, hash);
    const texts = Array.from({ length: 20_000 }, (_, i) => `${i % 7}-${i}`);
    const numbers = texts.map((_, i) => i);
    expect(texts.map(interner.intern)).toEqual(numbers);
    expect(texts.map(interner.intern)).toEqual(numbers);
    expect(interner.texts).toEqual(texts);
    expect(interner.find("7-7")).toBeUndefined();
  });

  it("spreads neighbouring texts over 32 bits", () => {
    const interner = createInterner(10);
    for (let i = 0; i < 300_000; i++) interner.intern(`phone:+86139${String(10_000_000 + i)}`);
    expect(interner.texts).toHaveLength(300_000);
  });
});
