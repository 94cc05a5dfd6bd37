import { ONE_ID_PREFIX } from "@tributary/core/identity";
import type { IdentifierKey } from "@tributary/core/model";
import type { Member } from "@tributary/core/ports";
import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { digest } from "./digest";
import { jsonRows } from "./json-rows";
import type { Tables } from "./tables";

type Members = ReadonlyMap<IdentifierKey, Member>;

/** Who is published as holding these identifiers, or all. */
export const readMembers = (
  db: Kysely<unknown>,
  tables: Tables,
  keys: readonly IdentifierKey[] | "all",
): Promise<Members> =>
  membersWhere(db, tables, keys === "all" ? sql`true` : sql`m.id = any(${keys.map(digest)}::uuid[])`);

/** The same, and all others who are published as one person with one of them, or under a OneID that one of them inherited. */
export const readWholePersons = (
  db: Kysely<unknown>,
  tables: Tables,
  keys: readonly IdentifierKey[],
): Promise<Members> =>
  membersWhere(
    db,
    tables,
    sql`m.one_id in (
      select one_id from ${tables.member} where id = any(${keys.map(digest)}::uuid[])
      union select ${ONE_ID_PREFIX} || seed from ${tables.tombstone} where identifier = any(${keys.map(digest)}::uuid[]))`,
  );

async function membersWhere(db: Kysely<unknown>, tables: Tables, condition: RawBuilder<unknown>): Promise<Members> {
  const { rows } = await sql<{ key: string; one_id: string; degraded: string | null }>`
    select i.key, m.one_id, m.degraded from ${tables.member} as m join ${tables.identifier} as i on i.id = m.id
    where ${condition}`.execute(db);
  return new Map(
    rows.map(({ key, one_id, degraded }) => [key, degraded === null ? { oneId: one_id } : { oneId: one_id, degraded }]),
  );
}

/** Writes whom identifiers belong to now. Whoever calls this has the identifiers locked. */
export async function writeMembers(
  trx: Transaction<unknown>,
  tables: Tables,
  members: ReadonlyMap<IdentifierKey, Member | undefined>,
): Promise<void> {
  const lines = [...members].map(([key, member]) => ({
    id: digest(key),
    one_id: member?.oneId ?? null,
    degraded: member?.degraded ?? null,
  }));
  const gone = lines.filter(({ one_id }) => one_id === null).map(({ id }) => id);
  if (gone.length > 0) await sql`delete from ${tables.member} where id = any(${gone}::uuid[])`.execute(trx);
  for (const json of jsonRows(lines.filter(({ one_id }) => one_id !== null))) {
    await sql`
      insert into ${tables.member} (id, one_id, degraded)
      select * from jsonb_to_recordset(${json}::text::jsonb) as r (id uuid, one_id text, degraded text)
      on conflict (id) do update set one_id = excluded.one_id, degraded = excluded.degraded`.execute(trx);
  }
}
