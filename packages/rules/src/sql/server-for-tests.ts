import { randomUUID } from "node:crypto";
import { Client } from "pg";
import type { Engine } from "./engine-for-tests";
import { POSTGRES_TABLES, postgresEngine } from "./postgres-for-tests";

/** A PostgreSQL server where one answers at `TRIBUTARY_PG_URL`, in a schema of its own. */
export async function serverEngine(): Promise<Engine | undefined> {
  const connectionString = process.env.TRIBUTARY_PG_URL ?? "postgres://postgres@127.0.0.1:5432/test";
  const client = new Client({ connectionString, connectionTimeoutMillis: 30_000 });
  try {
    await client.connect();
  } catch (error) {
    if (process.env.CI === "true") throw error;
    console.warn(`skipped: no PostgreSQL answers at ${new URL(connectionString).host} (set TRIBUTARY_PG_URL)`);
    return undefined;
  }
  const schema = `tributary_test_${randomUUID().replaceAll("-", "")}`;
  await client.query(`create schema ${schema}; set search_path to ${schema}; ${POSTGRES_TABLES}`);
  return postgresEngine(
    (text, parameters) => client.query(text, parameters),
    async () => {
      await client.query(`drop schema ${schema} cascade`);
      await client.end();
    },
  );
}
