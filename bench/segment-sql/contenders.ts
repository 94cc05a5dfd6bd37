import { DuckDBInstance } from "@duckdb/node-api";
import type { Event } from "@tributary/core";
import { compileCondition, foldAll, readFacts, type Tracks } from "@tributary/rules";
import { type SqlDialect, type Statement, segmentSql } from "@tributary/rules/sql";
import { Client } from "pg";
import { cpuMs } from "../measure";
import { EVENTS_PER_PERSON, eventAt, eventsSql, facts, NOW, ready } from "./events";

/** Who is in the segment, ascending, and what it took. */
export interface Found {
  readonly members: readonly number[];
  readonly ms: number;
  readonly more?: string;
}

const BATCH = 100_000;

/** Folds every event as it comes, then reads and tests everybody. Making the events up is not timed. */
export async function inProcess(size: number): Promise<Found> {
  const tracksOf: (Tracks | undefined)[] = new Array(size / EVENTS_PER_PERSON).fill(undefined);
  let foldMs = 0;
  for (let from = 0; from < size; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, size - from) }, (_, i) => eventAt(from + i, size));
    foldMs += await cpuMs(() => {
      for (const { of, event } of batch) fold(tracksOf, of, event);
    });
  }
  const { test } = compileCondition(ready, { schema: facts.schema });
  const members: number[] = [];
  const testMs = await cpuMs(() => {
    for (const [person, tracks] of tracksOf.entries())
      if (tracks !== undefined && test(readFacts(facts, tracks, { now: NOW }), { now: NOW })) members.push(person);
  });
  return { members, ms: foldMs + testMs, more: `of that ${Math.round(testMs)} ms to read and test everybody` };
}

function fold(tracksOf: (Tracks | undefined)[], person: number, event: Event): void {
  tracksOf[person] = foldAll(facts, tracksOf[person], [event]);
}

/** The statement in DuckDB, in this process: CPU time of all its threads. */
export async function inDuckDb(size: number): Promise<Found> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const made = eventsSql(
    size,
    `(select range as i from range(${size}))`,
    (pairs) => `json_object(${pairs.join(", ")})`,
  );
  await connection.run(`create table events as ${made}`);
  const { text, parameters } = statement("duckdb");
  let members: readonly number[] = [];
  const ms = await cpuMs(async () => {
    const reader = await connection.runAndReadAll(`${text} ORDER BY "person"`, [...parameters]);
    members = reader.getColumnsJS()[0]?.map(Number) ?? [];
  });
  return { members, ms };
}

/** The statement in a PostgreSQL server, without parallel workers: wall time, which is then its CPU time. */
export async function inPostgres(size: number): Promise<Found> {
  const client = new Client({
    connectionString: process.env.TRIBUTARY_PG_URL ?? "postgres://postgres@127.0.0.1:5432/test",
  });
  await client.connect();
  await client.query("set max_parallel_workers_per_gather = 0; set work_mem = '512MB'");
  const numbers = `(select i from generate_series(0::bigint, ${size - 1}) as i) as numbers`;
  const made = eventsSql(size, numbers, (pairs) => `jsonb_build_object(${pairs.join(", ")})`);
  await client.query(`create temporary table events as ${made}`);
  await client.query("analyze events");
  const { text, parameters } = statement("postgres");
  const started = performance.now();
  const { rows } = await client.query(`${text} ORDER BY "person"`, [...parameters]);
  const ms = performance.now() - started;
  await client.end();
  return { members: rows.map(({ person }) => Number(person)), ms };
}

const source = {
  events: "events",
  person: "uid",
  at: "at",
  type: "type",
  properties: "properties",
  hash: "hash",
} as const;

function statement(dialect: SqlDialect): Statement {
  const written = segmentSql(ready, facts, { dialect, source, now: NOW });
  if (written.ok) return written.value;
  throw new Error(JSON.stringify(written.error));
}
