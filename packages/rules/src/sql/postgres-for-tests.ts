import type { Engine, Row } from "./engine-for-tests";

/** The tables of tests in PostgreSQL. */
export const POSTGRES_TABLES = `
  create table events (uid text, at bigint, type text, properties jsonb, hash bigint);
  create table persons (uid text)`;
const POSTGRES_EVENTS = `
  insert into events select uid, at, type, properties::jsonb, hash
  from json_to_recordset($1) as e(uid text, at bigint, type text, properties text, hash bigint)`;
const POSTGRES_PERSONS = "insert into persons select value from json_array_elements_text($1)";

/** Runs one statement. */
export type Query = (text: string, parameters?: unknown[]) => Promise<{ readonly rows: readonly unknown[] }>;

/** PostgreSQL, wherever it runs. */
export const postgresEngine = (query: Query, close: () => Promise<unknown>): Engine => ({
  dialect: "postgres",
  load: async (rows, persons) => {
    await query("truncate events, persons");
    await query(POSTGRES_EVENTS, [JSON.stringify(rows)]);
    await query(POSTGRES_PERSONS, [JSON.stringify(persons)]);
  },
  query: async ({ text, parameters }) => (await query(text, [...parameters])).rows as readonly Row[],
  close,
});
