import { DefinitionError, type Event, parseEvent } from "@tributary/core";
import type { Decoded } from "@tributary/core/ports";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCsvMapping } from "./check-csv-mapping";
import type { CsvMapping } from "./csv-mapping";
import { decodeCsv, decodeCsvStream } from "./decode-csv";
import { readCsv, readCsvStream } from "./read-csv";

const shop: CsvMapping = {
  source: "shop",
  emptyTexts: ["NULL"],
  type: { column: "what", values: { buy: "orderPlaced", look: "productViewed" } },
  at: { column: "when", format: "yyyy-MM-dd HH:mm:ss", zone: "Asia/Shanghai" },
  ids: [
    { column: "user", type: "userId", expected: true },
    { column: "wx", type: "openid", scope: "wx1" },
  ],
  properties: {
    amountMinor: { column: "price", type: "money", zero: "warn" },
    brand: { column: "brand", type: "string", empty: "warn" },
    items: { column: "items", type: "integer" },
  },
  plausible: { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z", otherwise: "warn" },
};
const header = "what,when,user,wx,price,brand,items";
const rows = (...lines: readonly string[]): readonly Decoded[] => decodeCsv([header, ...lines].join("\n"), shop);
const said = ({ line, result, warnings }: Decoded): unknown => [
  line,
  result.ok ? "ok" : result.error.map(({ code, pointer }) => `${code} ${pointer}`),
  warnings.map(({ code, pointer }) => `${code} ${pointer}`),
];
const eventOf = (item: Decoded | undefined): Event => {
  if (!item?.result.ok) throw new Error(JSON.stringify(item));
  return item.result.value;
};
async function* pieces(text: string, size: number): AsyncGenerator<string, void, undefined> {
  for (let i = 0; i < text.length; i += size) yield text.slice(i, i + size);
}
async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe("readCsv", () => {
  const cells = (text: string): unknown =>
    readCsv(text).map((row) => ("cells" in row ? row.cells : `${row.line} ${row.issues[0]?.code}`));

  it("reads quotes, doubled quotes, CRLF, a byte order mark, and line breaks inside quotes", () => {
    expect(cells('\ufeff"a",b\r\n"x ""y"", z",1\r\n"two\r\nlines",2\r\n')).toEqual([
      ["a", "b"],
      ['x "y", z', "1"],
      ["two\nlines", "2"],
    ]);
  });

  it("refuses a carriage return that stands alone, unless it is quoted", () => {
    expect(cells("a,b,c\r1,2,3\r4,5,6\r")).toEqual(["1 bad-line-end"]);
    expect(cells('a,b\n1,x\ry\n2,"x\ry"\n"3",\r\r\n')).toEqual([
      ["a", "b"],
      "2 bad-line-end",
      ["2", "x\ry"],
      "4 bad-line-end",
    ]);
    const told = "what,when,user,wx,price,brand,items,more\rbuy,2026-01-01 00:00:00,u1,,1,b,1,x\r";
    expect(decodeCsv(told, shop).map(said)).toEqual([[1, ["bad-line-end "], []]]);
  });

  it("refuses a ragged or badly quoted row alone", () => {
    expect(cells('a,b\n1\n2,"open\n3,3\n4,x"y\n5,"z"z\n6,6,6\n\n7,7')).toEqual([
      ["a", "b"],
      "2 ragged-row",
      "3 bad-quotes",
      ["3", "3"],
      "5 bad-quotes",
      "6 bad-quotes",
      "7 ragged-row",
      "8 empty-line",
      ["7", "7"],
    ]);
  });

  it("reads on with the next line where quotes join lines into no whole row", () => {
    expect(cells('a,b\n2,"open\nx",4\n5,5')).toEqual([["a", "b"], "2 bad-quotes", "3 bad-quotes", ["5", "5"]]);
  });

  it("loses one line to a forgotten quote in a long file", () => {
    const good = Array.from({ length: 500 }, (_, i) => `${i},x`);
    const read = readCsv(["a,b", '0,"x', ...good].join("\n"));
    expect(read.filter((row) => "cells" in row)).toHaveLength(501);
  });

  it("gives back every table that was written, however it is cut", async () => {
    const cell = fc
      .array(fc.constantFrom("a", '"', ",", "\n", " ", "星", ""), { maxLength: 5 })
      .map((parts) => parts.join(""));
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    const write = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (data, size) => {
        const text = data.map((row) => row.map(write).join(",")).join("\r\n");
        expect(readCsv(text).map((row) => ("cells" in row ? row.cells : row.issues))).toEqual(data);
        expect(await all(readCsvStream(pieces(text, size)))).toEqual(readCsv(text));
      }),
      { numRuns: 300 },
    );
  });
});

