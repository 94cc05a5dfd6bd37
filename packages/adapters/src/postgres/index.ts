/** A store in PostgreSQL: embedded with PGlite, or a server. */
export type { PgliteClient } from "./pglite-dialect";
export { type PostgresClient, type PostgresStoreOptions, postgresStore } from "./postgres-store";
export type { ServerPool } from "./server-pool";
