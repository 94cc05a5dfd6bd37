import { checkJson, ok } from "@tributary/core";
import type { Decoded } from "@tributary/core/ports";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DecodeRecord, decodeJson, decodeJsonStream } from "./decode-json";
import { parseExactJson } from "./exact-json";
import { MAX_LINE_BYTES, splitLines, streamLines } from "./split-lines";

/** Gives back the record itself, so that a test sees what was read. */
const echo: DecodeRecord = (record) => [{ result: ok(record as never), warnings: [] }];
const seen = (items: readonly Decoded[]): readonly unknown[] =>
  items.map(({ line, index, result }) => [line, index, result.ok ? result.value : result.error[0]?.code]);
async function* pieces(text: string, size: number): AsyncGenerator<string, void, undefined> {
  for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size);
}
async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe("splitLines", () => {
  it("counts every line and keeps no line break", () => {
    expect(splitLines("a\r\n\nb")).toEqual([
      { line: 1, text: "a" },
      { line: 2, text: "" },
      { line: 3, text: "b" },
    ]);
    expect(splitLines("")).toEqual([]);
    expect(splitLines("\n")).toEqual([{ line: 1, text: "" }]);
  });

  it("gives the same lines however the text is cut", async () => {
    const text = fc
      .array(fc.constantFrom("a", "\n", "\r\n", "星", "\ufeff", '"', "😀"), { maxLength: 40 })
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (whole, size) => {
        expect(await all(streamLines(pieces(whole, size)))).toEqual(splitLines(whole));
      }),
      { numRuns: 200 },
    );
  });

  it("keeps nothing of a line that is too long, and all of the next", async () => {
    const text = `${"x".repeat(MAX_LINE_BYTES)}\n${"y".repeat(MAX_LINE_BYTES + 1)}\n${"星".repeat(MAX_LINE_BYTES / 2)}\nz`;
    const lengths = (await all(streamLines(pieces(text, 65_536)))).map((line) => line.text?.length);
    expect(lengths).toEqual([MAX_LINE_BYTES, undefined, undefined, 1]);
    expect(splitLines(text).map((line) => line.text?.length)).toEqual(lengths);
  });
});

describe("decodeJson", () => {
  it("says the line of every bad one and reads the next", () => {
    expect(seen(decodeJson('{"a":1}\n{"a":\n\n{"a":2}\n', echo))).toEqual([
      [1, undefined, { a: 1 }],
      [2, undefined, "bad-json"],
      [3, undefined, "empty-line"],
      [4, undefined, { a: 2 }],
    ]);
  });

  it("reads one array over many lines, one array on a line, and parsed records", () => {
    expect(seen(decodeJson("[1,\n2]", echo))).toEqual([
      [undefined, 0, 1],
      [undefined, 1, 2],
    ]);
    expect(seen(decodeJson("[1,2]\n3", echo))).toEqual([
      [1, 0, 1],
      [1, 1, 2],
      [2, undefined, 3],
    ]);
    expect(seen(decodeJson([1, 2], echo))).toEqual([
      [undefined, 0, 1],
      [undefined, 1, 2],
    ]);
    expect(seen(decodeJson("[1,\n2\n", echo))).toEqual([
      [1, undefined, "bad-json"],
      [2, undefined, 2],
    ]);
  });

  it("refuses a line beyond the limit without parsing it", () => {
    expect(seen(decodeJson(`"${"x".repeat(MAX_LINE_BYTES)}"\n1`, echo))).toEqual([
      [1, undefined, "too-large"],
      [2, undefined, 1],
    ]);
  });

  it("never quotes a broken line in its refusal", () => {
    const [item] = decodeJson('{"phone":"13912345678"', echo);
    expect(JSON.stringify(item)).not.toContain("139");
  });

  it("keeps integers beyond 2^53 exact, and a hostile key an own key", () => {
    expect(seen(decodeJson('{"a":9007199254740993,"b":1234567890123456,"c":0.1}', echo))).toEqual([
      [1, undefined, { a: "9007199254740993", b: 1_234_567_890_123_456, c: 0.1 }],
    ]);
    const [item] = decodeJson('{"__proto__":{"x":1},"n":12345678901234567890}', echo);
    expect(item?.result.ok && Object.keys(item.result.value)).toEqual(["__proto__", "n"]);
  });

  it("survives brackets as deep as a line is long", () => {
    const deep = "[".repeat(200_000);
    expect(seen(decodeJson(`${deep}\n{"a":${deep}1234567890123456`, echo))).toEqual([
      [1, undefined, "bad-json"],
      [2, undefined, "bad-json"],
    ]);
    const closed = `{"n":1234567890123456789,"a":${deep}${"]".repeat(200_000)}}`;
    const [item] = decodeJson(closed, echo);
    expect(item?.result.ok && checkJson(item.result.value)[0]?.code).toBe("too-deep");
  });

  it("refuses what names a member twice, alone and with its place", () => {
    const twice = '{"id":1,"properties":{"a":[{"b":1,"\\u0062":1}]},"properties":{},"n":9007199254740993}';
    const places = ["/properties/a/0/b", "/properties"];
    const issues = (items: readonly Decoded[]): unknown =>
      items.map(({ result }) => (result.ok ? "ok" : result.error.map(({ code, pointer }) => [code, pointer])));
    const refused = places.map((place) => ["duplicate-key", place]);
    expect(issues(decodeJson(`${twice}\n{"a":{"b":1},"b":{"a":1}}`, echo))).toEqual([refused, "ok"]);
    expect(issues(decodeJson(`[1,\n${twice},{"a":1}]`, echo))).toEqual(["ok", refused, "ok"]);
    expect(issues(decodeJson(`[1,${twice},{"a":1}]`, echo))).toEqual(["ok", refused, "ok"]);
    expect(parseExactJson(`[{},${twice}]`)).toMatchObject({ ok: false, error: { pointer: "/1/properties/a/0/b" } });
  });

  it("gives at least one item per line, streamed or whole", async () => {
    const line = fc.oneof(fc.json(), fc.string(), fc.constantFrom("", "[]", "[[]]", "null", "{}", '{"type":"track"}'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        async (lines, size) => {
          const text = lines.map((each) => each.replace(/[\r\n]/g, " ")).join("\n");
          const streamed = await all(decodeJsonStream(pieces(text, size), echo));
          const numbers = new Set(streamed.map((item) => item.line));
          expect(splitLines(text).every((each) => numbers.has(each.line))).toBe(true);
          const whole = decodeJson(text, echo);
          if (whole.every((item) => item.line !== undefined)) expect(whole).toEqual(streamed);
        },
      ),
      { numRuns: 300 },
    );
  });
});
