import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model";
import { checkPoints, type PointsEntry } from "./points-entry";
import { type PointsReading, readPoints } from "./read-points";
import { reversePoints } from "./reverse-points";
import { spendPoints } from "./spend-points";
import { mergeEntries } from "./standing-entries";

const earn = (id: string, at: number, points: number, expiresAt?: number, leaf = "phone:1"): PointsEntry => ({
  type: "earn",
  id,
  at,
  leaf,
  points,
  ...(expiresAt !== undefined && { expiresAt }),
});
const spend = (id: string, at: number, points: number, leaf = "phone:1"): PointsEntry => ({
  type: "spend",
  id,
  at,
  leaf,
  points,
});
const reverse = (id: string, at: number, of: string, points: number): PointsEntry => ({
  type: "reverse",
  id,
  at,
  leaf: "phone:1",
  of,
  points,
});
const sums = ({ balance, owed }: PointsReading): readonly number[] => [balance, owed];

describe("readPoints", () => {
  it("spends lots first in, first out, whatever expires first", () => {
    const entries = [earn("a", 0, 10, 100), earn("b", 1, 10, 50), spend("s", 2, 12)];
    expect(readPoints(entries, { now: 3 }).lots).toEqual([{ id: "b", at: 1, left: 8, expiresAt: 50 }]);
    const [lot] = readPoints(entries, { now: 3, order: "firstToExpire" }).lots;
    expect(lot).toEqual({ id: "a", at: 0, left: 8, expiresAt: 100 });
  });

  it("lets a lot go at its instant, not a millisecond before, and says what goes when", () => {
    const entries = [earn("a", 0, 10, 100), earn("b", 1, 5, 100), earn("c", 2, 7)];
    const reading = readPoints(entries, { now: 99 });
    expect([reading.balance, reading.expiring, reading.nextChange]).toEqual([22, [{ at: 100, points: 15 }], 100]);
    expect(readPoints(entries, { now: 100 }).balance).toBe(7);
    expect(readPoints(entries, { now: 100 }).nextChange).toBeUndefined();
    expect(readPoints(entries, { now: 100 }).totals.expired).toBe(15);
  });

  it("counts what is dated later once it is due", () => {
    const entries = [earn("a", 0, 10), earn("campaign", 50, 5)];
    expect([49, 50].map((now) => readPoints(entries, { now }).balance)).toEqual([10, 15]);
    expect(readPoints(entries, { now: 49 }).nextChange).toBe(50);
  });

  it("can spend at one instant what is earned at it, and not what is gone at it", () => {
    expect(sums(readPoints([spend("a", 5, 10), earn("b", 5, 10)], { now: 5 }))).toEqual([0, 0]);
    expect(sums(readPoints([spend("a", 5, 10), earn("b", 0, 10, 5)], { now: 5 }))).toEqual([0, 10]);
  });

  it("owes what was spent of a reversed earn, and pays it from the next one", () => {
    const entries = [earn("order", 0, 100), spend("gift", 1, 80), reverse("return", 2, "order", 100)];
    const reading = readPoints(entries, { now: 2 });
    expect(sums(reading)).toEqual([0, 80]);
    expect(reading.spends).toEqual([{ id: "gift", at: 1, points: 80, from: [], owed: 80 }]);
    const later = readPoints([...entries, earn("next", 3, 90)], { now: 3 });
    expect(sums(later)).toEqual([10, 0]);
    expect(later.history.map(({ id, points, balance, owed }) => [id, points, balance, owed])).toEqual([
      ["order", 100, 100, 0],
      ["gift", -80, 20, 0],
      ["return", -100, 0, 80],
      ["next", 90, 10, 0],
    ]);
  });

  it("takes back what is left of an earn before what expired, and that before what was spent", () => {
    const whole = [earn("order", 0, 100, 10), spend("gift", 1, 30)];
    expect(sums(readPoints([...whole, reverse("r", 2, "order", 60)], { now: 2 }))).toEqual([10, 0]);
    const { balance, owed, totals } = readPoints([...whole, reverse("r", 20, "order", 80)], { now: 20 });
    expect([balance, owed, totals.expired, totals.earnReversed]).toEqual([0, 10, 0, 80]);
  });

  it("gives a spend back to the lots it came from, last first; to one that has ended it comes back expired", () => {
    const entries = [earn("a", 0, 10, 5), earn("b", 1, 10), spend("gift", 2, 15)];
    expect(readPoints([...entries, reverse("r", 3, "gift", 7)], { now: 3 }).lots.map(({ left }) => left)).toEqual([
      2, 10,
    ]);
    const { balance, totals } = readPoints([...entries, reverse("r", 6, "gift", 15)], { now: 6 });
    expect([balance, totals.expired]).toEqual([10, 10]);
  });

  it("reverses no more than there is, and names what does nothing", () => {
    const entries = [
      earn("a", 0, 10),
      reverse("r1", 1, "a", 8),
      reverse("r2", 2, "a", 8),
      reverse("r3", 3, "nowhere", 1),
      reverse("r4", 4, "r1", 1),
    ];
    const { balance, issues } = readPoints(entries, { now: 9 });
    expect(balance).toBe(0);
    expect(issues).toEqual([
      { code: "exceeds", id: "r2", of: "a", points: 6 },
      { code: "unmatched", id: "r3", of: "nowhere" },
      { code: "wrong-target", id: "r4", of: "r1" },
    ]);
  });

  it("reverses what comes later than its reversal, once it is there", () => {
    const entries = [reverse("r", 1, "a", 10), earn("a", 5, 10)];
    expect(readPoints(entries.slice(0, 1), { now: 9 }).issues).toEqual([{ code: "unmatched", id: "r", of: "a" }]);
    expect(sums(readPoints(entries, { now: 9 }))).toEqual([0, 0]);
  });

  it("ends a lot before its time", () => {
    const end: PointsEntry = { type: "expire", id: "x", at: 3, leaf: "phone:1", of: "a" };
    const { balance, totals, history } = readPoints([earn("a", 0, 10, 9), spend("s", 1, 4), end], { now: 10 });
    expect([balance, totals.expired]).toEqual([0, 6]);
    expect(history.map(({ type }) => type)).toEqual(["earn", "spend", "expire"]);
  });

  it("corrects in both directions", () => {
    const adjust = (id: string, points: number): PointsEntry => ({
      type: "adjust",
      id,
      at: 1,
      leaf: "phone:1",
      points,
    });
    const { balance, totals } = readPoints([adjust("up", 10), adjust("down", -3)], { now: 1 });
    expect([balance, totals.adjusted, totals.earned, totals.spent]).toEqual([7, 7, 0, 0]);
  });

  it("counts one of two entries with one id, the earliest, and names the conflict", () => {
    const [early, late] = [earn("order", 0, 10), earn("order", 5, 99)];
    const reading = readPoints([late, early, { ...early }], { now: 9 });
    expect(reading.balance).toBe(10);
    expect(reading.conflicts).toEqual([{ id: "order", stands: early, ignored: [late] }]);
  });

  it("carries a debt on the side of a split that spent, openly, and loses it when the split is undone", () => {
    const entries = [earn("a", 0, 100, undefined, "phone:1"), spend("gift", 1, 60, "openid:2")];
    const side = (leaf: string): PointsReading =>
      readPoints(
        entries.filter((one) => one.leaf === leaf),
        { now: 2 },
      );
    expect(sums(readPoints(entries, { now: 2 }))).toEqual([40, 0]);
    expect([side("phone:1"), side("openid:2")].map(sums)).toEqual([
      [100, 0],
      [0, 60],
    ]);
  });

  it("throws where points are not whole, too many, or expire before they are given", () => {
    const read = (entry: PointsEntry) => () => readPoints([entry], { now: 9 });
    expect(read(earn("a", 0, 0.5))).toThrow("points of entry a must be a whole number from 1 to 1000000000, got 0.5");
    expect(read(earn("a", 0, 2e9))).toThrow(RangeError);
    expect(read(earn("a", 5, 1, 5))).toThrow("expiresAt of entry a must be an instant after its at");
    expect(read(earn("a", Number.NaN, 1))).toThrow("at of entry a must be");
    expect(() => readPoints([], { now: 0.5 })).toThrow("now must be");
  });
});

