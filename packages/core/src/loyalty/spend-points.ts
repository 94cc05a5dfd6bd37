import { canonicalJson, type EpochMs, isEpochMs, type Json, ok, type Result, refuse, requireNow } from "../model";
import { type PointsEntry, requirePoints } from "./points-entry";
import type { ReadPointsOptions } from "./read-points";
import { type PointsMove, replayPoints } from "./replay-points";
import { standingEntries } from "./standing-entries";

/** A wish to spend points. */
export interface SpendRequest {
  /** The idempotency key: the gift order it pays. */
  readonly id: string;
  /** The leaf of whoever spends: the entry belongs to it, and goes with it in a split. */
  readonly leaf: string;
  readonly points: number;
  readonly because?: string;
}

/** An entry to append, or the one that answered the same request before: appending it again changes nothing. */
export interface PointsAnswer {
  readonly entry: PointsEntry;
  readonly repeated: boolean;
}

/** The id stands for something else already. */
export interface IdTaken {
  readonly code: "id-taken";
  readonly by: PointsEntry;
}

/** Why points were not spent. */
export type SpendRefusal =
  | IdTaken
  /** So many can be spent now, and so many are owed. */
  | { readonly code: "insufficient"; readonly balance: number; readonly owed: number };

/**
 * Spends points, or says why not. The host appends the entry; nothing is spent before.
 *
 * Repeating a request gives the entry that answered it before. A request is refused too where its points are there at
 * `now`, but an entry known already, dated later, needs them: spending never makes a debt in the ledger it has seen.
 * Two replicas that have not seen each other may both spend; then the union owes the difference.
 *
 * @param entries the entries of all of a person's leaves, in any order
 * @throws RangeError as {@link readPoints} does, and when points are not whole or below 1
 * @example
 * const earn = { type: "earn", id: "order-1", at: 0, leaf: "phone:1", points: 100 };
 * const wish = { id: "gift-1", leaf: "phone:1", points: 60 };
 * const spent = spendPoints([earn], wish, { now: 9 });
 * spent.ok && spent.value.entry; // => { type: "spend", id: "gift-1", at: 9, leaf: "phone:1", points: 60 }
 * spendPoints([earn], { ...wish, points: 101 }, { now: 9 });
 * // => { ok: false, error: { code: "insufficient", balance: 100, owed: 0 } }
 */
export function spendPoints(
  entries: readonly PointsEntry[],
  request: SpendRequest,
  options: ReadPointsOptions,
): Result<PointsAnswer, SpendRefusal> {
  const { now, order = "firstIn" } = options;
  const entry: PointsEntry = { type: "spend", ...request, at: requireNow(now) };
  requirePoints(request.points, "points");
  const before = answeredBefore(entries, entry);
  if (before) return before;
  const { balance, owed } = replayPoints(entries, { now, order }).book;
  const end = lastInstant(entries, now);
  const movesOf = (all: readonly PointsEntry[]): readonly PointsMove[] => replayPoints(all, { now: end, order }).moves;
  if (balance < request.points || owesMore(movesOf([...entries, entry]), movesOf(entries))) {
    return refuse({ code: "insufficient", balance, owed });
  }
  return ok({ entry, repeated: false });
}

/** What an id stands for already: the same request, or another. */
export function answeredBefore(
  entries: readonly PointsEntry[],
  entry: PointsEntry,
): Result<PointsAnswer, IdTaken> | undefined {
  const [by] = standingEntries(entries.filter(({ id }) => id === entry.id)).entries;
  if (!by) return undefined;
  const same = textOf({ ...by, at: entry.at }) === textOf(entry);
  return same ? ok({ entry: by, repeated: true }) : refuse({ code: "id-taken", by });
}

const textOf = (entry: PointsEntry): string => canonicalJson(entry as unknown as Json);

/** Whether more is owed at the end of any instant than was owed then before. */
function owesMore(after: readonly PointsMove[], before: readonly PointsMove[]): boolean {
  let [owed, next] = [0, 0];
  return after.some((move, i) => {
    if (after[i + 1]?.at === move.at) return false;
    for (let known = before[next]; known && known.at <= move.at; known = before[++next]) owed = known.owed;
    return move.owed > owed;
  });
}

/** When everything that is known has happened. */
const lastInstant = (entries: readonly PointsEntry[], now: EpochMs): EpochMs =>
  entries.reduce((last, { at }) => (isEpochMs(at) && at > last ? at : last), now);
