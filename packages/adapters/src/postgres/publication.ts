import { type Kysely, sql, type Transaction } from "kysely";
import { markUnsettled } from "./marks";
import type { Tables } from "./tables";

/** Less than every id. */
const NOBODY_YET = "00000000-0000-0000-0000-000000000000";

/** Identifiers marked at once when everybody is settled anew. Our choice: a transaction of some milliseconds. */
const SWEPT_AT_ONCE = 5_000;

/** Something else was published while we read: the transaction begins anew. */
export class ReadingChanged extends Error {
  override readonly name = "ReadingChanged";
}

/**
 * Sees to it that a reading is the published one; where it is another, everybody is swept.
 *
 * The very first publication waits for every writer that began without knowing of it, since those mark nothing: they
 * hold a lock on the table for having looked, see `insertEvents`.
 */
export async function begin(db: Kysely<unknown>, tables: Tables, reading: string): Promise<void> {
  const { rows } = await sql<{ reading: string }>`select reading from ${tables.publication}`.execute(db);
  if (rows[0]?.reading === reading) return;
  if (rows.length > 0) {
    await sql`
      update ${tables.publication} set reading = ${reading}, swept = ${NOBODY_YET}::uuid
      where reading <> ${reading}`.execute(db);
    return;
  }
  await db.transaction().execute(async (trx) => {
    await sql`lock table ${tables.publication} in access exclusive mode`.execute(trx);
    await sql`
      insert into ${tables.publication} (reading, swept, seq) values (${reading}, ${NOBODY_YET}::uuid, 0)
      on conflict (one) do nothing`.execute(trx);
  });
}

/** Marks the next of everybody, where a new reading wants that; false when everybody has been. */
export const sweep = (db: Kysely<unknown>, tables: Tables): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    await sql`lock table ${tables.unsettled} in row exclusive mode`.execute(trx); // before the publication, as everybody
    const { rows } = await sql<{ swept: string }>`
      select swept::text as swept from ${tables.publication} where swept is not null for update`.execute(trx);
    const swept = rows[0]?.swept;
    if (swept === undefined) return false;
    const { rows: next } = await sql<{ id: string }>`
      select id::text as id from ${tables.identifier} where id > ${swept}::uuid
      order by id limit ${SWEPT_AT_ONCE}`.execute(trx);
    const ids = next.map(({ id }) => id);
    await markUnsettled(trx, tables, ids);
    const last = ids.length < SWEPT_AT_ONCE ? null : (ids[ids.length - 1] as string);
    await sql`update ${tables.publication} set swept = ${last}::uuid`.execute(trx);
    return true;
  });

/**
 * Makes sure that a reading is still the published one.
 *
 * @throws ReadingChanged when it is not
 */
export async function confirm(trx: Transaction<unknown>, tables: Tables, reading: string): Promise<void> {
  const { rows } = await sql`select from ${tables.publication} where reading = ${reading}`.execute(trx);
  if (rows.length === 0) throw new ReadingChanged();
}

/** Whether anything was ever published. Asking locks out the very first publisher until the transaction ends. */
export async function isPublished(trx: Transaction<unknown>, tables: Tables): Promise<boolean> {
  const { rows } = await sql`select from ${tables.publication}`.execute(trx);
  return rows.length > 0;
}

/** Lets a sweep that stands at one of these identifiers, by their digests, begin anew. */
export async function sweepAgain(trx: Transaction<unknown>, tables: Tables, ids: readonly string[]): Promise<void> {
  await sql`
    update ${tables.publication} set swept = ${NOBODY_YET}::uuid where swept = any(${ids}::uuid[])`.execute(trx);
}

/** Takes the next number for a change that hangs on no reading, see {@link nextSeq}. */
export async function nextSeqOfAny(trx: Transaction<unknown>, tables: Tables): Promise<number> {
  const { rows } = await sql<{ seq: string }>`
    update ${tables.publication} set seq = seq + 1 returning seq::text as seq`.execute(trx);
  return Number(rows[0]?.seq);
}

/**
 * Takes the next number for a change, and the publication with it until the transaction ends: changes become visible
 * in the order of their numbers, and a rolled-back one leaves no gap.
 *
 * @throws ReadingChanged when something else was published meanwhile
 */
export async function nextSeq(trx: Transaction<unknown>, tables: Tables, reading: string): Promise<number> {
  const { rows } = await sql<{ seq: string }>`
    update ${tables.publication} set seq = seq + 1 where reading = ${reading} returning seq::text as seq`.execute(trx);
  if (!rows[0]) throw new ReadingChanged();
  return Number(rows[0].seq);
}