describe("spendPoints", () => {
  const entries = [earn("order", 0, 100)];

  it("gives the same answer to the same request, at any later moment", () => {
    const wish = { id: "gift", leaf: "phone:1", points: 60 };
    const first = spendPoints(entries, wish, { now: 1 });
    if (!first.ok) throw new Error("refused");
    expect(first.value).toEqual({ entry: spend("gift", 1, 60), repeated: false });
    const ledger = [...entries, first.value.entry];
    expect(spendPoints(ledger, wish, { now: 2 })).toEqual({
      ok: true,
      value: { entry: spend("gift", 1, 60), repeated: true },
    });
    expect(spendPoints(ledger, { ...wish, points: 61 }, { now: 2 })).toEqual({
      ok: false,
      error: { code: "id-taken", by: spend("gift", 1, 60) },
    });
  });

  it("refuses more than there is", () => {
    expect(spendPoints(entries, { id: "gift", leaf: "phone:1", points: 101 }, { now: 1 })).toEqual({
      ok: false,
      error: { code: "insufficient", balance: 100, owed: 0 },
    });
  });

  it("refuses at a slow clock what has been spent by a fast one", () => {
    const spent = [...entries, spend("elsewhere", 50, 70)];
    const wish = { id: "gift", leaf: "phone:1", points: 31 };
    expect(spendPoints(spent, wish, { now: 40 })).toMatchObject({ ok: false, error: { code: "insufficient" } });
    expect(spendPoints(spent, { ...wish, points: 30 }, { now: 40 }).ok).toBe(true);
  });

  it("spends at an instant what is given back at it", () => {
    const given = [...entries, spend("gift", 1, 100), reverse("return", 5, "gift", 100)];
    const wish = { id: "other", leaf: "phone:1", points: 100 };
    expect(spendPoints(given, wish, { now: 5 }).ok).toBe(true);
    expect(spendPoints(given, wish, { now: 4 })).toMatchObject({ ok: false, error: { balance: 0 } });
  });

  it("lets two replicas spend the same points, and their union owe the difference", () => {
    const replicas = ["g1", "g2"].map((id) => spendPoints(entries, { id, leaf: "phone:1", points: 80 }, { now: 1 }));
    const ledger = replicas.flatMap((one) => (one.ok ? [one.value.entry] : []));
    expect(sums(readPoints(mergeEntries(entries, ledger), { now: 2 }))).toEqual([0, 60]);
  });
});

