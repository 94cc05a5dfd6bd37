import type { EpochMs } from "@tributary/core/model";
import { sql, type Transaction } from "kysely";
import { jsonRows } from "./json-rows";
import type { Tables } from "./tables";

/** Identifiers that are to be settled, as they were marked together. */
export interface Mark {
  readonly due: string;
  readonly seq: string;
  /** Digests. */
  readonly identifiers: readonly string[];
}

/** Earlier than every instant: due at once. */
const AT_ONCE = -8.64e15;

/** Identifiers in one row. Our choice: a few rows for a batch, and a step that may take a few too many. */
const PER_ROW = 32;

/** Marks identifiers, by their digests, as having something filed about them. */
export async function markUnsettled(
  trx: Transaction<unknown>,
  tables: Tables,
  ids: Iterable<string>,
  due: EpochMs = AT_ONCE,
): Promise<void> {
  const all = [...ids];
  const rows = Array.from({ length: Math.ceil(all.length / PER_ROW) }, (_, i) => ({
    due,
    identifiers: all.slice(i * PER_ROW, (i + 1) * PER_ROW),
  }));
  for (const json of jsonRows(rows)) {
    await sql`
      insert into ${tables.unsettled} (due, identifiers)
      select due, identifiers from jsonb_to_recordset(${json}::text::jsonb) as r (due bigint, identifiers uuid[])
    `.execute(trx);
  }
}

/**
 * Takes the oldest marks that are due and that no other worker has in hand, up to some number of identifiers, until the
 * transaction ends.
 */
export async function takeMarks(
  trx: Transaction<unknown>,
  tables: Tables,
  { asOf, limit }: { readonly asOf: EpochMs; readonly limit: number },
): Promise<readonly Mark[]> {
  const { rows } = await sql<{ due: string; seq: string; identifiers: string }>`
    select u.due::text as due, u.seq::text as seq, to_json(u.identifiers)::text as identifiers
    from ${tables.unsettled} as u where u.due <= ${asOf}
    order by u.due, u.seq limit ${limit} for update skip locked`.execute(trx);
  const marks: Mark[] = [];
  const distinct = new Set<string>();
  for (const { due, seq, identifiers } of rows) {
    if (distinct.size >= limit) break;
    const mark = { due, seq, identifiers: JSON.parse(identifiers) as string[] };
    marks.push(mark);
    for (const id of mark.identifiers) distinct.add(id);
  }
  return marks;
}

/** Deletes marks that were taken: these very rows, so that a mark nobody has seen yet stays. */
export async function deleteMarks(trx: Transaction<unknown>, tables: Tables, marks: readonly Mark[]): Promise<void> {
  const json = JSON.stringify(marks.map(({ due, seq }) => ({ due, seq })));
  await sql`
    delete from ${tables.unsettled} as u
    using jsonb_to_recordset(${json}::text::jsonb) as r (due bigint, seq bigint)
    where u.due = r.due and u.seq = r.seq`.execute(trx);
}
