import { DAY_MS, type Event, HOUR_MS, type JsonObject, MINUTE_MS } from "@tributary/core";
import { describe, expect, it } from "vitest";
import { type Condition, compileCondition } from "../condition/index";
import { defineFacts } from "./define-facts";
import { foldAll } from "./fold-tracks";
import { nextChange, nextFactChange } from "./next-change";

const facts = defineFacts(
  {
    visits: { kind: "count", events: "visited", within: "30d" },
    minutesSince: { kind: "since", events: "visited", unit: "minutes" },
    hoursSinceOrder: { kind: "since", events: "ordered", unit: "hours" },
    lastVisitAt: { kind: "last", events: "visited", read: "at" },
    expiresAt: { kind: "trait", property: "expiresAt", type: "date" },
    perDay: { kind: "daily", events: "visited", withinDays: 2 },
    orders: { kind: "count", events: "ordered" },
  },
  { zone: "Asia/Shanghai" },
);

const event = (type: string, at: number, properties: JsonObject = {}): Event => ({
  id: `${type}-${at}`,
  type,
  at,
  ids: [],
  properties,
  source: "test",
});

const next = (events: readonly Event[], condition: Condition, now: number): number | undefined =>
  nextChange(facts, foldAll(facts, undefined, events), condition, { now });

const visited = (...instants: readonly number[]): readonly Event[] => instants.map((at) => event("visited", at));
const atLeast = (value: number): Condition => ({ fact: "visits", operator: "greaterThanInclusive", value });

describe("nextChange", () => {
  it("is when the visit that decides a count leaves the window", () => {
    const three = visited(0, HOUR_MS, DAY_MS);
    expect(next(three, atLeast(3), DAY_MS)).toBe(30 * DAY_MS);
    expect(next(three, atLeast(2), DAY_MS)).toBe(30 * DAY_MS + HOUR_MS);
    expect(next(three, atLeast(1), DAY_MS)).toBe(31 * DAY_MS);
    expect(next(three, atLeast(4), DAY_MS)).toBeUndefined();
  });

  it("is when an event that lies ahead falls due", () => {
    expect(next(visited(7), atLeast(1), 6)).toBe(7);
    expect(next([event("ordered", 7)], { fact: "orders", operator: "equal", value: 1 }, 6)).toBe(7);
  });

  it("is when an instant is old enough, comes, or has been", () => {
    const expires = [event("traitsSet", 0, { expiresAt: 10 * DAY_MS })];
    const within: Condition = { fact: "expiresAt", operator: "withinLast", value: "1d" };
    expect([5, 10 * DAY_MS, 11 * DAY_MS].map((now) => next(expires, within, now))).toEqual([
      10 * DAY_MS,
      11 * DAY_MS,
      undefined,
    ]);
    expect(next(visited(3), { not: { fact: "lastVisitAt", operator: "olderThan", value: "2h" } }, 3)).toBe(
      2 * HOUR_MS + 3,
    );
  });

  it("goes past what changes a fact and not the condition", () => {
    const never: Condition = { fact: "orders", operator: "equal", value: 1 };
    const both = { all: [{ fact: "minutesSince", operator: "greaterThan", value: 59.5 }, { not: never }] };
    expect(next(visited(0), both, 1)).toBe(60 * MINUTE_MS);
    expect(next(visited(0), { all: [both, never] }, 1)).toBeUndefined();
  });

  it("sees one passing fact overtake another that stays", () => {
    const overtakes: Condition = { fact: "minutesSince", operator: "greaterThan", value: { fact: "orders" } };
    expect(next([...visited(0), event("ordered", 0)], overtakes, 1)).toBe(2 * MINUTE_MS);
    const swapped: Condition = { fact: "orders", operator: "lessThan", value: { fact: "minutesSince" } };
    expect(next([...visited(0), event("ordered", 0)], swapped, 1)).toBe(2 * MINUTE_MS);
    const each: Condition = { fact: "minutesSince", operator: "lessThan", value: { fact: "hoursSinceOrder" } };
    expect(next([...visited(2 * HOUR_MS), event("ordered", 0)], each, 2 * HOUR_MS)).toBe(2 * HOUR_MS + 2 * MINUTE_MS);
  });

  it("is when a date of the calendar leaves the days that are read", () => {
    const midnight = Date.UTC(2026, 2, 7, 16);
    const tracks = foldAll(facts, undefined, visited(midnight + HOUR_MS));
    expect(nextFactChange(facts, tracks, "perDay", { now: midnight + HOUR_MS })).toBe(midnight + 2 * DAY_MS);
    expect(nextFactChange(facts, tracks, "perDay", { now: midnight + 2 * DAY_MS })).toBeUndefined();
  });

  it("is for unknown as for true and false", () => {
    const isBack: Condition = { fact: "minutesSince", operator: "lessThan", value: 5 };
    expect(next(visited(9), isBack, 0)).toBe(9);
    expect(next([], isBack, 0)).toBeUndefined();
  });

  it("refuses what it cannot know", () => {
    const stranger = compileCondition({ fact: "vists", operator: "equal", value: 1 });
    expect(() => nextChange(facts, undefined, stranger, { now: 0 })).toThrow('is it "visits"?');
    expect(() => nextChange(facts, undefined, atLeast(1), { now: Number.NaN })).toThrow(RangeError);
    expect(() => nextChange(facts, [], atLeast(1), { now: 0 })).toThrow(RangeError);
  });
});
