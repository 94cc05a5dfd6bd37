import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from "kysely";

/** What this adapter calls of a PGlite: the host brings its own. */
export interface PgliteClient extends PgliteQueries {
  transaction<T>(work: (transaction: PgliteTransaction) => Promise<T>): Promise<T>;
}

interface PgliteQueries {
  query<T>(sql: string, parameters?: unknown[]): Promise<{ readonly rows: T[]; readonly affectedRows?: number }>;
}

interface PgliteTransaction extends PgliteQueries {
  rollback(): Promise<void>;
}

/** A Kysely dialect over PGlite. Transactions are PGlite's own, so the host may use the same database beside us. */
export const pgliteDialect = (pglite: PgliteClient): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createDriver: () => ({
    init: async () => {},
    destroy: async () => {},
    acquireConnection: async () => new PgliteConnection(pglite),
    releaseConnection: async () => {},
    beginTransaction: (connection) => (connection as PgliteConnection).begin(),
    commitTransaction: (connection) => (connection as PgliteConnection).end("commit"),
    rollbackTransaction: (connection) => (connection as PgliteConnection).end("rollback"),
  }),
});

class PgliteConnection implements DatabaseConnection {
  readonly #pglite: PgliteClient;
  #transaction:
    | { readonly queries: PgliteTransaction; readonly finish: () => void; readonly over: Promise<void> }
    | undefined;

  constructor(pglite: PgliteClient) {
    this.#pglite = pglite;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const queries: PgliteQueries = this.#transaction?.queries ?? this.#pglite;
    const { rows } = await queries.query<R>(sql, [...parameters]);
    return { rows };
  }

  // biome-ignore lint/correctness/useYield: PGlite has no cursor to stream from
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new TypeError("PGlite does not stream");
  }

  /** PGlite wants its transaction as one function; it stays inside until `end`. */
  begin(): Promise<void> {
    return new Promise((begun, failed) => {
      const over = this.#pglite.transaction(
        (queries) =>
          new Promise<void>((finish) => {
            this.#transaction = { queries, finish, over };
            begun();
          }),
      );
      over.catch(failed);
    });
  }

  async end(how: "commit" | "rollback"): Promise<void> {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    if (how === "rollback") await transaction?.queries.rollback();
    transaction?.finish();
    await transaction?.over;
  }
}
