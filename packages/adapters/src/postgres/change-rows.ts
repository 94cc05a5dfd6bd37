import type { MovedIdentifier, Name, PersonDiff } from "@tributary/core/identity";
import type { IdentifierKey } from "@tributary/core/model";
import type { Change } from "@tributary/core/ports";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Tables } from "./tables";

/** A diff as it is filed: identifiers by their seeds, so that no value is kept in a log. */
interface FiledDiff extends Omit<PersonDiff, "moved"> {
  readonly moved: readonly (Omit<MovedIdentifier, "key"> & { readonly seed: string })[];
}

/** Files a change. */
export async function insertChange(
  trx: Transaction<unknown>,
  tables: Tables,
  { seq, at, diff }: Change,
  names: ReadonlyMap<IdentifierKey, Name>,
): Promise<void> {
  const filed: FiledDiff = {
    ...diff,
    moved: diff.moved.map(({ key, ...move }) => ({ ...move, seed: seedOf(key, names) })),
  };
  await sql`
    insert into ${tables.change} (seq, at, diff)
    values (${seq}, ${at}, ${JSON.stringify(filed)}::text::json)`.execute(trx);
}

function seedOf(key: IdentifierKey, names: ReadonlyMap<IdentifierKey, Name>): string {
  const name = names.get(key);
  if (!name) throw new RangeError(`names has no entry for ${JSON.stringify(key)}`);
  return name.seed;
}

/** Reads changes in order, identifiers by their keys again; one that was erased since is left out. */
export async function readChanges(
  db: Kysely<unknown>,
  tables: Tables,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly Change[]> {
  const { rows } = await sql<Record<"seq" | "at" | "diff", string>>`
    select c.seq::text as seq, c.at::text as at, c.diff::text as diff from ${tables.change} as c
    where c.seq > ${after} order by c.seq limit ${limit}`.execute(db);
  const filed = rows.map(({ seq, at, diff }) => ({
    seq: Number(seq),
    at: Number(at),
    diff: JSON.parse(diff) as FiledDiff,
  }));
  const keyOf = await keysOf(db, tables, new Set(filed.flatMap(({ diff }) => diff.moved.map(({ seed }) => seed))));
  return filed.map(({ seq, at, diff }) => ({ seq, at, diff: { ...diff, moved: movedOf(diff, keyOf) } }));
}

async function keysOf(
  db: Kysely<unknown>,
  tables: Tables,
  seeds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, IdentifierKey>> {
  const { rows } = await sql<{ seed: string; key: string }>`
    select seed, key from ${tables.identifier}
    where seed in (select jsonb_array_elements_text(${JSON.stringify([...seeds])}::text::jsonb))`.execute(db);
  return new Map(rows.map(({ seed, key }) => [seed, key]));
}

const movedOf = ({ moved }: FiledDiff, keyOf: ReadonlyMap<string, IdentifierKey>): readonly MovedIdentifier[] =>
  moved.flatMap(({ seed, ...move }) => {
    const key = keyOf.get(seed);
    return key === undefined ? [] : [{ key, ...move }];
  });
