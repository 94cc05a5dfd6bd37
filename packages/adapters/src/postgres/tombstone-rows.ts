import type { Tombstone, Tombstones } from "@tributary/core/identity";
import type { IdentifierKey } from "@tributary/core/model";
import { type Kysely, sql, type Transaction } from "kysely";
import { digest } from "./digest";
import { jsonRows } from "./json-rows";
import type { Tables } from "./tables";

/** The tombstones on these identifiers, or all. */
export async function readTombstones(
  db: Kysely<unknown>,
  tables: Tables,
  keys: readonly IdentifierKey[] | "all",
): Promise<Tombstones> {
  const wanted = keys === "all" ? sql`true` : sql`t.identifier = any(${keys.map(digest)}::uuid[])`;
  const { rows } = await sql<Record<"key" | "seed" | "seq", string> & { tier: number; epoch: number | null }>`
    select i.key, t.seed, t.seq::text as seq, t.tier, t.epoch
    from ${tables.tombstone} as t join ${tables.identifier} as i on i.id = t.identifier
    where ${wanted} order by t.tier, t.seq, t.seed collate "C"`.execute(db);
  const stones = new Map<IdentifierKey, Tombstone[]>();
  for (const { key, seed, seq, tier, epoch } of rows) {
    const stone = { seed, seq: Number(seq), tier, ...(epoch !== null && { epoch }) };
    stones.set(key, [...(stones.get(key) ?? []), stone]);
  }
  return stones;
}

/** Adds tombstones to identifiers. */
export async function writeTombstones(trx: Transaction<unknown>, tables: Tables, left: Tombstones): Promise<void> {
  const lines = [...left].flatMap(([key, stones]) => stones.map((stone) => ({ ...stone, identifier: digest(key) })));
  for (const json of jsonRows(lines)) {
    await sql`
      insert into ${tables.tombstone} (identifier, seed, seq, tier, epoch)
      select * from jsonb_to_recordset(${json}::text::jsonb) as r (identifier uuid, seed text, seq bigint, tier int,
        epoch int)`.execute(trx);
  }
}
