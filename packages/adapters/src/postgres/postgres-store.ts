import { randomUUID } from "node:crypto";
import { type IdentifierKey, requireNow } from "@tributary/core/model";
import type { FoldLeaf, LeafKey, Store } from "@tributary/core/ports";
import { Kysely, PostgresDialect } from "kysely";
import { appendBatch } from "./append-batch";
import { readChanges } from "./change-rows";
import { digest } from "./digest";
import { erase } from "./erase";
import { attempt } from "./failure";
import { called, lockLeaves, updateLeaves } from "./leaf-rows";
import { readMembers } from "./member-rows";
import { migrate } from "./migrations";
import { listingOnly } from "./own-tables";
import { type PgliteClient, pgliteDialect } from "./pglite-dialect";
import { readEvents, readKeyOf, readLeaves, readNames, readSightings } from "./read-ledger";
import { type ServerPool, survivingPool } from "./server-pool";
import { settle } from "./settle";
import { type Tables, tablesIn } from "./tables";
import { readTombstones } from "./tombstone-rows";

/** The host's own database: a PGlite, in memory or in a folder, or a pool of connections to a PostgreSQL server. */
export type PostgresClient = { readonly pglite: PgliteClient } | { readonly pool: ServerPool };

/** What a host decides about a PostgreSQL store. */
export interface PostgresStoreOptions {
  /** The schema everything lives in; `tributary` by default. Stores in different schemas know nothing of each other. */
  readonly schema?: string;
  /**
   * Gives a new identifier its opaque seed; 128 random bits by default. A keyed HMAC gives two stores the same names,
   * and whoever holds the key can compute them from the values.
   */
  readonly seed?: (key: IdentifierKey) => string;
}

/**
 * A store in PostgreSQL 15 or newer, embedded (PGlite) or a server, with the same SQL; it makes or migrates its schema
 * first. The connection stays the host's: the store never closes it.
 *
 * @throws RangeError when the schema's name is not a plain lower-case SQL name
 * @throws AdapterError when the database failed
 * @example
 * import { PGlite } from "@electric-sql/pglite";
 *
 * const pglite = await PGlite.create();
 * const store = await postgresStore({ pglite });
 * await store.leaves("all"); // => []
 * await pglite.close();
 */
export async function postgresStore(client: PostgresClient, options: PostgresStoreOptions = {}): Promise<Store> {
  const { schema = "tributary", seed = randomSeed } = options;
  const tables = tablesIn(schema);
  const dialect =
    "pglite" in client ? pgliteDialect(client.pglite) : new PostgresDialect({ pool: survivingPool(client.pool) });
  const db = new Kysely<unknown>({ dialect: listingOnly(schema, dialect) });
  await attempt(() => migrate(db, schema));
  return {
    append: (arrivals, fold) =>
      attempt(() => db.transaction().execute((trx) => appendBatch(trx, arrivals, { tables, fold, seed }))),
    sightings: (keys, options) =>
      attempt(() => readSightings(db, tables, keys, { ...options, asOf: requireNow(options.asOf) })),
    names: (keys) => attempt(() => readNames(db, tables, keys)),
    keyOf: (wanted) => attempt(() => readKeyOf(db, tables, wanted)),
    leaves: (keys) => attempt(() => readLeaves(db, tables, keys)),
    events: (leaves, types) => attempt(() => readEvents(db, tables, leaves, types)),
    refold: (leaves, fold) => attempt(() => refold(db, tables, leaves, fold)),
    erase: (keys, erasing) => attempt(() => db.transaction().execute((trx) => erase(trx, tables, keys, erasing))),
    tombstones: (keys) => attempt(() => readTombstones(db, tables, keys)),
    settle: (wanted, settler) => attempt(() => settle(db, tables, wanted, settler)),
    members: (keys) => attempt(() => readMembers(db, tables, keys)),
    changes: (wanted) => attempt(() => readChanges(db, tables, wanted)),
  };
}

const randomSeed = (): string => randomUUID().replaceAll("-", "");

const refold = (db: Kysely<unknown>, tables: Tables, leaves: readonly LeafKey[], fold: FoldLeaf): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const locked = await lockLeaves(trx, tables, new Set(leaves.map(digest)));
    const rows = [];
    for (const [id, { leaf }] of locked) {
      const events = await readEvents(trx, tables, [leaf]);
      rows.push({ id, ...called(() => fold(leaf, undefined, events)) });
    }
    await updateLeaves(trx, tables, rows);
  });
