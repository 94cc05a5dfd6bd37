import type { Tombstone, Tombstones } from "@tributary/core/identity";
import { byCodeUnit, type Event, type IdentifierKey, parseIdentifierKey } from "@tributary/core/model";
import type { Arrival, Change, Erased, Erasing } from "@tributary/core/ports";
import { sql, type Transaction } from "kysely";
import { insertEvents, insertSightings, type Row, rowOf } from "./append-batch";
import { insertChange } from "./change-rows";
import { digest } from "./digest";
import { jsonRows } from "./json-rows";
import { called, deleteLeaves, insertLeaves, type LeafRow, lockLeaves, updateLeaves } from "./leaf-rows";
import { markUnsettled } from "./marks";
import { readWholePersons, writeMembers } from "./member-rows";
import { isPublished, nextSeqOfAny, sweepAgain } from "./publication";
import { readEvents, readNames } from "./read-ledger";
import { readKeys } from "./region-rows";
import type { Tables } from "./tables";
import { readTombstones, writeTombstones } from "./tombstone-rows";

/** What an event is filed with once it lost an identifier: no hash is like it. */
const ERASED = "erased";
/** The sighting of events on which nobody is left. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

/**
 * Erases identifiers in the transaction given, see `Eraser.erase`.
 *
 * It happens while nobody files, publishes or erases: all of these take one of the two tables first that it locks, in the
 * same order. Readers go on.
 */
export async function erase(
  trx: Transaction<unknown>,
  tables: Tables,
  keys: readonly IdentifierKey[],
  erasing: Erasing,
): Promise<Erased | undefined> {
  await sql`lock table ${tables.event} in exclusive mode`.execute(trx);
  await sql`lock table ${tables.unsettled} in exclusive mode`.execute(trx);
  const gone = await readKeys(trx, tables, keys.map(digest));
  if (!(await isDecided(trx, tables, gone, erasing))) return undefined;
  const { rows, beside, leaves } = await takeEvents(trx, tables, new Set(gone), erasing);
  await insertEvents(trx, tables, rows);
  await insertSightings(trx, tables, rows);
  await refold(trx, tables, new Set([...leaves, ...rows.map(({ leaf }) => leaf)]), rows, erasing);
  const change = await unpublish(trx, tables, gone, erasing);
  await forget(trx, tables, gone.map(digest));
  await writeTombstones(trx, tables, erasing.left);
  const touched = new Set([...beside, ...[...erasing.left.keys()].map(digest)]);
  if (touched.size > 0 && (await isPublished(trx, tables))) await markUnsettled(trx, tables, touched);
  return { identifiers: gone.length, ...(change && { change }) };
}

/** Whether who inherits was decided by what is still so. */
async function isDecided(
  trx: Transaction<unknown>,
  tables: Tables,
  gone: readonly IdentifierKey[],
  { carried, left }: Erasing,
): Promise<boolean> {
  const heirs = await readKeys(trx, tables, [...left.keys()].map(digest));
  const stones = await readTombstones(trx, tables, gone);
  const seedsOn = (of: Tombstones, key: IdentifierKey): string =>
    JSON.stringify((of.get(key) ?? []).map(({ seed }: Tombstone) => seed).sort(byCodeUnit));
  return heirs.length === left.size && gone.every((key) => seedsOn(stones, key) === seedsOn(carried, key));
}

/** What was taken out: the events as they are to be filed again, whom they were with, and the leaves they were in. */
interface Taken {
  readonly rows: readonly Row[];
  /** Digests. */
  readonly beside: ReadonlySet<string>;
  readonly leaves: readonly string[];
}

/** Takes out every event that carries one of the identifiers, and keeps the ids of those on which nobody is left. */
async function takeEvents(
  trx: Transaction<unknown>,
  tables: Tables,
  gone: ReadonlySet<IdentifierKey>,
  erasing: Erasing,
): Promise<Taken> {
  const carrying = sql`identifiers && ${[...gone].map(digest)}::uuid[]`;
  const { rows: events } = await sql<TakenEvent>`
    delete from ${tables.event} where sighting in (select id from ${tables.sighting} where ${carrying})
    returning id, type, occurred_at::text as at, received_at::text as received, to_json(ids)::text as ids,
      properties::text as properties, sighting::text as sighting`.execute(trx);
  const { rows: sightings } = await sql<TakenSighting>`
    delete from ${tables.sighting} where ${carrying}
    returning id::text as id, to_json(keys)::text as keys, replace(leaf::text, '-', '') as leaf, source, strength,
      purpose`.execute(trx);
  const seen = new Map(sightings.map((row) => [row.id, row]));
  const arrivals = events.map((event) => withoutThem(event, seen.get(event.sighting) as TakenSighting, gone, erasing));
  await keepIds(
    trx,
    tables,
    events.filter((_, i) => !arrivals[i]),
  );
  return {
    rows: arrivals.flatMap((arrival) => (arrival ? [rowOf(arrival)] : [])),
    beside: new Set(sightings.flatMap((row) => keysLeft(row, gone)).map(digest)),
    leaves: sightings.map(({ leaf }) => leaf),
  };
}

