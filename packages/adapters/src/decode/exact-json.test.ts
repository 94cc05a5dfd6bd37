import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExactJson, readExactJson } from "./exact-json";

describe("parseExactJson", () => {
  it("reads what JSON.parse reads, whatever the text", () => {
    const bits = ['"', "\\", "{", "}", "[", "]", ":", ",", "1", "12345678901234567890", "-", ".", "e5", "a", " ", "0"];
    const text = fc.oneof(
      fc.json(),
      fc.array(fc.constantFrom(...bits), { maxLength: 12 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (each) => {
        const read = readExactJson(each);
        let parsed: unknown;
        try {
          parsed = JSON.parse(each);
        } catch {
          expect(read.ok).toBe(false);
          return;
        }
        const rounded = read.ok && JSON.stringify(read.value.value).replace(/"(-?\d{16,})"/g, (_, n) => `${Number(n)}`);
        expect(rounded).toBe(JSON.stringify(parsed).replace(/"(-?\d{16,})"/g, (_, n) => `${Number(n)}`));
      }),
      { numRuns: 2_000 },
    );
  });

  it("keeps every whole number no double can say as its digits, and no other number", () => {
    const text =
      '[9007199254740991,9007199254740993,-9007199254740993, 12345678901234567890 ,1234567890123456.5,12345678901234567890e-10,"9007199254740993",{"9007199254740993":9007199254740993}]';
    expect(parseExactJson(text)).toEqual({
      ok: true,
      value: [
        9_007_199_254_740_991,
        "9007199254740993",
        "-9007199254740993",
        "12345678901234567890",
        1_234_567_890_123_456.5,
        1_234_567_890.1234567,
        "9007199254740993",
        { "9007199254740993": "9007199254740993" },
      ],
    });
  });

  it("finds each member that is named twice in one object, and none that is not", () => {
    const names = fc.array(fc.constantFrom("a", "b", "\\u0061", "a\\\\", "c:{", "__proto__"), { maxLength: 5 });
    fc.assert(
      fc.property(names, names, (outer, inner) => {
        const object = (keys: readonly string[], value: string): string =>
          `{ ${keys.map((key) => `"${key}" : ${value}`).join(" , ")} }`;
        const read = readExactJson(`[{"a:":"\\"{"}, ${object(outer, object(inner, "[1, {}]"))}]`);
        const repeats = (keys: readonly string[]): number => {
          const said = keys.map((key) => JSON.parse(`"${key}"`) as string);
          return said.length - new Set(said).size;
        };
        expect(read.ok && read.value.duplicates).toHaveLength(repeats(outer) + outer.length * repeats(inner));
      }),
      { numRuns: 300 },
    );
  });

  it("says where, and quotes no more of the text than the names above", () => {
    const read = readExactJson('{"a":[0,{"b":"13912345678","c":{},"b":2}]}');
    expect(read.ok && read.value.duplicates).toEqual([["a", 1, "b"]]);
    expect(parseExactJson('{"a":1,"a":1}')).toEqual({
      ok: false,
      error: { code: "duplicate-key", pointer: "/a", message: "is named twice; which is meant cannot be known" },
    });
  });
});
