import type { DatabaseIntrospector, Dialect, Kysely } from "kysely";
import { sql } from "kysely";

/**
 * A dialect that lists the tables of one schema alone. Kysely lists those of every schema before it migrates, and
 * PostgreSQL fails that list when somebody else's schema is dropped meanwhile.
 */
export const listingOnly = (schema: string, dialect: Dialect): Dialect => ({
  createAdapter: () => dialect.createAdapter(),
  createDriver: () => dialect.createDriver(),
  createQueryCompiler: () => dialect.createQueryCompiler(),
  createIntrospector: (db) => ownTables(db, schema),
});

function ownTables(db: Kysely<unknown>, schema: string): DatabaseIntrospector {
  const getTables: DatabaseIntrospector["getTables"] = async () => {
    const { rows } = await sql<{ name: string }>`
      select tablename as name from pg_catalog.pg_tables where schemaname = ${schema} order by tablename`.execute(db);
    return rows.map(({ name }) => ({ name, schema, isView: false, columns: [] }));
  };
  return {
    getTables,
    getSchemas: async () => {
      const { rows } = await sql<{ name: string }>`
        select nspname as name from pg_catalog.pg_namespace where nspname = ${schema}`.execute(db);
      return rows;
    },
    getMetadata: async () => ({ tables: await getTables() }),
  };
}
