import { type EpochMs, requireNow } from "../model";
import type { Book, SpendOrder } from "./points-book";
import type { PointsEntry } from "./points-entry";
import { type PointsIssue, type PointsMove, replayPoints } from "./replay-points";
import type { EntryConflict } from "./standing-entries";

/** How a ledger is read. */
export interface ReadPointsOptions {
  readonly now: EpochMs;
  /** Which lot is spent first; `firstIn` by default. */
  readonly order?: SpendOrder;
}

/** Points that one entry gave and that can still be spent. */
export interface PointsLot {
  readonly id: string;
  readonly at: EpochMs;
  readonly left: number;
  readonly expiresAt?: EpochMs;
}

/** What a spend took, and from where. */
export interface PointsSpend {
  readonly id: string;
  readonly at: EpochMs;
  /** What was asked for, less what was given back. */
  readonly points: number;
  readonly from: readonly { readonly lot: string; readonly points: number }[];
  /** The part that no lot covers. */
  readonly owed: number;
}

/**
 * Every point that ever moved, so that nothing can be created or lost:
 * balance − owed = earned + adjusted − spent − expired − earnReversed + spendReversed.
 */
export interface PointsTotals {
  readonly earned: number;
  /** Corrections, those below zero subtracted. */
  readonly adjusted: number;
  readonly spent: number;
  /** Lots that came to their end, by time or by an entry. */
  readonly expired: number;
  /** What was taken back of earns and of corrections above zero. */
  readonly earnReversed: number;
  /** What was given back of spends and of corrections below zero. */
  readonly spendReversed: number;
}

/** A person's points at a moment. */
export interface PointsReading {
  /** What can be spent; never below zero, and zero while anything is owed. */
  readonly balance: number;
  /** What was spent and is not covered: the earn was reversed since, or is on another person's side of a split. */
  readonly owed: number;
  /** What is left, the next to be spent first. */
  readonly lots: readonly PointsLot[];
  /** What will be gone when, unless it is spent before; the next first. */
  readonly expiring: readonly { readonly at: EpochMs; readonly points: number }[];
  readonly spends: readonly PointsSpend[];
  /** What moved, oldest first; the last says the balance. */
  readonly history: readonly PointsMove[];
  readonly totals: PointsTotals;
  /** Ids used for two different entries, of which one counts. */
  readonly conflicts: readonly EntryConflict<PointsEntry>[];
  /** Entries that do not do what they say, or not all of it. */
  readonly issues: readonly PointsIssue[];
  /** Nothing of the above changes before, unless something new happens; absent: never. */
  readonly nextChange?: EpochMs;
}

/**
 * Reads a person's points from the ledger entries of the person's leaves.
 *
 * Entries are a set: their order, copies of them and how they are split into leaves and replicas do not matter. They are
 * replayed in the order of time, at one instant earns before spends; a lot is gone from `expiresAt` on. Spends draw lots
 * first in, first out. What a spend lacks is `owed`, openly, and paid by what is earned next; see decision 023. Entries
 * later than `now` count once due. An id used twice counts once, for its earliest entry.
 *
 * @param entries the entries of all of a person's leaves, in any order
 * @throws RangeError when `now` or an instant is no epoch milliseconds, points are not whole or out of range, or a lot
 *   expires before it is given
 * @example
 * const leaf = "phone:1";
 * const entries = [
 *   { type: "earn", id: "order-1", at: 0, leaf, points: 100, expiresAt: 365 * DAY_MS },
 *   { type: "earn", id: "checkin-1", at: DAY_MS, leaf, points: 5 },
 *   { type: "spend", id: "gift-1", at: 2 * DAY_MS, leaf, points: 60 },
 * ];
 * readPoints(entries, { now: 3 * DAY_MS }).balance; // => 45
 * readPoints(entries, { now: 3 * DAY_MS }).expiring; // => [{ at: 365 * DAY_MS, points: 40 }]
 * readPoints(entries, { now: 365 * DAY_MS }).balance; // => 5
 */
export function readPoints(entries: readonly PointsEntry[], options: ReadPointsOptions): PointsReading {
  const { now, order = "firstIn" } = options;
  const { book, moves, conflicts, issues, dueAt } = replayPoints(entries, { now: requireNow(now), order });
  const expiring = expiringIn(book);
  const changes = [...expiring.slice(0, 1).map(({ at }) => at), ...(dueAt === undefined ? [] : [dueAt])];
  return {
    balance: book.balance,
    owed: book.owed,
    lots: book.open.map(({ entry: { id, at }, left, expiresAt }) => ({
      id,
      at,
      left,
      ...(Number.isFinite(expiresAt) && { expiresAt }),
    })),
    expiring,
    spends: [...book.spends.values()].map(({ entry: { id, at }, asked, returned, draws, owed }) => ({
      id,
      at,
      points: asked - returned,
      from: draws.filter(({ points }) => points > 0).map(({ lot, points }) => ({ lot: lot.entry.id, points })),
      owed,
    })),
    history: moves,
    totals: totalsOf(book),
    conflicts,
    issues,
    ...(changes.length > 0 && { nextChange: Math.min(...changes) }),
  };
}

function expiringIn({ open }: Book): readonly { readonly at: EpochMs; readonly points: number }[] {
  const sums = new Map<EpochMs, number>();
  for (const { expiresAt, left } of open) sums.set(expiresAt, (sums.get(expiresAt) ?? 0) + left);
  sums.delete(Number.POSITIVE_INFINITY);
  return [...sums].map(([at, points]) => ({ at, points })).sort((a, b) => a.at - b.at);
}

function totalsOf({ lots, spends }: Book): PointsTotals {
  let [earned, adjusted, spent, expired, earnReversed, spendReversed] = [0, 0, 0, 0, 0, 0];
  for (const lot of lots.values()) {
    if (lot.entry.type === "earn") earned += lot.given;
    else adjusted += lot.given;
    expired += lot.expired;
    earnReversed += lot.reversed;
  }
  for (const { entry, asked, returned } of spends.values()) {
    if (entry.type === "spend") spent += asked;
    else adjusted -= asked;
    spendReversed += returned;
  }
  return { earned, adjusted, spent, expired, earnReversed, spendReversed };
}
