import { randomUUID } from "node:crypto";
import { Pool } from "pg";
import { onTestFinished } from "vitest";

/** Where tests look for a PostgreSQL server. */
export const serverUrl: string = process.env.TRIBUTARY_PG_URL ?? "postgres://postgres@127.0.0.1:5432/test";

/**
 * Asks whether a server answers; says so once when none does.
 *
 * @throws the server's error with `CI=true`, where a test that is passed over would be a test that failed
 */
export async function serverAnswers(pool: Pool): Promise<boolean> {
  pool.on("error", () => {}); // an idle connection that the server ended; the next query says so
  return pool.query("select 1").then(
    () => true,
    (error: unknown) => {
      if (process.env.CI === "true") throw error;
      console.warn(`skipped: no PostgreSQL answers at ${new URL(serverUrl).host} (set TRIBUTARY_PG_URL)`);
      return false;
    },
  );
}

/**
 * A schema of the running test's own, dropped when the test is over. Named by chance: a process id comes back, above all
 * in containers, and so may the schema of a run that was killed.
 */
export function freshSchema(pool: Pool): string {
  const schema = `tributary_test_${randomUUID().replaceAll("-", "")}`;
  onTestFinished(async () => {
    await pool.query(`drop schema if exists ${schema} cascade`);
  });
  return schema;
}

/** One statement on its way to the server. */
export interface Statement {
  readonly text: string;
  /** The server's process that will run it. */
  readonly processId: number;
  readonly run: () => Promise<unknown>;
}

/** A pool of the running test's own that hands over every statement instead of running it. */
export function interceptedPool(max: number, intercept: (statement: Statement) => Promise<unknown>): Pool {
  const pool = new Pool({ connectionString: serverUrl, max });
  onTestFinished(() => pool.end());
  pool.on("error", () => {});
  pool.on("connect", (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const { processID: processId } = client as unknown as { readonly processID: number };
    const intercepted = (...args: unknown[]): Promise<unknown> =>
      intercept({ text: String(args[0]), processId, run: () => query(...args) });
    Object.assign(client, { query: intercepted });
  });
  return pool;
}

/** A pool of the running test's own that notes the SQLSTATE of every statement that failed, retried or not. */
export function hearingPool(max: number): { readonly pool: Pool; readonly errors: readonly unknown[] } {
  const errors: unknown[] = [];
  const pool = interceptedPool(max, ({ run }) =>
    run().catch((reason: { readonly code?: unknown }) => {
      errors.push(reason.code);
      throw reason;
    }),
  );
  return { pool, errors };
}
