/**
 * Events into an embedded PGlite through `hub.ingest` with the automotive preset, in batches of 1,000; beside it the same
 * rows written one by one: for each event its own row, and an upsert of each identifier, of the sighting and of the leaf.
 *
 * The peer is spared what we do besides: its rows are ready, each leaf has its final state, it never reads, and it has a
 * transaction per 1,000 events too, or, as handlers of one message do, one for each. It runs on 5,000 events, since its
 * cost per event hardly grows. What both wrote is compared first. Each run has a process of its own; CPU time.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { createHub } from "@tributary/adapters/hub";
import { postgresStore } from "@tributary/adapters/postgres";
import type { Event } from "@tributary/core/model";
import { automotive } from "@tributary/rules/presets/automotive";
import { inventEvents, NOW } from "./ingest/events";
import { cpuMs, growthExponent, print, remark } from "./measure";

const PEER_EVENTS = 5_000;

interface Run {
  /** CPU microseconds per event; of the peer with a transaction per 1,000 events, and with one for each. */
  readonly ours: number;
  readonly batched: number;
  readonly single: number;
  readonly wallPerSecond: number;
  readonly peakMb: number;
}

async function ingest(pglite: PGlite, schema: string, events: readonly Event[]): Promise<void> {
  const hub = createHub({
    blueprint: automotive(),
    store: await postgresStore({ pglite }, { schema }),
  });
  for (let from = 0; from < events.length; from += 1_000)
    await hub.ingest(events.slice(from, from + 1_000), { now: NOW });
}

type Row = Record<string, unknown>;
const KEYS = { event: "id", identifier: "id", sighting: "id", leaf: "id" } as const;
type Table = keyof typeof KEYS;

/** The rows one event touches, table by table. */
async function rowsByEvent(pglite: PGlite, schema: string, table: Table): Promise<Map<string, Row[]>> {
  const key = {
    event: "e.id = t.id",
    identifier: "t.id = any(s.identifiers)",
    sighting: "t.id = s.id",
    leaf: "t.id = s.leaf",
  }[table];
  const { rows } = await pglite.query<{ event: string; row: Row }>(
    `select e.id as event, to_jsonb(t) as row from ${schema}.event e join ${schema}.sighting s on s.id = e.sighting
     join ${schema}.${table} t on ${key}`,
  );
  const byEvent = new Map<string, Row[]>();
  for (const { event, row } of rows) byEvent.set(event, [...(byEvent.get(event) ?? []), row]);
  return byEvent;
}

async function rowByRow(
  pglite: PGlite,
  from: string,
  to: string,
  perTransaction: number,
): Promise<() => Promise<void>> {
  await postgresStore({ pglite }, { schema: to });
  const tables = ["event", "identifier", "sighting", "leaf"] as const;
  const rows = await Promise.all(tables.map((table) => rowsByEvent(pglite, from, table)));
  const events = [...(rows[0] as Map<string, Row[]>).keys()];
  return async () => {
    for (let start = 0; start < events.length; start += perTransaction) {
      await pglite.transaction(async (trx) => {
        for (const event of events.slice(start, start + perTransaction)) {
          for (const [i, table] of tables.entries()) {
            for (const row of rows[i]?.get(event) ?? []) await trx.query(upsert(to, table, row), Object.values(row));
          }
        }
      });
    }
  };
}

function upsert(schema: string, table: Table, row: Row): string {
  const columns = Object.keys(row);
  const values = columns.map((_, i) => `$${i + 1}`);
  const conflict = table === "leaf" ? "do update set version = excluded.version, state = excluded.state" : "do nothing";
  return `insert into ${schema}.${table} (${columns}) values (${values}) on conflict (id) ${conflict}`;
}

async function compareTables(pglite: PGlite, a: string, b: string): Promise<void> {
  for (const table of ["event", "identifier", "sighting", "leaf"]) {
    const digest = async (schema: string): Promise<unknown> =>
      (await pglite.query(`select count(*), md5(string_agg(t::text, ',' order by id)) from ${schema}.${table} t`)).rows;
    const [ours, theirs] = [JSON.stringify(await digest(a)), JSON.stringify(await digest(b))];
    if (ours !== theirs) throw new Error(`${table} differs: ${ours} and ${theirs}`);
  }
}

async function run(size: number, where: string): Promise<Run> {
  const events = inventEvents(size);
  const folder = where === "folder" ? mkdtempSync(join(tmpdir(), "tributary-bench-")) : undefined;
  const pglite = await PGlite.create(folder);
  await ingest(pglite, "small", events.slice(0, PEER_EVENTS));
  const race = async (to: string, perTransaction: number): Promise<number> => {
    const ms = await cpuMs(await rowByRow(pglite, "small", to, perTransaction));
    await compareTables(pglite, "small", to);
    return ms;
  };
  const [batched, single] = [await race("batched", 1_000), await race("single", 1)];
  const started = performance.now();
  const ours = await cpuMs(() => ingest(pglite, "large", events));
  const wallMs = performance.now() - started;
  await pglite.close();
  if (folder) rmSync(folder, { recursive: true });
  const peakMb = process.resourceUsage().maxRSS / 1024;
  const perEvent = (ms: number, count: number): number => (ms * 1_000) / count;
  return {
    ours: perEvent(ours, size),
    batched: perEvent(batched, Math.min(size, PEER_EVENTS)),
    single: perEvent(single, Math.min(size, PEER_EVENTS)),
    wallPerSecond: size / (wallMs / 1_000),
    peakMb,
  };
}

function apart(size: number, where: string): Run {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), String(size), where];
  const { stdout, status } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`the run of ${size} events failed`);
  return JSON.parse(stdout) as Run;
}

function measure(sizes: readonly number[]): void {
  for (const where of ["memory", "folder"]) {
    const costs = sizes.map((size) => {
      const { ours, batched, single, wallPerSecond, peakMb } = apart(size, where);
      const report = (peer: string, theirs: number): void =>
        print({
          bench: `ingest-pglite in ${where === "memory" ? "memory" : "a folder"}`,
          size,
          ours: 1e6 / ours,
          peer,
          theirs: 1e6 / theirs,
          ratio: theirs / ours,
          unit: "events/s of CPU",
        });
      report("row-by-row upserts, a transaction per 1,000 events", batched);
      report("row-by-row upserts, a transaction per event", single);
      remark(`${Math.round(wallPerSecond)} events/s by the clock, peak RSS ${Math.round(peakMb)} MB`);
      return { size, cost: ours * size };
    });
    remark(`growth exponent ${growthExponent(costs).toFixed(2)} over ${sizes.join(", ")} events`);
  }
}

const [size, where] = process.argv.slice(2);
if (size && where) console.log(JSON.stringify(await run(Number(size), where)));
else measure([1e4, 3e4, 1e5]);
