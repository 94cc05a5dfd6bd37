import type { PostgresPool, PostgresPoolClient } from "kysely";

/** What this adapter calls of a `pg` Pool: the host brings its own. */
export interface ServerPool {
  connect(callback: (error: Error | undefined, connection: ServerConnection | undefined) => void): void;
}

interface ServerConnection extends PostgresPoolClient {
  on(event: "error", listener: (error: Error) => void): unknown;
}

/**
 * A pool whose connections may die between two statements without taking the process with them: `pg` reports that as
 * an event, which Node.js makes fatal when nobody listens. The next statement fails, and that is how we hear of it.
 * We listen inside the callback, since a promise would leave a moment in which nobody does.
 */
export const survivingPool = (pool: ServerPool): PostgresPool => ({
  connect: () =>
    new Promise((connected, failed) => {
      pool.connect((error, connection) => {
        if (!connection) return failed(error);
        if (!listening.has(connection)) connection.on("error", () => {});
        listening.add(connection);
        connected(connection);
      });
    }),
  end: async () => {}, // the host's to end
});

/** Connections that have our listener, whichever store asked first. */
const listening = new WeakSet<ServerConnection>();
