import type { PostgresPool, PostgresPoolClient } from "kysely";

/** What this adapter calls of a `pg` Pool: the host brings its own. */
export interface ServerPool {
  connect(): Promise<ServerConnection>;
}

interface ServerConnection extends PostgresPoolClient {
  on(event: "error", listener: (error: Error) => void): unknown;
}

/**
 * A pool whose connections may die between two statements without taking the process with them: `pg` reports that as
 * an event, which Node.js makes fatal when nobody listens. The next statement fails, and that is how we hear of it.
 */
export const survivingPool = (pool: ServerPool): PostgresPool => ({
  connect: async () => {
    const connection = await pool.connect();
    if (!listening.has(connection)) connection.on("error", () => {});
    listening.add(connection);
    return connection;
  },
  end: async () => {}, // the host's to end
});

/** Connections that have our listener, whichever store asked first. */
const listening = new WeakSet<ServerConnection>();
