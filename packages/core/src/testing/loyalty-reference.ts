import type { PointsEntry, SpendOrder } from "../loyalty";
import { byCodeUnit, canonicalJson, type EpochMs, type Json } from "../model";

/** A ledger read point by point. */
export interface PlainPoints {
  readonly balance: number;
  readonly owed: number;
  readonly expired: number;
  /** Points left, by lot, in code-unit order. */
  readonly left: readonly (readonly [lot: string, points: number])[];
  /** Points owed, by spend, in code-unit order. */
  readonly owing: readonly (readonly [spend: string, points: number])[];
}

/** One single point. */
interface Point {
  readonly lot: PointsEntry;
  readonly expiresAt: EpochMs;
  state: "here" | "expired" | "reversed" | "spent";
}

/** One single point that was asked for. */
interface Ask {
  readonly spend: string;
  state: "open" | "paid" | "returned";
  with?: Point;
  paidAs: number;
}

/**
 * Reads a ledger by handling every single point on its own: slow, and plain to see. Ask it for small ledgers.
 *
 * @example
 * const earn = { type: "earn", id: "o-1", at: 0, leaf: "a", points: 3 };
 * readPointsPlainly([earn], { now: 1 }).left; // => [["o-1", 3]]
 */
export function readPointsPlainly(
  entries: readonly PointsEntry[],
  { now, order = "firstIn" }: { readonly now: EpochMs; readonly order?: SpendOrder },
): PlainPoints {
  const standing = firstOfEachId(entries);
  const points: Point[] = [];
  const asks: Ask[] = [];
  const ended = new Set<string>();
  let payments = 0;
  const pay = (): void => {
    for (const ask of asks) {
      const best =
        ask.state === "open" ? points.filter(({ state }) => state === "here").sort(before(order))[0] : undefined;
      if (!best) continue;
      best.state = "spent";
      Object.assign(ask, { state: "paid", with: best, paidAs: payments++ });
    }
  };
  const reversePoint = (lot: string): void => {
    const mine = points.filter((point) => point.lot.id === lot);
    const latest = [...asks].reverse().find((ask) => ask.state === "paid" && ask.with?.lot.id === lot);
    const paid = asks.filter((ask) => ask.state === "paid" && ask.spend === latest?.spend && ask.with?.lot.id === lot);
    const [first] = paid.sort((a, b) => a.paidAs - b.paidAs);
    const point =
      mine.find(({ state }) => state === "here") ?? mine.find(({ state }) => state === "expired") ?? first?.with;
    if (!point) return;
    if (point === first?.with) first.state = "open";
    point.state = "reversed";
  };
  const returnPoint = (spend: string, at: EpochMs): void => {
    const mine = asks.filter((ask) => ask.spend === spend);
    const paid = mine.filter(({ state }) => state === "paid").sort((a, b) => b.paidAs - a.paidAs);
    const ask = mine.find(({ state }) => state === "open") ?? paid[0];
    if (!ask) return;
    if (ask.state === "paid" && ask.with) {
      ask.with.state = ended.has(ask.with.lot.id) || ask.with.expiresAt <= at ? "expired" : "here";
    }
    ask.state = "returned";
  };
  const times = (count: number, act: () => void): void => {
    for (let i = 0; i < count; i++) act();
  };
  const write = (entry: PointsEntry, at: EpochMs): void => {
    if (entry.type === "expire") {
      ended.add(entry.of);
      for (const point of points) if (point.lot.id === entry.of && point.state === "here") point.state = "expired";
    } else if (entry.type === "reverse") {
      const isLot = points.some(({ lot }) => lot.id === entry.of);
      times(entry.points, () => (isLot ? reversePoint(entry.of) : returnPoint(entry.of, at)));
    } else if (entry.type === "spend" || entry.points < 0) {
      times(Math.abs(entry.points), () => asks.push({ spend: entry.id, state: "open", paidAs: -1 }));
    } else {
      const { expiresAt = Number.POSITIVE_INFINITY } = entry;
      times(entry.points, () => points.push({ lot: entry, expiresAt, state: "here" }));
    }
    pay();
  };
  for (const { at, entry } of timeline(standing)) {
    if (at > now) break;
    for (const point of points) if (point.state === "here" && point.expiresAt <= at) point.state = "expired";
    write(entry, at);
  }
  for (const point of points) if (point.state === "here" && point.expiresAt <= now) point.state = "expired";
  const here = points.filter(({ state }) => state === "here");
  const open = asks.filter(({ state }) => state === "open");
  return {
    balance: here.length,
    owed: open.length,
    expired: points.filter(({ state }) => state === "expired").length,
    left: countBy(here.map(({ lot }) => lot.id)),
    owing: countBy(open.map(({ spend }) => spend)),
  };
}

const before =
  (order: SpendOrder) =>
  (a: Point, b: Point): number =>
    (order === "firstToExpire" && a.expiresAt !== b.expiresAt ? (a.expiresAt < b.expiresAt ? -1 : 1) : 0) ||
    a.lot.at - b.lot.at ||
    byCodeUnit(a.lot.id, b.lot.id);

/** Who takes effect when: what is about another entry, not before that one. */
function timeline(standing: readonly PointsEntry[]): readonly { readonly at: EpochMs; readonly entry: PointsEntry }[] {
  const types = ["earn", "adjust", "expire", "spend", "reverse"];
  return standing
    .flatMap((entry): { readonly at: EpochMs; readonly entry: PointsEntry }[] => {
      if (entry.type !== "expire" && entry.type !== "reverse") return [{ at: entry.at, entry }];
      const target = standing.find(({ id }) => id === entry.of);
      const gives = target?.type === "earn" || (target?.type === "adjust" && target.points > 0);
      const asks = target?.type === "spend" || (target?.type === "adjust" && target.points < 0);
      const fits = gives || (asks && entry.type === "reverse");
      return target && fits ? [{ at: Math.max(entry.at, target.at), entry }] : [];
    })
    .sort(
      (a, b) =>
        a.at - b.at || types.indexOf(a.entry.type) - types.indexOf(b.entry.type) || byCodeUnit(a.entry.id, b.entry.id),
    );
}

function firstOfEachId(entries: readonly PointsEntry[]): readonly PointsEntry[] {
  const text = (entry: PointsEntry): string => canonicalJson(entry as unknown as Json);
  const sorted = [...entries].sort((a, b) => a.at - b.at || byCodeUnit(text(a), text(b)));
  return sorted.filter(({ id }, i) => sorted.findIndex((other) => other.id === id) === i);
}

function countBy(names: readonly string[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => byCodeUnit(a, b));
}
