import type { Arrival, Store } from "@tributary/core/ports";
import { arrivalOf, rememberIds, storeContract } from "@tributary/core/testing";
import { Pool } from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { postgresStore } from "./postgres-store";
import { freshSchema, hearingPool, serverAnswers, serverUrl } from "./server-for-tests";

const pool = new Pool({ connectionString: serverUrl, max: 10, connectionTimeoutMillis: 30_000 });
const answers = await serverAnswers(pool);

async function freshStore(): Promise<{ readonly store: Store; readonly schema: string }> {
  const schema = freshSchema(pool);
  return { store: await postgresStore({ pool }, { schema }), schema };
}

describe.skipIf(!answers)("postgresStore on a PostgreSQL server", () => {
  afterAll(() => pool.end());

  it.each(storeContract)("$name", async ({ run, gives }) => {
    const { store } = await freshStore();
    expect(await run(store)).toEqual(gives);
  });

  it("makes its schema while schemas of others are dropped", async () => {
    let busy = true;
    const others = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (busy) {
          const schema = freshSchema(pool);
          const tables = Array.from({ length: 20 }, (_, i) => `create table ${schema}.t${i} (id int)`);
          await pool.query([`create schema ${schema}`, ...tables].join("; "));
          await pool.query(`drop schema ${schema} cascade`);
        }
      }),
    );
    for (let i = 0; i < 30; i++) {
      const { store } = await freshStore();
      expect(await store.leaves("all")).toEqual([]);
    }
    busy = false;
    await others;
  });

  it("lets eight workers make the same schema at once", async () => {
    const { schema } = await freshStore();
    await pool.query(`drop schema ${schema} cascade`);
    const stores = await Promise.all(Array.from({ length: 8 }, () => postgresStore({ pool }, { schema })));
    const receipts = await Promise.all(stores.map((store) => store.append([arrivalOf({ id: "a" })], rememberIds)));
    expect(receipts.flat().sort()).toEqual(["accepted", ...Array.from({ length: 7 }, () => "duplicate")]);
  });

  it("takes rows in one order, so that writers never wait for each other in a circle", async () => {
    const { schema } = await freshStore();
    const { pool: own, errors } = hearingPool(8);
    const store = await postgresStore({ pool: own }, { schema });
    const batch = (round: number, prefix: string): Arrival[] =>
      Array.from({ length: 300 }, (_, i) =>
        arrivalOf({ id: `${prefix}${round}-${i}`, ids: [{ type: "crmId", value: `${round}-${i}` }], source: prefix }),
      );
    for (let round = 0; round < 6; round++) {
      const [same, own, other] = [batch(round, "same"), batch(round, "own"), batch(round, "other")];
      const orders = [same, [...same].reverse(), own, [...other].reverse(), same.slice(99).concat(same.slice(0, 99))];
      await Promise.all(orders.map((order) => store.append(order, rememberIds)));
    }
    expect(errors).toEqual([]);
  });

  it("loses no event and counts none twice while the server ends its connections", async () => {
    const { store, schema } = await freshStore();
    const victims = new Pool({ connectionString: serverUrl, max: 4, application_name: schema });
    victims.on("error", () => {});
    const workers = await postgresStore({ pool: victims }, { schema });
    let failures = 0;
    let filed = 0;
    let dueAt = 0;
    const ending = setInterval(() => {
      // a busy machine files nothing within 40 ms, and never would if its connections ended that often regardless
      if (filed < dueAt) return;
      dueAt = filed + 20;
      void pool.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", [schema]);
    }, 40);
    const untilFiled = async (id: string): Promise<void> => {
      for (;;) {
        const error: unknown = await workers.append([arrivalOf({ id })], rememberIds).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error === undefined) {
          filed++;
          return;
        }
        expect(error).toMatchObject({ name: "AdapterError", code: "unavailable", retryable: true });
        failures++;
      }
    };
    await Promise.all(
      [0, 1, 2, 3].map(async (worker) => {
        for (let i = 0; i < 60; i++) await untilFiled(`${worker}-${i}`);
      }),
    );
    clearInterval(ending);
    await victims.end();
    expect(failures).toBeGreaterThan(0);
    const [leaf] = await store.leaves("all");
    expect(new Set(leaf?.state as string[]).size).toBe(240);
    expect(leaf?.state).toHaveLength(240);
  });

  it("says that a server that is not there is unavailable", async () => {
    const nobody = new Pool({ host: "127.0.0.1", port: 1 });
    await expect(postgresStore({ pool: nobody })).rejects.toMatchObject({ code: "unavailable", retryable: true });
  });
});
