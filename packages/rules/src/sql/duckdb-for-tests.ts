import { DuckDBInstance } from "@duckdb/node-api";
import type { Engine, EventRow, Row } from "./engine-for-tests";

/** DuckDB in this process. */
export async function duckdbEngine(): Promise<Engine> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run('create table events (uid text, "at" bigint, type text, properties json, hash bigint)');
  await connection.run("create table persons (uid text)");
  const each = (rows: readonly EventRow[] | readonly string[]): [string] => [JSON.stringify(rows)];
  return {
    dialect: "duckdb",
    load: async (rows, persons) => {
      await connection.run("truncate events");
      await connection.run("truncate persons");
      await connection.run(
        `insert into events
         select e->>'uid', (e->>'at')::bigint, e->>'type', (e->>'properties')::json, (e->>'hash')::bigint
         from (select unnest(json_extract($1::json, '$[*]')) as e)`,
        each(rows),
      );
      await connection.run(
        "insert into persons select p->>'$' from (select unnest(json_extract($1::json, '$[*]')) as p)",
        each(persons),
      );
    },
    query: async ({ text, parameters }) =>
      (await connection.runAndReadAll(text, [...parameters])).getRowObjectsJS() as readonly Row[],
    close: async () => connection.closeSync(),
  };
}
