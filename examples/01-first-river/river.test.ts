import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHub, type Hub } from "@tributary/adapters/hub";
import { memoryStore } from "@tributary/adapters/memory";
import { decodeSensorsStream } from "@tributary/adapters/sensors";
import { seededDice } from "@tributary/core";
import type { Decoded } from "@tributary/core/ports";
import { generateWorld, type World, writeWorld } from "@tributary/core/testing";
import { automotive } from "@tributary/rules/presets/automotive";
import { describe, expect, it } from "vitest";
import { exportRiver } from "./export-river";
import { pour, type Reported, type Tally } from "./pour";
import { tallyLines } from "./report";

const blueprint = automotive();
const world = generateWorld({ seed: 7, persons: 60 });
const written = writeWorld(world);

const newHub = (): Hub =>
  createHub({ blueprint, store: memoryStore({ seed: (key) => `seed of ${key}` }), oneIdOrder: "event" });

async function* pieces(lines: readonly string[]): AsyncGenerator<string, void, undefined> {
  for (const line of lines) yield `${line}\n`;
}

async function poured(
  hub: Hub,
  stream: AsyncIterable<Decoded>,
  { to, batch = 100 }: { readonly to: number; readonly batch?: number },
): Promise<{ readonly tally: Tally; readonly reported: readonly Reported[] }> {
  const reported: Reported[] = [];
  const tally = await pour(hub, stream, { now: to, batch, report: (item) => reported.push(item), progress: () => {} });
  return { tally, reported };
}

async function exported(hub: Hub, now: number): Promise<Readonly<Record<string, string>>> {
  const folder = mkdtempSync(join(tmpdir(), "river-"));
  await exportRiver(folder, hub.persons({ now }));
  const files = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")] as const);
  rmSync(folder, { recursive: true });
  return Object.fromEntries(files);
}

const sensors = (lines: readonly string[]): AsyncIterable<Decoded> =>
  decodeSensorsStream(pieces(lines), written.options.sensors);

describe("a river", () => {
  it("exports the same bytes from any order, with any repeats, in batches of any size", async () => {
    const [one, other] = [newHub(), newHub()];
    const dice = seededDice(11);
    const again = dice.shuffle([...written.sensors, ...written.sensors.slice(0, 200)]);
    const first = await poured(one, sensors(written.sensors), world);
    const second = await poured(other, sensors(again), { ...world, batch: 7 });
    const [a, b] = [await exported(one, world.to), await exported(other, world.to)];
    expect(Object.keys(a)).toEqual(["facts.jsonl", "persons.jsonl", "tags.jsonl"]);
    expect(a["persons.jsonl"]?.split("\n").length).toBeGreaterThan(50);
    expect(b).toEqual(a);
    expect(second.tally.accepted).toBe(first.tally.accepted);
    expect(second.tally.duplicate).toBe(first.tally.duplicate + 200);
  });

  it("says of every event poured again that it is a duplicate, and changes nothing", async () => {
    const hub = newHub();
    await poured(hub, sensors(written.sensors), world);
    const before = await exported(hub, world.to);
    const { tally } = await poured(hub, sensors(written.sensors), world);
    expect([tally.accepted, tally.duplicate]).toEqual([0, tally.read]);
    expect(await exported(hub, world.to)).toEqual(before);
  });

  it("lists every bad item with its line and reason, and loses no good one", async () => {
    const { lines, bad } = spoiled(world);
    const [clean, dirty] = [newHub(), newHub()];
    await poured(clean, sensors(written.sensors), world);
    const { tally, reported } = await poured(dirty, sensors(lines), world);
    const refused = reported.filter(({ status }) => status === "refused" || status === "conflict");
    expect(new Map(refused.map(({ line, issues }) => [line, issues[0]?.code]))).toEqual(bad);
    expect(refused.every(({ issues }) => issues[0] && issues[0].message.length > 0)).toBe(true);
    expect(tally.read).toBe(lines.length);
    expect(bad.size / lines.length).toBeGreaterThan(0.04);
    expect(await exported(dirty, world.to)).toEqual(await exported(clean, world.to));
  });
});

describe("pour", () => {
  it("names the file of every item it reports, whoever refused it", async () => {
    async function* folder(): AsyncGenerator<Decoded, void, undefined> {
      for await (const decoded of sensors(written.sensors.slice(0, 3))) yield { ...decoded, file: "a.csv" };
    }
    const hub = newHub();
    const { tally, reported } = await poured(hub, folder(), { to: 0 });
    expect(reported.map(({ file, line, status }) => [file, line, status])).toEqual(
      [1, 2, 3].map((line) => ["a.csv", line, "refused"]),
    );
    expect(tallyLines("folder", tally, "items")[2]).toMatch(/^ {2}refused a\.csv line 1: /);
  });
});

/** The world's records with one line in twenty of rubbish between them, and which code each bad line must get. */
function spoiled({ to }: World): { readonly lines: readonly string[]; readonly bad: ReadonlyMap<number, string> } {
  const record = (change: object): string =>
    JSON.stringify({
      type: "track",
      event: "storeVisited",
      distinct_id: "u1",
      time: to - 1,
      properties: {},
      ...change,
    });
  const rubbish: readonly (readonly [code: string, line: string])[] = [
    ["bad-json", '{"type":"track",'],
    ["bad-json", "not json at all"],
    ["bad-value", record({ time: "yesterday" })],
    ["time-unit", record({ time: 1_700_000_000 })],
    ["unknown-event", record({ event: "storeVisitted" })],
    ["hostile-key", record({}).replace('"properties":{}', '"properties":{"__proto__":{"admin":true}}')],
    ["future", record({ time: to + 400 * 86_400_000 })],
    ["unknown-type", record({ type: "trak" })],
    ["not-a-person-event", record({ type: "item_set", item_type: "car", item_id: "1" })],
  ];
  const lines: string[] = [];
  const bad = new Map<number, string>();
  for (const [i, line] of written.sensors.entries()) {
    lines.push(line);
    if (i % 20 !== 7) continue;
    const [code, text] = rubbish[bad.size % rubbish.length] as readonly [string, string];
    lines.push(text);
    bad.set(lines.length, code);
  }
  return { lines, bad };
}
