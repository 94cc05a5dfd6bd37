import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Event, parseEvent } from "@tributary/core";
import { normaliseIdentifier } from "@tributary/core/identity";
import type { Decoded } from "@tributary/core/ports";
import { automotive } from "@tributary/rules/presets/automotive";
import { afterAll, describe, expect, it } from "vitest";
import { BadInput } from "./bad-input";
import { type FormatName, formats } from "./formats";

const shipped = fileURLToPath(new URL("../data/completejourney", import.meta.url));
const shared = fileURLToPath(new URL("../../../shared/data", import.meta.url));
if (!existsSync(shared)) {
  if (process.env.CI === "true") throw new Error(`missing: ${shared}`);
  console.info(`formats.test: no ${shared}, so only the shipped data is read`);
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "formats-"));
  folders.push(folder);
  return folder;
}

interface Reading {
  readonly items: readonly Decoded[];
  readonly events: readonly Event[];
  readonly refused: number;
  readonly repeated: number;
  /** Warnings and refusals by code and pointer. */
  readonly codes: Readonly<Record<string, number>>;
}

async function read(name: FormatName, path: string, mapping?: string): Promise<Reading> {
  const items: Decoded[] = [];
  for await (const item of formats[name].open(path, mapping === undefined ? {} : { mapping })) items.push(item);
  const events = items.flatMap(({ result }) => (result.ok ? [result.value] : []));
  const codes: Record<string, number> = {};
  for (const { result, warnings } of items) {
    for (const { code, pointer } of [...(result.ok ? [] : result.error), ...warnings]) {
      codes[`${code} ${pointer}`] = (codes[`${code} ${pointer}`] ?? 0) + 1;
    }
  }
  expect(events.filter((event) => !parseEvent(event).ok)).toEqual([]);
  const repeated = events.length - new Set(events.map(({ id }) => id)).size;
  return { items, events, refused: items.length - events.length, repeated, codes };
}

