import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../model";
import { firstResponse } from "./first-response";
import type { OpeningHours } from "./opening-hours";
import { type OwnedLead, reclaim } from "./reclaim";

const week = [1, 2, 3, 4, 5].map((day) => ({ day, from: "09:00", to: "18:00" }));
const hours: OpeningHours = { zone: "Asia/Shanghai", week };
const nine = Date.UTC(2026, 2, 4, 1); // Wednesday 09:00 in Shanghai
const options = { hours, withinMs: 30 * MINUTE_MS, now: nine + HOUR_MS };

describe("firstResponse", () => {
  it("is in time at its last instant, and late a millisecond after", () => {
    const due = nine + 30 * MINUTE_MS;
    const answered = (respondedAt: number) => firstResponse({ assignedAt: nine, respondedAt }, options);
    expect(answered(due)).toEqual({ state: "met", due, tookMs: 30 * MINUTE_MS });
    expect(answered(due + 1)).toEqual({ state: "missed", due, tookMs: 30 * MINUTE_MS + 1 });
  });

  it("waits until then and is overdue after", () => {
    const due = nine + 30 * MINUTE_MS;
    const at = (now: number) => firstResponse({ assignedAt: nine }, { ...options, now });
    expect(at(due)).toEqual({ state: "waiting", due, tookMs: 30 * MINUTE_MS });
    expect(at(due + 1).state).toBe("overdue");
  });

  it("does not know an answer of later than now", () => {
    const lead = { assignedAt: nine, respondedAt: options.now + 1 };
    expect(firstResponse(lead, options).state).toBe("overdue");
  });

  it("counts opening time only: a lead of Friday night is due on Monday", () => {
    const fridayNight = nine + 2 * DAY_MS + 12 * HOUR_MS;
    const lead = { assignedAt: fridayNight, respondedAt: nine + 5 * DAY_MS + MINUTE_MS };
    const { state, due, tookMs } = firstResponse(lead, { ...options, now: nine + 9 * DAY_MS });
    expect([state, due, tookMs]).toEqual(["met", nine + 5 * DAY_MS + 30 * MINUTE_MS, MINUTE_MS]);
  });

  it("is never due where nobody opens", () => {
    const never = firstResponse({ assignedAt: nine }, { ...options, hours: { zone: "UTC", week: [] } });
    expect(never).toEqual({ state: "waiting", tookMs: 0 });
  });
});

describe("reclaim", () => {
  const owned = (lead: string, more: Partial<OwnedLead> = {}): OwnedLead => ({
    lead,
    dealer: "d1",
    assignedAt: nine,
    ...more,
  });
  const setup = { now: nine + HOUR_MS, dealers: [{ id: "d1", hours }], firstResponseMs: 30 * MINUTE_MS };
  const told = (list: OwnedLead[], more: object = {}): unknown => {
    const { reclaimed, kept } = reclaim(list, { ...setup, ...more });
    return [
      reclaimed.map(({ owned, reason }) => [owned.lead, owned.adviser, reason]),
      kept.map(({ adviser }) => adviser),
    ];
  };

  it("waits for a grade until its follow-up is due and the grace is over, to the millisecond", () => {
    const due = nine + 2 * DAY_MS;
    const at = (now: number) => told([owned("a", { respondedAt: nine, grade: "H", due })], { now, graceMs: HOUR_MS });
    const kept = [[], [undefined]];
    expect([due - DAY_MS, due, due + HOUR_MS].map(at)).toEqual([kept, kept, kept]);
    expect(at(due + HOUR_MS + 1)).toEqual([[["a", undefined, "gradeOverdue"]], []]);
  });

  it("takes back what nobody answered in time, and leaves a late answer with who gave it", () => {
    const late = owned("b", { respondedAt: nine + 59 * MINUTE_MS, adviser: "li" });
    expect(told([owned("a"), late])).toEqual([[["a", undefined, "firstResponseMissed"]], ["li"]]);
  });

  it("takes back an overdue grade after its grace, with when it was due", () => {
    const one = owned("a", { respondedAt: nine, grade: "H", due: nine + 30 * MINUTE_MS });
    expect(reclaim([one], setup).reclaimed).toEqual([{ owned: one, reason: "gradeOverdue", due: one.due }]);
    expect(reclaim([one], { ...setup, graceMs: 30 * MINUTE_MS }).kept).toEqual([one]);
    expect(reclaim([{ ...one, due: setup.now }], setup).kept).toHaveLength(1);
  });

  it("leaves one owner at a dealer: who answered first, else who was assigned first", () => {
    const answered = { adviser: "li", assignedAt: nine + MINUTE_MS, respondedAt: nine + 5 * MINUTE_MS };
    expect(told([owned("a", { adviser: "wang" }), owned("a", answered)])).toEqual([
      [["a", "wang", "otherOwner"]],
      ["li"],
    ]);
    const silent = owned("a", { adviser: "li", assignedAt: nine + 45 * MINUTE_MS });
    const later = owned("a", { adviser: "wang", assignedAt: nine + 50 * MINUTE_MS });
    expect(told([later, silent])).toEqual([[["a", "wang", "otherOwner"]], ["li"]]);
    const elsewhere = { ...silent, dealer: "d2", adviser: "chen" };
    expect(told([silent, elsewhere], { dealers: [...setup.dealers, { id: "d2", hours }] })).toEqual([
      [],
      ["li", "chen"],
    ]);
  });

  it("takes back from a dealer that is none", () => {
    expect(told([owned("a", { dealer: "d9" })])).toEqual([[["a", undefined, "unknownDealer"]], []]);
  });

  it("says the same in any order", () => {
    const list = [owned("b"), owned("a", { adviser: "li" }), owned("a", { adviser: "wang" }), owned("a", { due: 5 })];
    expect(reclaim([...list].reverse(), setup)).toEqual(reclaim(list, setup));
  });
});
