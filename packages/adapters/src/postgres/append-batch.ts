import { type Event, identifierKey } from "@tributary/core/model";
import type { Arrival, FoldLeaf, LeafKey, Receipt } from "@tributary/core/ports";
import type { Transaction } from "kysely";
import { sql } from "kysely";
import { digest } from "./digest";
import { jsonRows } from "./json-rows";
import { called, insertLeaves, type LeafRow, lockLeaves, updateLeaves } from "./leaf-rows";
import { markUnsettled } from "./marks";
import type { Tables } from "./tables";

/** What filing needs beside the arrivals. */
export interface Filing {
  readonly tables: Tables;
  readonly fold: FoldLeaf;
  readonly seed: (key: string) => string;
}

/**
 * Files a batch in the transaction given. Tables are taken in one order and rows in the order of their keys, so that
 * writers wait for each other and never in a circle.
 */
export async function appendBatch(
  trx: Transaction<unknown>,
  arrivals: readonly Arrival[],
  filing: Filing,
): Promise<readonly Receipt[]> {
  const firsts = new Map<string, Arrival>();
  for (const arrival of arrivals) if (!firsts.has(arrival.event.id)) firsts.set(arrival.event.id, arrival);
  const rows = [...firsts.values()].map(rowOf);
  const { accepted, published } = await insertEvents(trx, filing.tables, rows);
  const standing = await bodyHashes(trx, filing.tables, firsts, accepted);
  const fresh = rows.filter(({ arrival }) => accepted.has(arrival.event.id));
  if (fresh.length > 0) {
    await insertIdentifiers(trx, filing, fresh);
    await insertSightings(trx, filing.tables, fresh);
    await foldLeaves(trx, filing, fresh);
    if (published)
      await markUnsettled(trx, filing.tables, new Set(fresh.flatMap(({ arrival }) => arrival.keys.map(digest))));
  }
  return arrivals.map((arrival) => {
    const { id } = arrival.event;
    if (accepted.has(id) && firsts.get(id) === arrival) return "accepted";
    return standing.get(id) === arrival.bodyHash ? "duplicate" : "conflict";
  });
}

/** An arrival and where it is filed, as digests. */
export interface Row {
  readonly arrival: Arrival;
  readonly sighting: string;
  readonly leaf: string;
}

/** Where an arrival is filed. */
export function rowOf(arrival: Arrival): Row {
  const { keys, leaf, strength, purpose, event } = arrival;
  return {
    arrival,
    sighting: digest(JSON.stringify([keys, leaf, event.source, strength, purpose])),
    leaf: digest(leaf),
  };
}

/**
 * Inserts the events that are new, and says whether anything was ever published. Asking that here locks the table of
 * publications against the very first publisher for as long as this transaction runs: either it waits for our events, or
 * we see it and mark them.
 */
export async function insertEvents(
  trx: Transaction<unknown>,
  tables: Tables,
  rows: readonly Row[],
): Promise<{ readonly accepted: ReadonlySet<string>; readonly published: boolean }> {
  const accepted = new Set<string>();
  let published = false;
  const lines = rows.map(({ arrival: { event, keys, bodyHash, receivedAt }, sighting }) => {
    const { id, type, at: occurred_at, properties } = event;
    const ids = event.ids.map(identifierKey);
    const own = ids.length === keys.length && ids.every((key, i) => key === keys[i]) ? null : ids;
    return { id, type, occurred_at, received_at: receivedAt, sighting, ids: own, body_hash: bodyHash, properties };
  });
  for (const json of jsonRows(lines)) {
    const { rows: inserted } = await sql<{ id: string; published: boolean }>`
      insert into ${tables.event} (id, type, occurred_at, received_at, sighting, ids, body_hash, properties)
      select * from jsonb_to_recordset(${json}::text::jsonb) as r (id text, type text, occurred_at bigint,
        received_at bigint, sighting uuid, ids text[], body_hash text, properties jsonb)
      order by r.id collate "C"
      on conflict (id) do nothing returning id, exists (select from ${tables.publication}) as published`.execute(trx);
    for (const row of inserted) {
      accepted.add(row.id);
      published ||= row.published;
    }
  }
  return { accepted, published };
}