describe("decodeCsv", () => {
  it("reads a row by its mapping", () => {
    const [item] = rows("buy,2026-03-01 08:00:00,u1,oA,19.9,水,3");
    expect(eventOf(item)).toMatchObject({
      type: "orderPlaced",
      at: Date.UTC(2026, 2, 1),
      ids: [
        { type: "userId", value: "u1" },
        { type: "openid", scope: "wx1", value: "oA" },
      ],
      properties: { amountMinor: 1990, brand: "水", items: 3 },
      source: "shop",
    });
  });

  it("says everything that is wrong with a row, and nothing about its neighbours", () => {
    const good = "buy,2026-03-01 08:00:00,u1,oA,19.9,b,3";
    expect(rows(good, "sell,soon,NULL,,free,b,1.5", good, "look,2026-03-01 08:00:00,,oA,0.00,NULL,").map(said)).toEqual(
      [
        [2, "ok", []],
        [
          3,
          ["unknown-type /what", "bad-time /when", "no-identifier ", "bad-value /price", "bad-value /items"],
          ["empty /user"],
        ],
        [4, "ok", []],
        [5, "ok", ["empty /user", "zero /price", "empty /brand"]],
      ],
    );
  });

  it.each([
    ["2026-01-01 07:59:59", false],
    ["2026-01-01 08:00:00", true],
    ["2027-01-01 07:59:59", true],
    ["2027-01-01 08:00:00", false],
  ])("takes %s for plausible: %s", (when, plausible) => {
    const row = `buy,${when},u1,oA,1,b,`;
    expect(rows(row).map(said)).toEqual([[2, "ok", plausible ? [] : ["implausible-time /when"]]]);
    const strict = {
      ...shop,
      plausible: { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00Z", otherwise: "refuse" },
    } as const;
    expect(decodeCsv(`${header}\n${row}`, strict)[0]?.result.ok).toBe(plausible);
  });

  it.each([
    ["19.90", 1990],
    ["0.29", 29],
    ["-0.00", 0],
    ["33.2000", 3320],
    ["-12", -1200],
    ["1.005", undefined],
    ["1,000", undefined],
    ["1e3", undefined],
    ["99999999999999999999", undefined],
  ])("reads the amount %s by its digits", (price, amountMinor) => {
    const [item] = rows(`buy,2026-03-01 08:00:00,u1,,"${price}",b,`);
    expect(item?.result.ok ? item.result.value.properties.amountMinor : undefined).toBe(amountMinor);
  });

  it("gives equal rows one id, and distinct ones where the mapping says so", () => {
    const row = "buy,2026-03-01 08:00:00,u1,oA,1,b,1";
    const ids = (mapping: CsvMapping, ...lines: readonly string[]): readonly string[] =>
      decodeCsv([header, ...lines].join("\n"), mapping).map((item) => eventOf(item).id);
    const other = row.replace("u1", "u2");
    const [a, b, c] = ids(shop, row, other, row);
    expect([a === c, a === b]).toEqual([true, false]);
    const distinct = { ...shop, repeats: "distinct" } as const;
    const shuffled = new Set(ids(distinct, other, row, row));
    expect(new Set(ids(distinct, row, other, row))).toEqual(shuffled);
    expect(shuffled.size).toBe(3);
    expect(ids({ ...shop, id: ["user"] }, row, other)).toEqual(["u1", "u2"]);
    const [x, y] = ids({ ...shop, id: ["user", "wx"] }, row, "buy,2026-03-02 08:00:00,u1,oA,2,b,1");
    expect(x).toBe(y);
  });

  it("refuses a file whose header is hostile, lacks a column or has it twice", () => {
    const row = "buy,2026-03-01 08:00:00,u1,oA,1,b,1";
    const of = (head: string): unknown => decodeCsv(`${head}\n${row}`, shop).map(said);
    expect(of(header.replace("brand", "Brand"))).toEqual([
      [1, ["missing-column "], []],
      [2, ["bad-header "], []],
    ]);
    expect(of(header.replace("items", "__proto__"))).toEqual([
      [1, ["hostile-key ", "missing-column "], []],
      [2, ["bad-header "], []],
    ]);
    expect(of(header.replace("items", "user"))).toEqual([
      [1, ["duplicate-column ", "missing-column "], []],
      [2, ["bad-header "], []],
    ]);
  });

  it("reads a file without a header by told columns", () => {
    const mapping: CsvMapping = { ...shop, columns: header.split(","), delimiter: "\t" };
    expect(decodeCsv("buy\t2026-03-01 08:00:00\tu1\t\t1\tb\t1", mapping).map(said)).toEqual([[1, "ok", []]]);
  });

  it("gives an item for every line of rubbish, never throws, and only events that pass", async () => {
    const piece = fc.constantFrom(
      "buy",
      "look",
      ",",
      ",",
      ",",
      '"',
      "\n",
      "2026-03-01 08:00:00",
      "u1",
      "oA",
      "1.5",
      "\u0000",
      "__proto__",
      "NULL",
      "😀",
      "\ud800",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), async (parts, size) => {
        const text = `${header}\nbuy,2026-03-01 08:00:00,u1,,1,b,1\n${parts.join("")}`;
        const items = decodeCsv(text, shop);
        expect(eventOf(items[0]).type).toBe("orderPlaced");
        for (const { result } of items) if (result.ok) expect(parseEvent(result.value).ok).toBe(true);
        expect(await all(decodeCsvStream(pieces(text, size), shop))).toEqual(items);
        const lines = text.replace(/\n$/, "").split("\n").length - 1;
        if (!text.includes('"')) expect(new Set(items.map(({ line }) => line)).size).toBe(lines);
      }),
      { numRuns: 300 },
    );
  });
});