type TakenEvent = Record<"id" | "type" | "at" | "received" | "properties" | "sighting", string> & {
  /** Where they are others than the sighting's. */
  readonly ids: string | null;
};
type TakenSighting = Record<"id" | "keys" | "leaf" | "source" | "strength" | "purpose", string>;

const keysLeft = ({ keys }: TakenSighting, gone: ReadonlySet<IdentifierKey>): readonly IdentifierKey[] =>
  (JSON.parse(keys) as IdentifierKey[]).filter((key) => !gone.has(key));

function withoutThem(
  { id, type, at, received, ids, properties }: TakenEvent,
  seen: TakenSighting,
  gone: ReadonlySet<IdentifierKey>,
  erasing: Erasing,
): Arrival | undefined {
  const keys = keysLeft(seen, gone);
  if (keys.length === 0) return undefined;
  const carried = JSON.parse(ids ?? seen.keys) as readonly IdentifierKey[];
  const event: Event = {
    id,
    type,
    at: Number(at),
    ids: carried.filter((key) => !gone.has(key)).map(parseIdentifierKey),
    properties: JSON.parse(properties),
    source: seen.source,
  };
  return {
    event,
    bodyHash: ERASED,
    keys,
    leaf: called(() => erasing.leafOf(keys)),
    strength: seen.strength as Arrival["strength"],
    purpose: seen.purpose,
    receivedAt: Number(received),
  };
}

/** Nothing is left of an event but that its id was used. */
async function keepIds(trx: Transaction<unknown>, tables: Tables, events: readonly TakenEvent[]): Promise<void> {
  for (const json of jsonRows(events.map(({ id }) => ({ id })))) {
    await sql`
      insert into ${tables.event} (id, type, occurred_at, received_at, sighting, body_hash, properties)
      select id, '', 0, 0, ${NOBODY}::uuid, ${ERASED}, '{}' from jsonb_to_recordset(${json}::text::jsonb) as r (id text)
    `.execute(trx);
  }
}

/** Folds leaves anew that lost or got events, and deletes those that have none any more. */
async function refold(
  trx: Transaction<unknown>,
  tables: Tables,
  ids: ReadonlySet<string>,
  rows: readonly Row[],
  { fold }: Erasing,
): Promise<void> {
  const locked = await lockLeaves(trx, tables, ids);
  const keyOf = new Map(rows.map(({ leaf, arrival }) => [leaf, arrival.leaf]));
  const [fresh, changed, empty]: [LeafRow[], LeafRow[], string[]] = [[], [], []];
  for (const id of ids) {
    const leaf = (locked.get(id)?.leaf ?? keyOf.get(id)) as string;
    const events = await readEvents(trx, tables, [leaf]);
    if (events.length === 0) empty.push(id);
    else (locked.has(id) ? changed : fresh).push({ id, ...called(() => fold(leaf, undefined, events)) });
  }
  await deleteLeaves(trx, tables, empty);
  await insertLeaves(trx, tables, fresh);
  await updateLeaves(trx, tables, changed);
}

/** Takes the identifiers out of the published reading, and files a change that says so. */
async function unpublish(
  trx: Transaction<unknown>,
  tables: Tables,
  gone: readonly IdentifierKey[],
  { at }: Erasing,
): Promise<Change | undefined> {
  const members = await readWholePersons(trx, tables, gone);
  const moved = [...gone].sort(byCodeUnit).flatMap((key) => {
    const member = members.get(key);
    return member ? [{ key, from: member.oneId }] : [];
  });
  if (moved.length === 0) return undefined;
  const erased = new Set(gone);
  const staying = new Set([...members].flatMap(([key, { oneId }]) => (erased.has(key) ? [] : [oneId])));
  const retired = [...new Set(moved.map(({ from }) => from))].filter((oneId) => !staying.has(oneId)).sort(byCodeUnit);
  await writeMembers(trx, tables, new Map(moved.map(({ key }) => [key, undefined])));
  const diff = { created: [], redirected: [], retired, moved, degraded: [] };
  const change = { seq: await nextSeqOfAny(trx, tables), at, diff };
  await insertChange(trx, tables, change, await readNames(trx, tables, gone));
  return change;
}

/** Deletes whatever else is kept under digests of identifiers. */
async function forget(trx: Transaction<unknown>, tables: Tables, ids: readonly string[]): Promise<void> {
  const gone = sql`${ids}::uuid[]`;
  await sql`delete from ${tables.tombstone} where identifier = any(${gone})`.execute(trx);
  await sql`delete from ${tables.identifier} where id = any(${gone})`.execute(trx);
  await sql`
    update ${tables.unsettled} set identifiers = array(select one from unnest(identifiers) as one where one <> all(${gone}))
    where identifiers && ${gone}`.execute(trx);
  await sweepAgain(trx, tables, ids);
}
