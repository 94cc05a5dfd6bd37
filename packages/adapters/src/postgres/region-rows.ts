import type { EpochMs, IdentifierKey } from "@tributary/core/model";
import type { Region, SettleOptions, Settler, Surroundings } from "@tributary/core/ports";
import { sql, type Transaction } from "kysely";
import { digest } from "./digest";
import { called } from "./leaf-rows";
import { readWholePersons } from "./member-rows";
import { readEventsWhere, readNames, readSightings } from "./read-ledger";
import type { Tables } from "./tables";
import { readTombstones } from "./tombstone-rows";

/** The identifiers of these digests, of those that are on file. */
export async function readKeys(
  trx: Transaction<unknown>,
  tables: Tables,
  ids: Iterable<string>,
): Promise<readonly IdentifierKey[]> {
  const { rows } = await sql<{ key: string }>`
    select key from ${tables.identifier} where id = any(${[...ids]}::uuid[])`.execute(trx);
  return rows.map(({ key }) => key);
}

/** Locks identifiers in the order of their ids, against everybody else who publishes them. */
export async function lockIdentifiers(
  trx: Transaction<unknown>,
  tables: Tables,
  keys: readonly IdentifierKey[],
): Promise<void> {
  await sql`
    select from ${tables.identifier} where id = any(${keys.map(digest)}::uuid[]) order by id for update`.execute(trx);
}

/** What is on file around some identifiers. */
export async function readSurroundings(
  trx: Transaction<unknown>,
  tables: Tables,
  roots: readonly IdentifierKey[],
  keys: readonly IdentifierKey[],
): Promise<Surroundings> {
  const { rows } = await sql<{ keys: string }>`
    select distinct to_json(keys)::text as keys from ${tables.sighting}
    where identifiers && ${keys.map(digest)}::uuid[]`.execute(trx);
  return {
    roots,
    keys,
    together: rows.map((row) => JSON.parse(row.keys) as IdentifierKey[]),
    members: await readWholePersons(trx, tables, keys),
  };
}

/**
 * Everything on file about identifiers that are locked. Names come last, so that none is missing of what was seen; what
 * is filed while we read has a mark of its own and is settled later.
 */
export async function readRegion(
  trx: Transaction<unknown>,
  tables: Tables,
  seen: Surroundings,
  { asOf, decisive, settler }: SettleOptions & { readonly settler: Settler },
): Promise<Region> {
  const met = [...new Set([...seen.keys, ...seen.together.flat()])];
  const carriesMet = sql`s.identifiers && ${met.map(digest)}::uuid[]`;
  const decisions = await readEventsWhere(trx, tables, carriesMet, decisive);
  const splits = called(() => settler.splits(decisions));
  const sightings = await readSightings(trx, tables, seen.keys, { asOf, ...splits });
  const named = [...new Set([...seen.keys, ...sightings.flatMap(({ keys }) => keys)])];
  const tombstones = await readTombstones(trx, tables, named);
  return { ...seen, decisions, sightings, names: await readNames(trx, tables, named), tombstones };
}

/** Identifiers, by their digests, that have evidence later than a moment, by the moment it begins. */
export async function readLater(
  trx: Transaction<unknown>,
  tables: Tables,
  keys: readonly IdentifierKey[],
  asOf: EpochMs,
): Promise<ReadonlyMap<EpochMs, readonly string[]>> {
  const { rows } = await sql<{ due: string; identifiers: string }>`
    select min(e.occurred_at)::text as due, to_json(s.identifiers)::text as identifiers
    from ${tables.sighting} as s join ${tables.event} as e on e.sighting = s.id
    where s.identifiers && ${keys.map(digest)}::uuid[] and e.occurred_at > ${asOf}
    group by s.id`.execute(trx);
  const later = new Map<EpochMs, string[]>();
  for (const { due, identifiers } of rows) {
    later.set(Number(due), [...(later.get(Number(due)) ?? []), ...(JSON.parse(identifiers) as string[])]);
  }
  return later;
}