describe("decodeCsv of text no event can hold", () => {
  it("locates it in its column", () => {
    const mapping: CsvMapping = {
      source: "shop",
      type: "orderPlaced",
      id: ["order"],
      at: { fixed: "2026-01-01T00:00:00Z" },
      ids: [
        { column: "wx", type: "openid" },
        { column: "user", type: "userId" },
      ],
      properties: { note: { column: "remark", type: "string" } },
    };
    const order = "o".repeat(201);
    const [row] = decodeCsv(`order,wx,user,remark\no1,,u\u0000,n\u0000\n`, mapping);
    expect(row && said(row)).toEqual([2, ["bad-text /user", "bad-text /remark"], []]);
    const [long] = decodeCsv(`order,wx,user,remark\n${order},,u,n\n`, mapping);
    expect(long && said(long)).toEqual([2, ["too-big /order"], []]);
  });
});

describe("checkCsvMapping", () => {
  it("refuses a mapping that is far too wide, or throws when it is read", () => {
    const boom = (): never => {
      throw new Error("boom");
    };
    for (const ids of [new Array(400_000).fill(1), new Proxy([], { get: boom }), { [Symbol.iterator]: boom }]) {
      const checked = checkCsvMapping({ ...shop, ids });
      expect(checked.ok ? 0 : checked.error.length).toBeLessThanOrEqual(32);
      expect(checked.ok).toBe(false);
    }
    expect(checkCsvMapping(Object.defineProperty({}, "source", { get: boom, enumerable: true })).ok).toBe(false);
  });

  it("accepts the mapping of these tests, and any mapping read back from JSON", () => {
    expect(checkCsvMapping(JSON.parse(JSON.stringify(shop)))).toEqual({ ok: true, value: shop });
  });

  it("says everything that is wrong at once, with the nearest names", () => {
    const checked = checkCsvMapping({
      source: "",
      delimiter: ";;",
      typ: "x",
      at: { column: "t", format: "yyyy-MM-dd", zone: "Mars/Olympus" },
      ids: [{ column: "u", type: "user id" }],
      properties: JSON.parse(
        '{"__proto__":{"column":"a","type":"string"},"b":{"column":"b","type":"strin","decimals":9}}',
      ),
      plausible: { from: "2026", to: "2026-01-01T00:00:00Z", otherwise: "ignore" },
    });
    expect(checked.ok ? [] : checked.error.map(({ pointer, hint }) => (hint ? `${pointer} ${hint}` : pointer))).toEqual(
      [
        '/typ did you mean "type"?',
        "/source",
        "/delimiter",
        "/type",
        "/at/zone",
        "/ids/0/type",
        "/properties/__proto__",
        '/properties/b/type did you mean "string"?',
        "/properties/b/decimals",
        "/plausible/from",
        "/plausible/otherwise",
      ],
    );
  });

  it("wants a zone exactly where the format says none", () => {
    const at = (moment: unknown): unknown => {
      const checked = checkCsvMapping({ ...shop, at: moment });
      return checked.ok ? "ok" : checked.error.map(({ code, pointer }) => `${code} ${pointer}`);
    };
    expect(at({ column: "t", format: "yyyy-MM-dd" })).toEqual(["missing /at/zone"]);
    expect(at({ column: "t", format: "iso", zone: "UTC" })).toEqual(["unknown-key /at/zone"]);
    expect(at({ fixed: "2026-01-01T00:00:00Z" })).toBe("ok");
    expect(at({ fixed: "today" })).toEqual(["bad-value /at/fixed"]);
  });

  it("is what decoding asks first", () => {
    expect(() => decodeCsv("", { ...shop, ids: [] })).toThrow(DefinitionError);
    for (const rubbish of [null, 1, "x", [], { ids: 1 }]) expect(checkCsvMapping(rubbish).ok).toBe(false);
  });
});

describe("a column read by a pattern", () => {
  const mapping = {
    source: "dealer",
    type: "leadSubmitted",
    at: { column: "日期", pattern: "yyyy/M/d H:mm", zone: "Asia/Shanghai" },
    ids: [{ column: "手机", type: "phone" }],
  } as const;

  it("reads what a spreadsheet wrote, and refuses the rest on its line", () => {
    const [first, second] = decodeCsv("日期,手机\n2026/1/5 9:03,13912345678\n5.1.2026,13912345678\n", mapping);
    expect(first?.result.ok && first.result.value.at).toBe(Date.UTC(2026, 0, 5, 1, 3));
    expect(second?.result).toMatchObject({ ok: false, error: [{ code: "bad-time", pointer: "/日期" }] });
  });

  it("is checked before the first row", () => {
    expect(checkCsvMapping(mapping).ok).toBe(true);
    const checked = checkCsvMapping({ ...mapping, at: { column: "日期", pattern: "YYYY/M/d" } });
    expect(checked.ok ? [] : checked.error.map(({ pointer }) => pointer)).toEqual(["/at/pattern", "/at/zone"]);
  });
});
