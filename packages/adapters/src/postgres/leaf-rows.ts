import { byCodeUnit } from "@tributary/core/model";
import type { LeafState } from "@tributary/core/ports";
import { sql, type Transaction } from "kysely";
import { CallerError, RaceLost } from "./failure";
import { jsonRows } from "./json-rows";
import type { Tables } from "./tables";

/** A leaf's state beside its key in the table. */
export interface LeafRow extends LeafState {
  readonly id: string;
}

/** Calls the caller's function so that its error is known as its own. */
export function called<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new CallerError("the caller's fold threw", { cause });
  }
}

/** Locks the leaves that are there, in the order of their keys, and reads their states. */
export async function lockLeaves(
  trx: Transaction<unknown>,
  tables: Tables,
  ids: Iterable<string>,
): Promise<ReadonlyMap<string, LeafState>> {
  const { rows } = await sql<{ id: string; key: string; version: string; state: string }>`
    select replace(id::text, '-', '') as id, key, version, state from ${tables.leaf}
    where id = any(${[...ids]}::uuid[]) order by leaf.id for update`.execute(trx);
  return new Map(rows.map(({ id, key, version, state }) => [id, { leaf: key, version, state: JSON.parse(state) }]));
}

const leafLine = ({ id, leaf, version, state }: LeafRow): object => ({
  id,
  key: leaf,
  version,
  state: JSON.stringify(state),
});

/** Inserts new leaves; whoever lost the race for one begins anew, see {@link RaceLost}. */
export async function insertLeaves(
  trx: Transaction<unknown>,
  tables: Tables,
  fresh: readonly LeafRow[],
): Promise<void> {
  let inserted = 0;
  for (const json of jsonRows([...fresh].sort((a, b) => byCodeUnit(a.id, b.id)).map(leafLine))) {
    const { rows } = await sql`
      insert into ${tables.leaf} (id, key, version, state)
      select * from jsonb_to_recordset(${json}::text::jsonb) as r (id uuid, key text, version text, state text)
      order by r.id
      on conflict (id) do nothing returning 1`.execute(trx);
    inserted += rows.length;
  }
  if (inserted < fresh.length) throw new RaceLost();
}

/** Deletes leaves that are locked. */
export async function deleteLeaves(trx: Transaction<unknown>, tables: Tables, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await sql`delete from ${tables.leaf} where id = any(${ids}::uuid[])`.execute(trx);
}

/** Writes the states of leaves that are locked. */
export async function updateLeaves(
  trx: Transaction<unknown>,
  tables: Tables,
  changed: readonly LeafRow[],
): Promise<void> {
  for (const json of jsonRows(changed.map(leafLine))) {
    await sql`
      update ${tables.leaf} as l set version = r.version, state = r.state
      from jsonb_to_recordset(${json}::text::jsonb) as r (id uuid, key text, version text, state text)
      where l.id = r.id`.execute(trx);
  }
}
