import { PGlite } from "@electric-sql/pglite";
import type { Engine } from "./engine-for-tests";
import { POSTGRES_TABLES, postgresEngine, type Query } from "./postgres-for-tests";

/** PostgreSQL in this process. */
export async function pgliteEngine(): Promise<Engine> {
  const database = await PGlite.create();
  await database.exec(POSTGRES_TABLES);
  // parsed as text by its own type, so that a JSON text is not written as JSON once more
  const query: Query = (text, parameters = []) =>
    database.query(text, parameters, { serializers: { 114: (value: unknown) => String(value) } });
  return postgresEngine(query, () => database.close());
}