const count = (events: readonly Event[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
};
const sum = (events: readonly Event[], name: string): number =>
  events.reduce((total, { properties }) => total + Number(properties[name] ?? 0), 0);

describe("formats", () => {
  it("reads the shipped Complete Journey whole", async () => {
    const { items, events, refused, repeated, codes } = await read("completejourney", shipped);
    expect([refused, repeated]).toEqual([0, 0]);
    expect(count(events)).toEqual({
      traitsSet: 351,
      campaignReceived: 2_974,
      couponRedeemed: 914,
      orderPlaced: 18_579,
    });
    expect(codes).toEqual({ "zero /quantity": 164 });
    expect(sum(events, "lines")).toBe(29_468);
    expect(new Set(events.flatMap(({ ids }) => ids.map(({ value }) => value))).size).toBe(713);
    const zero = items.find(({ warnings }) => warnings.length > 0);
    expect([zero?.file, zero?.warnings[0]?.message]).toEqual([
      "transactions_sample.csv",
      expect.stringMatching(/^line \d+: is zero$/),
    ]);
    expect(new Set(items.map(({ file }) => file)).size).toBe(4);
  });

  it("puts a refused line and an unknown campaign into the reading, not out of it", async () => {
    const folder = newFolder();
    writeFileSync(join(folder, "campaigns.csv"), "campaign_id,household_id\n1,7\n");
    const header =
      "household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,coupon_match_disc,week,transaction_timestamp";
    const line = (basket: string, value: string): string =>
      `7,1,${basket},9,1,${value},0.5,0.25,0.0,1,2017-01-02T00:00:00Z`;
    writeFileSync(
      join(folder, "transactions.csv"),
      [header, line("b1", "1.5"), line("b1", "free"), line("b1", "0.3"), line("b2", "2")].join("\n"),
    );
    const { items, events, codes } = await read("completejourney", folder);
    expect(codes).toEqual({ "unknown-campaign /campaign_id": 1, "bad-value /sales_value": 1 });
    expect(items.map(({ line: number }) => number)).toEqual([2, 3, 2, 5]);
    expect(events.map(({ properties }) => properties)).toEqual([
      { store: "1", amountMinor: 180, discountMinor: 150, couponMinor: 50, lines: 2 },
      { store: "1", amountMinor: 200, discountMinor: 75, couponMinor: 25, lines: 1 },
    ]);
  });

  it("reads Sensors and Segment lines into identifiers the automotive blueprint knows", async () => {
    const path = join(newFolder(), "lines.jsonl");
    const track = { type: "track", event: "leadSubmitted", properties: {} };
    const sensors = { ...track, time: 1_760_000_000_000, distinct_id: "a", identities: { $identity_mp_openid: "oA" } };
    const context = { externalIds: [{ type: "openid", id: "oA" }] };
    const segment = { ...track, timestamp: "2025-10-09T08:53:20Z", anonymousId: "a", context };
    for (const [name, record] of Object.entries({ sensors, segment })) {
      writeFileSync(path, `${JSON.stringify(record)}\n{"type":\n`);
      const { events, codes } = await read(name as FormatName, path);
      expect(codes).toEqual({ "bad-json ": 1 });
      const { identity } = automotive();
      expect(events[0]?.ids.map((id) => normaliseIdentifier(id, identity).ok)).toEqual([true, true]);
    }
  });

  it("reads a CSV by a mapping file, and says what is wrong with one", async () => {
    const folder = newFolder();
    const [data, good, bad] = ["data.csv", "good.json", "bad.json"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(data, "when,who\n1760000000000,u1\nsoon,u1\n");
    const mapping = {
      source: "mine",
      type: "leadSubmitted",
      at: { column: "when", format: "epochMs" },
      ids: [{ column: "who", type: "userId" }],
    };
    writeFileSync(good, JSON.stringify(mapping));
    writeFileSync(bad, JSON.stringify({ ...mapping, sourc: "x" }));
    expect((await read("csv", data, good)).codes).toEqual({ "bad-time /when": 1 });
    await expect(read("csv", data, bad)).rejects.toThrow(/did you mean "source"/);
    await expect(read("csv", data)).rejects.toThrow(/--mapping/);
  });

  it("says in one sentence what is no data of a format, before anything is read", () => {
    const folder = newFolder();
    const [file, cut] = [join(folder, "a.csv"), join(folder, "cut.json")];
    writeFileSync(file, "a\n1\n");
    writeFileSync(cut, '{"source":');
    const open = (name: FormatName, path: string, mapping?: string) => (): unknown =>
      formats[name].open(path, mapping === undefined ? {} : { mapping });
    expect(open("completejourney", file)).toThrow(/a\.csv is no folder of Complete Journey: .*transactions\.csv/);
    expect(open("completejourney", folder)).toThrow(/is no folder of Complete Journey/);
    for (const name of ["rees46", "taobao", "cdnow", "sensors", "segment"] as const) {
      expect(open(name, folder)).toThrow(/is a folder, and a file is wanted$/);
    }
    expect(open("csv", file, cut)).toThrow(/cut\.json is not JSON/);
    expect(open("csv", file, folder)).toThrow(/is a folder, and a file is wanted$/);
    for (const thrown of [open("csv", file), open("csv", file, file), open("csv", folder, cut)]) {
      expect(thrown).toThrow(BadInput);
    }
  });
});

describe.skipIf(!existsSync(shared))("formats on whole data sets", () => {
  const at = (name: string): string => join(shared, name);

  it("reads every row of REES46 and reports its dirt", async () => {
    const { items, events, refused, repeated, codes } = await read(
      "rees46",
      at("events/rees46_multicategory_2019-10-01_first3h.csv"),
    );
    expect([items.length, refused, repeated]).toEqual([17_434, 0, 5]);
    expect(codes).toEqual({ "empty /brand": 2_477, "empty /category_code": 5_746, "zero /price": 19 });
    const purchases = [
      ...new Map(events.filter(({ type }) => type === "productPurchased").map((event) => [event.id, event])).values(),
    ];
    expect(
      sum(
        events.filter(({ type }) => type === "productPurchased"),
        "amountMinor",
      ),
    ).toBe(5_944_263);
    expect(purchases.length).toBeLessThanOrEqual(214);
    expect(count(events)).toEqual({ productViewed: 17_055, productCarted: 165, productPurchased: 214 });
  });

  it("reads every row of Taobao and reports the times outside its days", async () => {
    const { events, refused, repeated, codes } = await read("taobao", at("events/taobao_userbehavior_814users.csv"));
    expect([refused, repeated]).toEqual([0, 0]);
    expect(codes).toEqual({ "implausible-time /timestamp": 35 });
    expect(count(events)).toEqual({
      productViewed: 75_693,
      productCarted: 4_494,
      productFavourited: 2_351,
      productPurchased: 1_749,
    });
    expect(Math.min(...events.slice(0, 100_000).map((event) => event.at))).toBe(Date.parse("2017-09-11T08:16:39Z"));
  });

  it("reads every row of CDNOW, equal ones as purchases of their own", async () => {
    const { items, refused, repeated, codes } = await read("cdnow", at("scoring/cdnow_elog.csv"));
    expect([items.length, refused, repeated]).toEqual([6_919, 0, 0]);
    expect(codes).toEqual({ "zero /price": 8 });
  });

  it("reads the larger Complete Journey and reports its dirt", async () => {
    const { events, refused, codes } = await read("completejourney", at("events/completejourney"));
    expect(refused).toBe(0);
    expect(count(events)).toEqual({
      traitsSet: 801,
      campaignReceived: 6_589,
      couponRedeemed: 2_102,
      orderPlaced: 47_243,
    });
    expect(codes).toEqual({ "zero /quantity": 416 });
    expect(sum(events, "amountMinor")).toBe(23_393_524);
  });
});

describe("basketsOf", () => {
  it("gives the same orders whatever the order of lines, and counts a repeated one once", async () => {
    const header =
      "household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,coupon_match_disc,week,transaction_timestamp";
    const rows = [
      "7,1,b1,9,1,1.5,0.0,0.0,0.0,1,2017-01-02T00:00:00Z",
      "8,1,b2,9,1,2.5,0.0,0.0,0.0,1,2017-01-03T00:00:00Z",
      "7,1,b1,5,1,3.5,0.0,0.0,0.0,1,2017-01-02T00:00:01Z",
      "8,1,b2,9,1,2.5,0.0,0.0,0.0,1,2017-01-03T00:00:00Z",
    ];
    const read_ = async (lines: readonly string[]): Promise<Reading> => {
      const folder = newFolder();
      writeFileSync(join(folder, "transactions.csv"), [header, ...lines].join("\n"));
      return read("completejourney", folder);
    };
    const forwards = await read_(rows);
    const backwards = await read_([...rows].reverse());
    const byId = ({ events }: Reading): readonly Event[] => [...events].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(byId(backwards)).toEqual(byId(forwards));
    const inTime = [...forwards.events].sort((x, y) => x.at - y.at);
    expect(inTime.map(({ properties }) => [properties.amountMinor, properties.lines])).toEqual([
      [500, 2],
      [250, 1],
    ]);
    expect(forwards.codes).toEqual({ "repeated-line ": 1 });
  });

  it("lets a line of another time or household spoil no order, and hides neither in one", async () => {
    const header =
      "household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,coupon_match_disc,week,transaction_timestamp";
    const line = (household: string, at: string): string => `${household},1,b1,9,1,1.5,0.0,0.0,0.0,1,${at}`;
    const folder = newFolder();
    const lines = [
      line("7", "2017-01-02T00:00:00Z"),
      line("7", "2091-01-02T00:00:00Z"),
      line("8", "2017-01-02T00:00:00Z"),
    ];
    writeFileSync(join(folder, "transactions.csv"), [header, ...lines].join("\n"));
    const { items, events, codes } = await read("completejourney", folder);
    expect(codes).toEqual({ "implausible-time /transaction_timestamp": 1 });
    expect(items.map(({ line: number }) => number)).toEqual([3, 2, 4]);
    expect(events.map(({ ids, properties }) => [ids[0]?.value, properties.amountMinor])).toEqual([
      ["7", 150],
      ["8", 150],
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });
});
