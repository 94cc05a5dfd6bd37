import { afterAll, beforeAll, describe, it } from "vitest";
import { duckdbEngine } from "./duckdb-for-tests";
import type { Engine } from "./engine-for-tests";
import { factsAgree } from "./parity-for-tests";
import { pgliteEngine } from "./pglite-for-tests";
import { serverEngine } from "./server-for-tests";

const NUM_RUNS = Number(process.env.TRIBUTARY_RUNS ?? 25);

describe.each([
  { name: "PGlite", open: pgliteEngine },
  { name: "DuckDB", open: duckdbEngine },
  { name: "a PostgreSQL server", open: serverEngine },
])("factsSql in $name", ({ open }) => {
  let engine: Engine | undefined;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine?.close());

  it("reads what a rescan gives, whatever the definitions", async ({ skip }) => {
    if (engine === undefined) return skip();
    await factsAgree(engine, NUM_RUNS);
  });
});
