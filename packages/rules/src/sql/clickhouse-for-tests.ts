import { createRequire } from "node:module";
import { join } from "node:path";
import type { Engine, Row } from "./engine-for-tests";

/** What is used of chdb, which is installed apart: see scripts/clickhouse.mjs. */
interface Session {
  query(text: string, format?: string): string;
  queryBind(text: string, parameters: object, format: string): string;
  insert(rows: { readonly table: string; readonly values: readonly object[] }): Promise<unknown>;
  close(): void;
}

const TABLES = [
  "create table events (uid String, at Int64, type String, properties String, hash Int64) engine = MergeTree order by uid",
  "create table persons (uid String) engine = MergeTree order by uid",
];

/** ClickHouse in this process, from the folder that chdb is installed in. */
export const clickhouseEngine = (folder: string) => async (): Promise<Engine> => {
  const { Session } = createRequire(join(folder, "package.json"))("chdb") as { readonly Session: new () => Session };
  const session = new Session();
  for (const table of TABLES) session.query(table);
  return {
    dialect: "clickhouse",
    load: async (rows, persons) => {
      session.query("truncate table events");
      session.query("truncate table persons");
      if (rows.length > 0) await session.insert({ table: "events", values: rows });
      await session.insert({ table: "persons", values: persons.map((uid) => ({ uid })) });
    },
    query: async ({ text, parameters }) => {
      const bound = Object.fromEntries(parameters.map((value, i) => [`p${i + 1}`, value]));
      const lines = session.queryBind(text, bound, "JSONEachRow").trim();
      return lines === "" ? [] : lines.split("\n").map((line) => JSON.parse(line) as Row);
    },
    close: async () => session.close(),
  };
};
