import { afterAll, beforeAll, describe, it } from "vitest";
import { clickhouseEngine } from "./clickhouse-for-tests";
import { duckdbEngine } from "./duckdb-for-tests";
import type { Engine } from "./engine-for-tests";
import { factsAgree, modelsAgree, scoresAgree, segmentsAgree } from "./parity-for-tests";
import { pgliteEngine } from "./pglite-for-tests";
import { serverEngine } from "./server-for-tests";

const NUM_RUNS = Number(process.env.TRIBUTARY_RUNS ?? 25);

/** Where chdb is installed: then it is asked, and nobody else. */
const chdb = process.env.TRIBUTARY_CHDB;
const engines = [
  { name: "PGlite", open: pgliteEngine },
  { name: "DuckDB", open: duckdbEngine },
  { name: "a PostgreSQL server", open: serverEngine },
];

describe.each(chdb === undefined ? engines : [{ name: "ClickHouse", open: clickhouseEngine(chdb) }])(
  "SQL in $name",
  ({ open }) => {
    let engine: Engine | undefined;
    beforeAll(async () => {
      engine = await open();
    });
    afterAll(() => engine?.close());

    it("reads what a rescan gives, whatever the definitions", async ({ skip }) => {
      if (engine === undefined) return skip();
      await factsAgree(engine, NUM_RUNS);
    });

    it("gives the members that a rescan gives, whatever the condition", async ({ skip }) => {
      if (engine === undefined) return skip();
      await segmentsAgree(engine, NUM_RUNS);
    });

    it("fits the bins that fitRfm fits, to the byte, whatever the orders", async ({ skip }) => {
      if (engine === undefined) return skip();
      await modelsAgree(engine, NUM_RUNS);
    });

    it("scores as scoreRfm does, whatever the orders", async ({ skip }) => {
      if (engine === undefined) return skip();
      await scoresAgree(engine, NUM_RUNS);
    });
  },
);
