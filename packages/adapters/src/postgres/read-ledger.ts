import {
  type AsOf,
  LEAF_SEPARATOR,
  type Name,
  type Sighting,
  type Splits,
  type Strength,
} from "@tributary/core/identity";
import {
  byCodeUnit,
  type Event,
  type IdentifierKey,
  inKeyOrder,
  isUnstorableText,
  parseIdentifierKey,
} from "@tributary/core/model";
import type { LeafKey, LeafState } from "@tributary/core/ports";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { digest } from "./digest";
import type { Tables } from "./tables";

type Db = Kysely<unknown>;
type Wanted<T> = readonly T[] | "all";

/** A condition on rows whose key is among the digests of these texts; everything where all are wanted. */
const among = (column: RawBuilder<unknown>, texts: Wanted<string>, operator = sql`= any`): RawBuilder<unknown> =>
  texts === "all" ? sql`true` : sql`${column} ${operator}(${[...new Set(texts)].map(digest)}::uuid[])`;

// Numbers and arrays are read as text, so that a host's own type parsers cannot change what we see.

export async function readSightings(
  db: Db,
  tables: Tables,
  keys: Wanted<IdentifierKey>,
  { asOf, gapMs, splitAt = [] }: AsOf & Splits,
): Promise<readonly Sighting[]> {
  const wanted =
    keys === "all"
      ? sql`true`
      : sql`sighting in (select id from ${tables.sighting} where ${among(sql`identifiers`, keys, sql`&&`)})`;
  const parts = gapMs !== undefined || splitAt.length > 0;
  const runs = sql`(
      select sighting, occurred_at, sum(part::int) over (partition by sighting order by occurred_at) as run from (
        select sighting, occurred_at, coalesce(occurred_at - before >= ${gapMs ?? Number.MAX_SAFE_INTEGER}::bigint
          or width_bucket(before, ${splitAt}::bigint[]) < width_bucket(occurred_at, ${splitAt}::bigint[]), false) as part
        from (
          select sighting, occurred_at, lag(occurred_at) over (partition by sighting order by occurred_at) as before
          from ${tables.event} where occurred_at <= ${asOf} and ${wanted}) as ordered) as parted)`;
  const whole = sql`(
      select sighting, occurred_at, 0 as run from ${tables.event} where occurred_at <= ${asOf} and ${wanted})`;
  const { rows } = await sql<Record<"keys" | "source" | "strength" | "purpose" | "count" | "first" | "last", string>>`
    with seen as (
      select sighting, run, count(*) as count, min(occurred_at) as first, max(occurred_at) as last
      from ${parts ? runs : whole} as seen group by sighting, run)
    select to_json(s.keys)::text as keys, s.source, s.strength, s.purpose,
      sum(seen.count)::text as count, min(seen.first)::text as first, max(seen.last)::text as last
    from seen join ${tables.sighting} as s on s.id = seen.sighting
    group by s.keys, s.source, s.strength, s.purpose, ${parts ? sql`s.id, run` : sql`run`}`.execute(db);
  return rows.map(({ keys, source, strength, purpose, count, first, last }) => ({
    keys: JSON.parse(keys),
    source,
    strength: strength as Strength,
    purpose,
    count: Number(count),
    firstAt: Number(first),
    lastAt: Number(last),
  }));
}

export async function readNames(
  db: Db,
  tables: Tables,
  keys: Wanted<IdentifierKey>,
): Promise<ReadonlyMap<IdentifierKey, Name>> {
  const { rows } = await sql<Record<"key" | "seed" | "seq", string>>`
    select key, seed, seq::text as seq from ${tables.identifier} where ${among(sql`id`, keys)}`.execute(db);
  return new Map(rows.map(({ key, seed, seq }) => [key, { seed, seq: Number(seq) }]));
}

export async function readKeyOf(db: Db, tables: Tables, seed: string): Promise<IdentifierKey | undefined> {
  if (isUnstorableText(seed)) return undefined; // PostgreSQL would refuse to look for it
  const { rows } = await sql<{ key: string }>`
    select key from ${tables.identifier} where seed = ${seed} or id in (
      select identifier from ${tables.tombstone} where seed = ${seed})
    order by seed = ${seed} desc limit 1`.execute(db);
  return rows[0]?.key;
}

export async function readLeaves(db: Db, tables: Tables, keys: Wanted<IdentifierKey>): Promise<readonly LeafState[]> {
  const { rows } = await sql<Record<"key" | "version" | "state", string>>`
    select key, version, state from ${tables.leaf} where ${
      keys === "all"
        ? sql`true`
        : sql`id in (select leaf from ${tables.sighting} where ${among(sql`identifiers`, keys, sql`&&`)})`
    }`.execute(db);
  const wanted = keys === "all" ? undefined : new Set(keys);
  return rows
    .filter(({ key }) => wanted === undefined || key.split(LEAF_SEPARATOR).some((own) => wanted.has(own)))
    .map(({ key, version, state }) => ({ leaf: key, version, state: JSON.parse(state) }));
}

export const readEvents = (
  db: Db,
  tables: Tables,
  leaves: Wanted<LeafKey>,
  types?: readonly string[],
): Promise<readonly Event[]> => readEventsWhere(db, tables, among(sql`s.leaf`, leaves), types);

/** Events under a condition on their sighting `s`, of these types where given. */
export async function readEventsWhere(
  db: Db,
  tables: Tables,
  condition: RawBuilder<unknown>,
  types?: readonly string[],
): Promise<readonly Event[]> {
  const known = types?.filter((type) => !isUnstorableText(type));
  const { rows } = await sql<Record<"id" | "type" | "at" | "ids" | "source" | "properties", string>>`
    select e.id, e.type, e.occurred_at::text as at, to_json(coalesce(e.ids, s.keys))::text as ids, s.source,
      e.properties::text as properties
    from ${tables.event} as e join ${tables.sighting} as s on s.id = e.sighting
    where ${condition} and ${
      known ? sql`e.type in (select jsonb_array_elements_text(${JSON.stringify(known)}::text::jsonb))` : sql`true`
    }`.execute(db);
  return rows
    .map(({ id, type, at, ids, source, properties }) => ({
      id,
      type,
      at: Number(at),
      ids: (JSON.parse(ids) as IdentifierKey[]).map(parseIdentifierKey),
      properties: inKeyOrder(JSON.parse(properties)), // jsonb keeps an order of its own
      source,
    }))
    .sort((a, b) => a.at - b.at || byCodeUnit(a.id, b.id));
}
