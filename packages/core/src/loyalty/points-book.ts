import type { EpochMs } from "../model";
import type { PointsEntry } from "./points-entry";

/** Which lot is spent first: the one earned first, or the one that expires first. */
export type SpendOrder = "firstIn" | "firstToExpire";

/** Points given by one entry, and what has become of them: left + expired + taken back + drawn = given. */
export interface Lot {
  readonly entry: PointsEntry;
  readonly given: number;
  readonly expiresAt: EpochMs;
  left: number;
  expired: number;
  reversed: number;
  ended: boolean;
}

/** Points asked for by one entry: owed + returned + drawn = asked. */
export interface Spend {
  readonly entry: PointsEntry;
  readonly asked: number;
  readonly draws: { readonly lot: Lot; points: number }[];
  owed: number;
  returned: number;
}

/** A ledger being read: lots, spends, and two sums of which at most one is above zero once a line is written. */
export interface Book {
  readonly order: SpendOrder;
  readonly lots: Map<string, Lot>;
  readonly spends: Map<string, Spend>;
  /** Lots with something left, the next to be spent first. */
  readonly open: Lot[];
  balance: number;
  owed: number;
}

/** A book without a line. */
export const emptyBook = (order: SpendOrder): Book => ({
  order,
  lots: new Map(),
  spends: new Map(),
  open: [],
  balance: 0,
  owed: 0,
});

/** Opens a lot; what is owed is paid from it first. */
export function give(book: Book, entry: PointsEntry, points: number, expiresAt: EpochMs): void {
  const lot = { entry, given: points, expiresAt, left: 0, expired: 0, reversed: 0, ended: false };
  book.lots.set(entry.id, lot);
  putBack(book, lot, points);
  settle(book);
}

/** Takes points from the lots in order; what they lack is owed. */
export function take(book: Book, entry: PointsEntry, points: number): void {
  const spend: Spend = { entry, asked: points, draws: [], owed: 0, returned: 0 };
  book.spends.set(entry.id, spend);
  oweNow(book, spend, points);
  settle(book);
}

/** Ends a lot: what is left of it, and what may come back to it, is expired. */
export function end(book: Book, lot: Lot): void {
  if (lot.ended) return;
  lot.ended = true;
  lot.expired += takeOut(book, lot, lot.left);
}

/**
 * Takes back points of a lot: those left, then those that had expired anyway, then those spent. What was spent is drawn
 * from other lots instead, and owed where there are none.
 *
 * @returns how many could be taken back
 */
export function reverseLot(book: Book, lot: Lot, points: number): number {
  const most = Math.min(points, lot.given - lot.reversed);
  let rest = most - takeOut(book, lot, Math.min(most, lot.left));
  const expired = Math.min(rest, lot.expired);
  lot.expired -= expired;
  rest -= expired;
  lot.reversed += most;
  for (const spend of [...book.spends.values()].reverse()) rest -= undraw(book, spend, lot, rest);
  settle(book);
  return most;
}

/**
 * Gives back points of a spend: what of it is still owed is forgiven, the rest goes back to the lots it came from, the
 * last first. To a lot that has ended it comes back expired.
 *
 * @returns how many could be given back
 */
export function reverseSpend(book: Book, spend: Spend, points: number): number {
  const most = Math.min(points, spend.asked - spend.returned);
  const forgiven = Math.min(most, spend.owed);
  spend.returned += most;
  spend.owed -= forgiven;
  book.owed -= forgiven;
  let rest = most - forgiven;
  for (const draw of [...spend.draws].reverse()) {
    const back = Math.min(rest, draw.points);
    draw.points -= back;
    rest -= back;
    putBack(book, draw.lot, back);
  }
  settle(book);
  return most;
}

/** Undoes up to so many points that a spend drew from a lot: they are gone, and the spend owes them. */
function undraw(book: Book, spend: Spend, lot: Lot, points: number): number {
  let undone = 0;
  for (const draw of spend.draws) {
    if (draw.lot !== lot) continue;
    const part = Math.min(points - undone, draw.points);
    draw.points -= part;
    undone += part;
  }
  oweNow(book, spend, undone);
  return undone;
}

/** Pays what is owed, the oldest debt first, while there is anything left. */
function settle(book: Book): void {
  if (book.owed === 0) return;
  for (const spend of book.spends.values()) {
    while (spend.owed > 0 && book.open.length > 0) {
      const lot = book.open[0] as Lot;
      const points = takeOut(book, lot, Math.min(spend.owed, lot.left));
      spend.draws.push({ lot, points });
      spend.owed -= points;
      book.owed -= points;
    }
  }
}

function oweNow(book: Book, spend: Spend, points: number): void {
  spend.owed += points;
  book.owed += points;
}

function takeOut(book: Book, lot: Lot, points: number): number {
  lot.left -= points;
  book.balance -= points;
  if (points > 0 && lot.left === 0) book.open.splice(book.open.indexOf(lot), 1);
  return points;
}

function putBack(book: Book, lot: Lot, points: number): void {
  if (points === 0) return;
  if (lot.ended) {
    lot.expired += points;
    return;
  }
  if (lot.left === 0) {
    let place = book.open.length;
    while (place > 0 && precedes(lot, book.open[place - 1] as Lot, book.order)) place--;
    book.open.splice(place, 0, lot);
  }
  lot.left += points;
  book.balance += points;
}

function precedes(a: Lot, b: Lot, order: SpendOrder): boolean {
  if (order === "firstToExpire" && a.expiresAt !== b.expiresAt) return a.expiresAt < b.expiresAt;
  return a.entry.at !== b.entry.at ? a.entry.at < b.entry.at : a.entry.id < b.entry.id;
}
