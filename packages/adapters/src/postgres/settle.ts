import { AdapterError, type IdentifierKey, refuse } from "@tributary/core/model";
import type { Region, Settled, Settlement, SettleOptions, Settler, Surroundings } from "@tributary/core/ports";
import { type Kysely, sql, type Transaction } from "kysely";
import { insertChange } from "./change-rows";
import { called } from "./leaf-rows";
import { deleteMarks, markUnsettled, takeMarks } from "./marks";
import { writeMembers } from "./member-rows";
import { begin, confirm, nextSeq, ReadingChanged, sweep } from "./publication";
import { lockIdentifiers, readKeys, readLater, readRegion, readSurroundings } from "./region-rows";
import type { Tables } from "./tables";

/** How often others may get in between before we give up for now. */
const MAX_TRIES = 10;

/** A step that is to be done, and identifiers that an earlier try has found to be needed. */
interface Step extends SettleOptions {
  readonly settler: Settler;
  readonly wanted: ReadonlySet<IdentifierKey>;
}

/**
 * Settles some marked identifiers, see `Publisher.settle`. Everybody takes what they may have to wait for in one order:
 * identifiers by their ids, and last the publication. Marks are passed over when another has them.
 */
export async function settle(
  db: Kysely<unknown>,
  tables: Tables,
  options: SettleOptions,
  settler: Settler,
): Promise<Settled | undefined> {
  const wanted = new Set<IdentifierKey>();
  for (let tries = 0; tries < MAX_TRIES; ) {
    await begin(db, tables, options.reading);
    try {
      const step = { ...options, settler, wanted };
      const settled = await db.transaction().execute((trx) => settleOnce(trx, tables, step));
      if (settled) return settled;
      if (!(await sweep(db, tables))) return undefined;
    } catch (error) {
      if (!(error instanceof RegionGrew || error instanceof ReadingChanged)) throw error;
      if (error instanceof RegionGrew) for (const key of error.keys) wanted.add(key);
      tries++;
    }
  }
  throw new AdapterError("conflict", "others kept publishing the same", { retryable: true });
}

/**
 * Everything here is looked up by key, and the planner takes `&&` with a long array for as cheap as with a short one: it
 * would read a whole table, comparing every row with every key.
 */
const preferIndexes = (trx: Transaction<unknown>): Promise<unknown> =>
  sql`select set_config('enable_seqscan', 'off', true)`.execute(trx);

/** Identifiers are needed that were not locked: the transaction begins anew with all that is known to be needed. */
class RegionGrew extends Error {
  override readonly name = "RegionGrew";
  readonly keys: readonly IdentifierKey[];

  constructor(keys: readonly IdentifierKey[]) {
    super("the region has more identifiers than were locked");
    this.keys = keys;
  }
}

async function settleOnce(trx: Transaction<unknown>, tables: Tables, step: Step): Promise<Settled | undefined> {
  const { asOf, reading, settler } = step;
  const marks = await takeMarks(trx, tables, step);
  if (marks.length === 0) return undefined;
  await preferIndexes(trx);
  const roots = await readKeys(trx, tables, new Set(marks.flatMap(({ identifiers }) => identifiers)));
  const keys = await reachAll(trx, tables, step, roots);
  await lockIdentifiers(trx, tables, keys);
  await deleteMarks(trx, tables, marks);
  const region = await readRegion(trx, tables, await readSurroundings(trx, tables, roots, keys), step);
  const settlement = solved(region, settler);
  for (const [due, ids] of await readLater(trx, tables, keys, asOf))
    await markUnsettled(trx, tables, new Set(ids), due);
  if (!settlement) {
    await confirm(trx, tables, reading);
    return { identifiers: roots.length };
  }
  await writeMembers(trx, tables, settlement.members);
  const change = { seq: await nextSeq(trx, tables, reading), at: asOf, diff: settlement.diff };
  await insertChange(trx, tables, change, region.names);
  return { identifiers: roots.length, change };
}

function solved(region: Region, settler: Settler): Settlement | undefined {
  const answer = called(() => {
    const more = settler.reach(region);
    const solved = more.length > 0 ? refuse(more) : settler.solve(region);
    const known = new Set(region.keys);
    if (!solved.ok && solved.error.every((key) => known.has(key)))
      throw new RangeError("the settler asked for nothing it has not been given");
    return solved;
  });
  if (!answer.ok) throw new RegionGrew([...region.keys, ...answer.error]);
  return answer.value;
}

/** Goes ring by ring from the roots, nothing locked, to everything that can depend on them. */
async function reachAll(
  trx: Transaction<unknown>,
  tables: Tables,
  { settler, wanted }: Step,
  roots: readonly IdentifierKey[],
): Promise<readonly IdentifierKey[]> {
  const keys = new Set<IdentifierKey>();
  let seen: Surroundings = { roots, keys: [], together: [], members: new Map() };
  for (let ring = [...new Set([...roots, ...wanted])]; ring.length > 0; ) {
    const { together, members } = await readSurroundings(trx, tables, roots, ring);
    const fresh = together.filter((met) => !met.some((key) => keys.has(key))); // others came with an earlier ring
    for (const key of ring) keys.add(key);
    seen = {
      roots,
      keys: [...keys],
      together: [...seen.together, ...fresh],
      members: new Map([...seen.members, ...members]),
    };
    ring = called(() => settler.reach(seen)).filter((key) => !keys.has(key));
  }
  return seen.keys;
}