/** The body that stands under each id: of the new ones our own, of the others what is filed. */
async function bodyHashes(
  trx: Transaction<unknown>,
  tables: Tables,
  firsts: ReadonlyMap<string, Arrival>,
  accepted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const standing = new Map([...accepted].map((id) => [id, firsts.get(id)?.bodyHash ?? ""]));
  const others = [...firsts.keys()].filter((id) => !accepted.has(id));
  if (others.length === 0) return standing;
  const { rows } = await sql<{ id: string; body_hash: string }>`
    select id, body_hash from ${tables.event}
    where id in (select jsonb_array_elements_text(${JSON.stringify(others)}::text::jsonb))`.execute(trx);
  for (const { id, body_hash } of rows) standing.set(id, body_hash);
  return standing;
}

async function insertIdentifiers(trx: Transaction<unknown>, filing: Filing, rows: readonly Row[]): Promise<void> {
  const { tables, seed } = filing;
  const keys = new Set(rows.flatMap(({ arrival }) => arrival.keys));
  const lines = [...keys].map((key, ord) => ({ id: digest(key), key, ord }));
  const known = await sql<{ key: string }>`
    select key from ${tables.identifier} where id = any(${lines.map(({ id }) => id)}::uuid[])`.execute(trx);
  const named = new Set(known.rows.map(({ key }) => key));
  const fresh = lines.filter(({ key }) => !named.has(key)).map((line) => ({ ...line, seed: seed(line.key) }));
  for (const json of jsonRows(fresh)) {
    await sql`
      insert into ${tables.identifier} (id, key, seed, seq)
      select id, key, seed, seq from (
        select r.id, r.key, r.seed, nextval(${tables.identifierSeq}::text::regclass) as seq from (
          select * from jsonb_to_recordset(${json}::text::jsonb) as j (id uuid, key text, ord int, seed text)
          order by ord) as r) as numbered
      order by id
      on conflict (id) do nothing`.execute(trx);
  }
}

/** Inserts the sightings that are new. */
export async function insertSightings(trx: Transaction<unknown>, tables: Tables, rows: readonly Row[]): Promise<void> {
  const lines = new Map(
    rows.map(({ arrival, sighting, leaf }) => {
      const { keys, strength, purpose, event } = arrival;
      return [
        sighting,
        { id: sighting, identifiers: keys.map(digest), keys, leaf, source: event.source, strength, purpose },
      ];
    }),
  );
  for (const json of jsonRows([...lines.values()])) {
    await sql`
      insert into ${tables.sighting} (id, identifiers, keys, leaf, source, strength, purpose)
      select * from jsonb_to_recordset(${json}::text::jsonb) as r (id uuid, identifiers uuid[], keys text[], leaf uuid,
        source text, strength text, purpose text)
      where not exists (select from ${tables.sighting} as s where s.id = r.id)
      order by r.id
      on conflict (id) do nothing`.execute(trx);
  }
}

async function foldLeaves(trx: Transaction<unknown>, { tables, fold }: Filing, rows: readonly Row[]): Promise<void> {
  const byLeaf = new Map<string, { readonly leaf: LeafKey; readonly events: Event[] }>();
  for (const { arrival, leaf } of rows) {
    const known = byLeaf.get(leaf);
    if (known) known.events.push(arrival.event);
    else byLeaf.set(leaf, { leaf: arrival.leaf, events: [arrival.event] });
  }
  const before = await lockLeaves(trx, tables, byLeaf.keys());
  const [fresh, changed]: [LeafRow[], LeafRow[]] = [[], []];
  for (const [id, { leaf, events }] of byLeaf) {
    const state = before.get(id);
    (state ? changed : fresh).push({ id, ...called(() => fold(leaf, state, events)) });
  }
  await insertLeaves(trx, tables, fresh);
  await updateLeaves(trx, tables, changed);
}
