import { byCodeUnit, type EpochMs } from "../model";
import {
  type Book,
  emptyBook,
  end,
  give,
  type Lot,
  reverseLot,
  reverseSpend,
  type SpendOrder,
  take,
} from "./points-book";
import { type PointsEntry, requireEntry } from "./points-entry";
import { type EntryConflict, standingEntries } from "./standing-entries";

/** What changed a balance, and to what. */
export interface PointsMove {
  readonly at: EpochMs;
  /** `lapse` is a lot coming to its end by itself; the others are entries. */
  readonly type: PointsEntry["type"] | "lapse";
  /** The entry's, or the lot's that lapsed. */
  readonly id: string;
  /** What balance − owed rose by; below zero where it fell. */
  readonly points: number;
  readonly balance: number;
  readonly owed: number;
  readonly because?: string;
}

/** An entry that does not do what it says. */
export type PointsIssue =
  /** What it is about is not in this ledger: not yet, or on another person's side of a split. It does nothing. */
  | { readonly code: "unmatched"; readonly id: string; readonly of: string }
  /** Only earns, spends and corrections are reversed, and only what gives points expires. It does nothing. */
  | { readonly code: "wrong-target"; readonly id: string; readonly of: string }
  /** It takes back more than was left to take back, by `points`; that part does nothing. */
  | { readonly code: "exceeds"; readonly id: string; readonly of: string; readonly points: number };

/** A ledger read up to a moment. */
export interface Replay {
  readonly book: Book;
  readonly moves: readonly PointsMove[];
  readonly conflicts: readonly EntryConflict<PointsEntry>[];
  readonly issues: readonly PointsIssue[];
  /** When the first entry later than the moment is due. */
  readonly dueAt: EpochMs | undefined;
}

/** One thing to do in a ledger. */
interface Step {
  readonly at: EpochMs;
  readonly type: PointsMove["type"];
  readonly entry: PointsEntry;
}

/** At one instant: what ends has ended, what is earned can be spent. */
const RANKS: Readonly<Record<PointsMove["type"], number>> = {
  lapse: 0,
  earn: 1,
  adjust: 2,
  expire: 3,
  spend: 4,
  reverse: 5,
};

/** Reads a set of entries line by line, in the order of time. */
export function replayPoints(
  entries: readonly PointsEntry[],
  { now, order }: { readonly now: EpochMs; readonly order: SpendOrder },
): Replay {
  for (const entry of entries) requireEntry(entry);
  const { entries: standing, conflicts } = standingEntries(entries);
  const issues: PointsIssue[] = [];
  const book = emptyBook(order);
  const moves: PointsMove[] = [];
  let dueAt: EpochMs | undefined;
  for (const step of stepsOf(standing, issues)) {
    const { at, type, entry } = step;
    if (at > now) {
      if (type !== "lapse" && dueAt === undefined) dueAt = at;
      continue;
    }
    const before = book.balance - book.owed;
    const changed = write(book, step, issues);
    const { balance, owed } = book;
    const because = entry.because !== undefined && type !== "lapse" ? { because: entry.because } : {};
    if (changed) moves.push({ at, type, id: entry.id, points: balance - owed - before, balance, owed, ...because });
  }
  return { book, moves, conflicts, issues: issues.sort((a, b) => byCodeUnit(a.id, b.id)), dueAt };
}

function stepsOf(standing: readonly PointsEntry[], issues: PointsIssue[]): readonly Step[] {
  const byId = new Map(standing.map((entry) => [entry.id, entry]));
  const steps: Step[] = [];
  for (const entry of standing) {
    const { id, at, type } = entry;
    if (type === "expire" || type === "reverse") {
      const target = byId.get(entry.of);
      if (target && isTarget(type, target)) steps.push({ at: Math.max(at, target.at), type, entry });
      else issues.push({ code: target ? "wrong-target" : "unmatched", id, of: entry.of });
      continue;
    }
    steps.push({ at, type, entry });
    if ("expiresAt" in entry && entry.expiresAt !== undefined)
      steps.push({ at: entry.expiresAt, type: "lapse", entry });
  }
  return steps.sort((a, b) => a.at - b.at || RANKS[a.type] - RANKS[b.type] || byCodeUnit(a.entry.id, b.entry.id));
}

/** Whether an entry can be ended, or reversed. */
const isTarget = (type: "expire" | "reverse", target: PointsEntry): boolean =>
  target.type === "earn" || target.type === "adjust" ? type === "reverse" || target.points > 0 : isSpend(type, target);

const isSpend = (type: "expire" | "reverse", target: PointsEntry): boolean =>
  type === "reverse" && target.type === "spend";

/** Writes one line; says whether there is anything to tell of it. */
function write(book: Book, { type, entry }: Step, issues: PointsIssue[]): boolean {
  if (type === "lapse" || entry.type === "expire") {
    const lot = book.lots.get(entry.type === "expire" ? entry.of : entry.id) as Lot;
    const some = lot.left > 0;
    end(book, lot);
    return some;
  }
  if (entry.type === "reverse") {
    const { id, of, points } = entry;
    const done = reverse(book, of, points);
    if (done < points) issues.push({ code: "exceeds", id, of, points: points - done });
    return done > 0;
  }
  if (entry.type === "spend" || entry.points < 0) take(book, entry, Math.abs(entry.points));
  else give(book, entry, entry.points, entry.expiresAt ?? Number.POSITIVE_INFINITY);
  return true;
}

function reverse(book: Book, of: string, points: number): number {
  const lot = book.lots.get(of);
  if (lot) return reverseLot(book, lot, points);
  const spend = book.spends.get(of);
  return spend ? reverseSpend(book, spend, points) : 0;
}