describe("reversePoints", () => {
  const entries = [earn("order", 0, 100, undefined, "openid:2"), spend("gift", 1, 60)];

  it("is kept where its entry is, and takes all that is left by default", () => {
    const part = reversePoints(entries, { id: "r1", of: "order", points: 30 }, { now: 2 });
    if (!part.ok) throw new Error("refused");
    expect(part.value.entry).toEqual({ type: "reverse", id: "r1", of: "order", points: 30, at: 2, leaf: "openid:2" });
    const rest = reversePoints([...entries, part.value.entry], { id: "r2", of: "order" }, { now: 3 });
    expect(rest).toMatchObject({ ok: true, value: { entry: { points: 70 } } });
  });

  it("gives the same answer again, also where nothing is left to reverse", () => {
    const done = reversePoints(entries, { id: "r", of: "gift" }, { now: 2 });
    if (!done.ok) throw new Error("refused");
    const again = reversePoints([...entries, done.value.entry], { id: "r", of: "gift" }, { now: 9 });
    expect(again).toEqual({ ok: true, value: { entry: done.value.entry, repeated: true } });
    const other = reversePoints([...entries, done.value.entry], { id: "other", of: "gift" }, { now: 9 });
    expect(other).toEqual({ ok: false, error: { code: "exceeds", left: 0 } });
  });

  it("refuses by name", () => {
    const refusal = (request: { id: string; of: string; points?: number }): unknown => {
      const answer = reversePoints([...entries, reverse("r", 2, "gift", 1)], request, { now: 3 });
      return answer.ok ? undefined : answer.error;
    };
    expect(refusal({ id: "x", of: "nowhere" })).toEqual({ code: "unknown-entry", of: "nowhere" });
    expect(refusal({ id: "x", of: "r" })).toEqual({ code: "not-reversible", of: "r" });
    expect(refusal({ id: "x", of: "gift", points: 60 })).toEqual({ code: "exceeds", left: 59 });
    expect(refusal({ id: "gift", of: "order" })).toMatchObject({ code: "id-taken", by: { type: "spend" } });
  });
});

describe("mergeEntries", () => {
  it("keeps both sides of a conflict, so that reading names it", () => {
    const [early, late] = [earn("order", 0, 10), earn("order", 5, 99)];
    expect(mergeEntries([late], [early])).toEqual([early, late]);
    expect(readPoints(mergeEntries([late], [early]), { now: 9 }).conflicts.map(({ id }) => id)).toEqual(["order"]);
  });
});

describe("checkPoints", () => {
  it("locates every mistake", () => {
    const refused = checkPoints([
      { ...earn("a", 0, 1), expiresAt: 0 },
      { type: "adjust", id: "b", at: 0, leaf: "x", points: 0 },
      { type: "adjust", id: "c", at: 0, leaf: "x", points: -1, expiresAt: 9 },
      { type: "gift", id: "d", at: 0, leaf: "x" },
      { type: "reverse", id: "e", at: 0, leaf: "x", points: 1 },
    ]);
    expect(refused.ok ? [] : refused.error.map(({ pointer }) => pointer)).toEqual([
      "/0/expiresAt",
      "/1/points",
      "/2/expiresAt",
      "/3/type",
      "/4/of",
    ]);
    expect(checkPoints([earn("a", 0, 1, DAY_MS), spend("s", 1, 1), reverse("r", 2, "s", 1)]).ok).toBe(true);
  });
});
