import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Store } from "@tributary/core/ports";
import { arrivalOf, rememberIds, storeContract } from "@tributary/core/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresStore } from "./postgres-store";

const everything = async (store: Store): Promise<unknown> => ({
  events: await store.events("all"),
  sightings: await store.sightings("all", { asOf: 8.64e15 }),
  names: await store.names("all"),
  leaves: await store.leaves("all"),
});

const batch = (from: number, to: number): ReturnType<typeof arrivalOf>[] =>
  Array.from({ length: to - from }, (_, i) =>
    arrivalOf({ id: `e${from + i}`, ids: [{ type: "crmId", value: `c${(from + i) % 7}` }] }),
  );

describe("postgresStore on PGlite in memory", () => {
  let pglite: PGlite;
  beforeAll(async () => {
    pglite = await PGlite.create();
  });
  afterAll(() => pglite.close());

  const cases = storeContract.map((one, i) => ({ ...one, schema: `contract_${i}` }));
  it.each(cases)("$name", async ({ run, gives, schema }) => {
    const store = await postgresStore({ pglite }, { schema });
    expect(await run(store)).toEqual(gives);
  });

  it("shares its database with the host's own queries and transactions", async () => {
    const store = await postgresStore({ pglite }, { schema: "shared" });
    await pglite.exec("create table host (n int)");
    const theirs = Array.from({ length: 5 }, (_, n) =>
      pglite.transaction(async (transaction) => {
        await transaction.query("insert into host values ($1)", [n]);
        await new Promise((later) => setTimeout(later, 2));
        await transaction.rollback();
      }),
    );
    const ours = Array.from({ length: 5 }, (_, n) => store.append(batch(n * 10, n * 10 + 10), rememberIds));
    await Promise.all([...theirs, ...ours]);
    expect((await pglite.query("select * from host")).rows).toEqual([]);
    expect(await store.events("all")).toHaveLength(50);
  });

  it("refuses a schema name that is not a plain one", async () => {
    for (const schema of ["", "A", 'a"b', "a-b", "a.b", "pg_catalog", "x".repeat(64)]) {
      await expect(postgresStore({ pglite }, { schema })).rejects.toThrow(RangeError);
    }
  });

  it("says a failure of the database as an AdapterError with the driver's own as its cause", async () => {
    const store = await postgresStore({ pglite }, { schema: "broken" });
    await pglite.exec("drop table broken.sighting");
    const error: unknown = await store.append(batch(0, 1), rememberIds).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "AdapterError", code: "rejected", retryable: false, cause: { code: "42P01" } });
    expect((await pglite.query("select * from broken.event")).rows).toEqual([]);
  });

  it("says that a closed database is unavailable", async () => {
    const other = await PGlite.create();
    const store = await postgresStore({ pglite: other });
    await other.close();
    await expect(store.names("all")).rejects.toMatchObject({ name: "AdapterError", code: "unavailable" });
  });
});

describe("postgresStore on PGlite in a folder", () => {
  it("has everything again after it was closed and opened", async () => {
    const folder = await mkdtemp(join(tmpdir(), "tributary-"));
    try {
      const before = await PGlite.create(folder);
      const store = await postgresStore({ pglite: before });
      await store.append(batch(0, 50), rememberIds);
      const filed = await everything(store);
      await before.close();

      const after = await PGlite.create(folder);
      const reopened = await postgresStore({ pglite: after });
      expect(await everything(reopened)).toEqual(filed);
      const receipts = await reopened.append(batch(0, 60), rememberIds);
      expect(receipts.filter((receipt) => receipt === "duplicate")).toHaveLength(50);
      await after.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
