import { type Kysely, type Migration, Migrator, sql } from "kysely";

/**
 * The tables. Identifiers, sightings and leaves are keyed by 128 bits of SHA-256 of what they are, so that a key of any
 * length fits an index and no row needs to be read before another can point to it.
 */
const first = (schema: string): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const at = (table: string): ReturnType<typeof sql.id> => sql.id(schema, table);
    for (const statement of [
      sql`create sequence ${at("identifier_seq")}`,
      sql`create table ${at("identifier")} (
        id uuid primary key, key text not null, seed text not null, seq bigint not null)`,
      sql`create index identifier_seed on ${at("identifier")} (seed)`,
      sql`create table ${at("sighting")} (
        id uuid primary key, identifiers uuid[] not null, keys text[] not null, leaf uuid not null,
        source text not null, strength text not null, purpose text not null)`,
      sql`create index sighting_identifiers on ${at("sighting")} using gin (identifiers)`,
      sql`create index sighting_leaf on ${at("sighting")} (leaf)`,
      sql`create table ${at("leaf")} (
        id uuid primary key, key text not null, version text not null, state text not null) with (fillfactor = 70)`,
      sql`create table ${at("event")} (
        id text collate "C" primary key, type text not null, occurred_at bigint not null, received_at bigint not null,
        sighting uuid not null, ids text[], body_hash text not null, properties jsonb not null)`,
      sql`create index event_sighting on ${at("event")} (sighting, occurred_at)`,
    ]) {
      await statement.execute(db);
    }
  },
});

/**
 * The published reading. A mark is a row of its own, never shared: who settles it deletes the very row it saw, so a mark
 * of a writer that has not committed yet outlives it. The lock on the one row of `publication` makes the order of
 * `change.seq` that of the commits.
 */
const second = (schema: string): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const at = (table: string): ReturnType<typeof sql.id> => sql.id(schema, table);
    for (const statement of [
      sql`alter index ${at("sighting_identifiers")} set (fastupdate = off)`,
      sql`select gin_clean_pending_list(${`${schema}.sighting_identifiers`}::text::regclass)`,
      sql`create table ${at("unsettled")} (
        due bigint not null, seq bigint generated always as identity, identifiers uuid[] not null,
        primary key (due, seq))`,
      sql`create table ${at("member")} (id uuid primary key, one_id text not null, degraded text)`,
      sql`create index member_one_id on ${at("member")} (one_id)`,
      sql`create table ${at("change")} (seq bigint primary key, at bigint not null, diff json not null)`,
      sql`create table ${at("publication")} (
        one boolean primary key default true check (one), reading text not null, swept uuid, seq bigint not null)`,
    ]) {
      await statement.execute(db);
    }
  },
});

/** What is left of erased identifiers. A seed can come twice where the host computes seeds from values. */
const third = (schema: string): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const at = (table: string): ReturnType<typeof sql.id> => sql.id(schema, table);
    for (const statement of [
      sql`create table ${at("tombstone")} (
        identifier uuid not null, seed text not null, seq bigint not null, tier int not null, epoch int)`,
      sql`create index tombstone_identifier on ${at("tombstone")} (identifier)`,
      sql`create index tombstone_seed on ${at("tombstone")} (seed)`,
    ]) {
      await statement.execute(db);
    }
  },
});

/** Brings the schema to the newest version; a schema that is there already is left as it is. */
export async function migrate(db: Kysely<unknown>, schema: string): Promise<void> {
  const migrations = { "001-ledger": first(schema), "002-published": second(schema), "003-erased": third(schema) };
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableSchema: schema,
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
