import { DAY_MS, type Event, HOUR_MS, hash53, type JsonObject } from "@tributary/core";
import { describe, expect, it } from "vitest";
import { compileCondition, type FactSchema } from "../condition/index";
import { defineFacts } from "./define-facts";
import type { FactDefinition } from "./definition";
import { foldAll, foldTracks } from "./fold-tracks";
import { nextChange } from "./next-change";
import { explainFact, type FactExplanation, readFact, readFacts } from "./read-facts";

let ids = 0;
const event = (at: number, properties: JsonObject = {}, type = "x"): Event => {
  ids++;
  return { id: `e${ids}`, type, at, ids: [], properties, source: "test" };
};

const explained = (fact: FactDefinition, events: readonly Event[], now: number): FactExplanation => {
  const set = defineFacts({ fact });
  const tracks = foldAll(set, undefined, events);
  const explanation = explainFact(set, tracks, "fact", { now });
  expect(readFacts(set, tracks, { now }).fact).toEqual(explanation.value);
  return explanation;
};
const answer = (fact: FactDefinition, events: readonly Event[], now: number): unknown => {
  const { value, unknown, saturated } = explained(fact, events, now);
  return unknown ?? (saturated ? `${String(value)}+` : value);
};

describe("readFacts", () => {
  it("counts while 0 ≤ now − at < within, to the millisecond", () => {
    const fact = { kind: "count", events: "x", within: "1d" } as const;
    const at = (now: number): unknown => answer(fact, [event(1000)], now);
    expect([999, 1000, 1000 + DAY_MS - 1, 1000 + DAY_MS].map(at)).toEqual([0, 1, 1, 0]);
  });

  it("never guesses at a bound: exact where it can be, that many or more, or absent", () => {
    const fact = { kind: "count", events: "x", within: "10ms", keep: 3 } as const;
    const events = [1, 2, 3, 4, 5].map((at) => event(at));
    const at = (now: number): unknown => answer(fact, events, now);
    // 3, 4 and 5 are kept; 4 and earlier moments need what was let go
    expect([4, 5, 12, 13, 14].map(at)).toEqual(["bound", "3+", "3+", 2, 1]);
    expect(answer(fact, [event(1), event(3), event(3), event(3)], 12)).toBe("3+");
  });

  it("lists what is absent because of its bound, so that no condition takes it for nothing", () => {
    const set = defineFacts({
      spent: { kind: "sum", events: "x", property: "p", within: "1d", keep: 2 },
      lastAt: { kind: "last", events: "x", read: "at", keep: 2 },
      never: { kind: "last", events: "y", read: "at" },
      top: { kind: "top", events: "x", property: "p", within: "1d", keep: 2 },
    });
    const tracks = foldAll(
      set,
      undefined,
      [1, 2, 3].map((at) => event(at, { p: at })),
    );
    const notExists = (fact: string, now: number): unknown =>
      compileCondition({ fact, operator: "notExists" }, { schema: set.schema }).explain(
        readFacts(set, tracks, { now }),
        {
          now,
        },
      ).result;
    expect(readFacts(set, tracks, { now: 3 })).toEqual({ lastAt: 3, $bound: ["spent", "top", "topCount", "topShare"] });
    expect(readFacts(set, tracks, { now: 1 })).toEqual({ $bound: ["spent", "lastAt", "top", "topCount", "topShare"] });
    expect(readFacts(set, undefined, { now: 1 })).toEqual({ spent: 0 });
    const all = ["spent", "lastAt", "topShare", "never"];
    expect(all.map((fact) => notExists(fact, 1))).toEqual(["unknown", "unknown", "unknown", true]);
    expect(all.map((fact) => notExists(fact, 3))).toEqual(["unknown", false, "unknown", true]);
  });

  it("knows that the last n are kept, whatever was let go", () => {
    const fact = { kind: "sum", events: "x", property: "p", last: 2, keep: 2 } as const;
    expect(
      answer(
        fact,
        [1, 2, 3].map((at) => event(at, { p: at })),
        3,
      ),
    ).toBe(5);
    expect(
      answer(
        fact,
        [1, 2, 3].map((at) => event(at, { p: at })),
        2,
      ),
    ).toBe("bound");
  });

  it("reads a lifetime at an earlier moment as far back as what is kept", () => {
    const events = [1, 2, 3, 4].map((at) => event(at, { p: at }));
    const at = (kind: "sum" | "min" | "max" | "avg", now: number): unknown =>
      answer({ kind, events: "x", property: "p", keep: 2 }, events, now);
    expect([2, 3, 4].map((now) => answer({ kind: "count", events: "x", keep: 2 }, events, now))).toEqual([
      "bound",
      3,
      4,
    ]);
    expect([2, 3, 4].map((now) => at("sum", now))).toEqual(["bound", 6, 10]);
    expect([3, 4].map((now) => at("avg", now))).toEqual([2, 2.5]);
    expect([3, 4].map((now) => at("min", now))).toEqual([1, 1]);
    // at 3 the greatest was 3, which is kept no more as an end; 4 is known to be later
    expect([3, 4].map((now) => at("max", now))).toEqual(["bound", 4]);
  });

  it("counts the days of a zone's calendar", () => {
    const fact = { kind: "distinct", events: "x", by: "day", zone: "Asia/Shanghai" } as const;
    const midnight = Date.UTC(2026, 2, 7, 16);
    const events = [midnight - 1, midnight, midnight + 5 * HOUR_MS].map((at) => event(at));
    expect([midnight - 1, midnight, midnight + DAY_MS].map((now) => answer(fact, events, now))).toEqual([1, 2, 2]);
    expect(answer({ ...fact, within: "1d" }, events, midnight + DAY_MS - 1)).toBe(1);
    expect(answer({ ...fact, zone: "UTC" }, events, midnight + DAY_MS)).toBe(1);
  });

  it("adds money exactly", () => {
    const fact = { kind: "sum", events: "x", property: "yuan" } as const;
    expect(
      answer(
        fact,
        [0.1, 0.2].map((yuan) => event(1, { yuan })),
        1,
      ),
    ).toBe(0.3);
    expect(
      answer(
        { ...fact, kind: "avg" },
        [0.1, 0.2].map((yuan) => event(1, { yuan })),
        1,
      ),
    ).toBe(0.15);
  });

  it("gives 0, not −0", () => {
    const [lifetime, window] = [{}, { within: "1d" }] as const;
    for (const range of [lifetime, window]) {
      expect(
        Object.is(answer({ kind: "min", events: "x", property: "p", ...range }, [event(1, { p: -0 })], 1), 0),
      ).toBe(true);
    }
  });

  it("skips values that are no numbers, and counts them", () => {
    const events = [event(1, { p: 5 }), event(2, { p: "6" }), event(3), event(4, { p: 1e300 })];
    expect(explained({ kind: "sum", events: "x", property: "p" }, events, 4)).toMatchObject({
      value: 5,
      counted: 4,
      skipped: 3,
    });
    expect(explained({ kind: "max", events: "x", property: "p", within: "1d" }, events.slice(1), 4)).toMatchObject({
      unknown: "no-value",
      counted: 3,
      skipped: 3,
    });
  });

  it("reads days that are over exactly, whatever came later, and the day of the moment where nothing of it was let go", () => {
    const fact = { kind: "daily", events: "x", keep: 4 } as const;
    const noon = DAY_MS / 2;
    const many = (day: number, count: number): Event[] =>
      Array.from({ length: count }, (_, i) => event(day * DAY_MS + noon + i));
    const events = [...many(0, 3), ...many(1, 2), ...many(3, 9)];
    const at = (now: number): unknown => answer(fact, events, now);
    expect(at(2 * DAY_MS)).toEqual({ "1970-01-01": 3, "1970-01-02": 2 });
    expect(at(3 * DAY_MS + noon - 1)).toBe("bound");
    expect(at(3 * DAY_MS + noon + 8)).toEqual({ "1970-01-01": 3, "1970-01-02": 2, "1970-01-04": 9 });
    expect(explained(fact, events, 2 * DAY_MS)).toMatchObject({ counted: 5, nextAt: 3 * DAY_MS });
    expect(explained(fact, events, 3 * DAY_MS + noon + 6)).toMatchObject({
      counted: 12,
      nextAt: 3 * DAY_MS + noon + 7,
    });
    expect(explained(fact, events, 9 * DAY_MS)).not.toHaveProperty("nextAt");
  });

  it("takes no day for over that clocks going back will show once more", () => {
    const midnight = Date.UTC(2010, 10, 7, 2, 30);
    const fact = { kind: "daily", events: "x", keep: 1, zone: "America/St_Johns" } as const;
    const events = [-600, 70, 71].map((seconds) => event(midnight + seconds * 1000));
    // at 00:01 of the 7th it is 23:01 of the 6th again
    expect(answer(fact, events, midnight + 30_000)).toBe("bound");
    expect(answer(fact, events, midnight + 71_000)).toEqual({ "2010-11-06": 3 });
  });

  it("reads days within a range where those let go are before it", () => {
    const events = [0, 1, 2, 3].map((day) => event(day * DAY_MS));
    const within = (withinDays: number, day: number): unknown =>
      answer({ kind: "daily", events: "x", keep: 3, withinDays }, events, day * DAY_MS);
    expect(within(3, 3)).toEqual({ "1970-01-02": 1, "1970-01-03": 1, "1970-01-04": 1 });
    expect(within(2, 2)).toEqual({ "1970-01-02": 1, "1970-01-03": 1 });
    expect([within(4, 3), within(3, 2)]).toEqual(["bound", "bound"]);
    expect(within(4, 5)).toEqual({ "1970-01-03": 1, "1970-01-04": 1 });
    expect(within(4, 9)).toEqual({});
  });

  it("takes the most frequent value, of equals the most recent, then the first in code-unit order", () => {
    const top = (values: readonly (readonly [number, JsonObject[string]])[]): unknown =>
      answer(
        { kind: "top", events: "x", property: "p" },
        values.map(([at, p]) => event(at, { p })),
        9,
      );
    expect(
      top([
        [1, "a"],
        [2, "a"],
        [3, "b"],
      ]),
    ).toBe("a");
    expect(
      top([
        [1, "a"],
        [2, "b"],
      ]),
    ).toBe("b");
    expect(
      top([
        [1, "b"],
        [1, "a"],
      ]),
    ).toBe("a");
    expect(
      top([
        [1, ["a"]],
        [2, null],
      ]),
    ).toBe("no-value");
  });

  it("reads the count and share of a top value beside it", () => {
    const set = defineFacts({ fav: { kind: "top", events: "x", property: "p" } });
    const tracks = foldAll(
      set,
      undefined,
      ["a", "b", "a", null].map((p, at) => event(at, { p })),
    );
    expect(readFacts(set, tracks, { now: 9 })).toEqual({ fav: "a", favCount: 2, favShare: 2 / 3 });
    expect(
      ["fav", "favCount", "favShare"].map((name) => readFact<FactSchema>(set, tracks, name, { now: 9 }).value),
    ).toEqual(["a", 2, 2 / 3]);
    expect(explainFact(set, tracks, "favShare", { now: 9 })).toMatchObject({
      fact: "favShare",
      value: 2 / 3,
      definition: { kind: "top" },
    });
    expect(readFact(set, undefined, "favCount", { now: 9 })).toMatchObject({ unknown: "never" });
  });

  it("lets a taste that changed show at once where it fades", () => {
    const set = defineFacts({
      now: { kind: "top", events: "x", property: "p", within: "28d", halfLife: "7d" },
      ever: { kind: "top", events: "x", property: "p", within: "28d" },
    });
    const [old, fresh] = [event(0, { p: "suv" }), event(21 * DAY_MS, { p: "saloon" })];
    const tracks = foldAll(set, undefined, [old, { ...old, id: "again" }, fresh]);
    expect(readFacts(set, tracks, { now: 21 * DAY_MS })).toEqual({
      now: "saloon",
      nowCount: 1,
      nowShare: 0.8,
      ever: "suv",
      everCount: 2,
      everShare: 2 / 3,
    });
    const sure = { fact: "nowShare", operator: "greaterThan", value: 0.9 };
    expect(nextChange(set, tracks, sure, { now: 21 * DAY_MS })).toBe(28 * DAY_MS);
  });

  it("lets an absent key stand and null erase a trait", () => {
    const city: FactDefinition = { kind: "trait", property: "city" };
    const set = (at: number, properties: JsonObject): Event => event(at, properties, "traitsSet");
    const once = (at: number, value: string): Event => event(at, { city: value }, "traitsSetOnce");
    expect(answer(city, [set(1, { city: "上海" }), set(2, { name: "李" })], 9)).toBe("上海");
    expect(answer(city, [set(1, { city: "上海" }), set(2, { city: null })], 9)).toBe("erased");
    expect(answer(city, [once(2, "杭州"), once(1, "宁波")], 9)).toBe("宁波");
    expect(answer(city, [once(1, "宁波"), set(2, { city: "上海" })], 9)).toBe("上海");
    expect(answer(city, [once(1, "宁波"), set(2, { city: null }), once(4, "台州"), once(3, "杭州")], 9)).toBe("杭州");
    expect(answer(city, [once(2, "宁波"), set(2, { city: null })], 9)).toBe("宁波");
    expect(answer(city, [], 9)).toBe("never");
  });

  it("takes nothing set once for the first after an erasure where earlier ones were let go", () => {
    const city: FactDefinition = { kind: "trait", property: "city", keep: 1 };
    const erased = event(2, { city: null }, "traitsSet");
    const once = (at: number, value: string | null): Event => event(at, { city: value }, "traitsSetOnce");
    expect(answer(city, [erased, once(3, "杭州"), once(5, "台州")], 9)).toBe("bound");
    expect(answer(city, [erased, once(1, "杭州"), once(2, "台州")], 9)).toBe("bound");
    expect(answer(city, [erased, once(5, "台州")], 9)).toBe("台州");
  });

  it("sets nothing once where the value is null", () => {
    const city: FactDefinition = { kind: "trait", property: "city", keep: 1 };
    const erased = event(2, { city: null }, "traitsSet");
    const once = (at: number, value: string | null): Event => event(at, { city: value }, "traitsSetOnce");
    expect(answer(city, [erased, once(3, null), once(4, "杭州"), once(5, null)], 9)).toBe("杭州");
    expect(answer(city, [erased, once(3, null)], 9)).toBe("erased");
    expect(answer(city, [once(3, null)], 9)).toBe("never");
  });

  it("counts calendar days in the zone, and only the most recent", () => {
    const events = [15, 16, 17, 50].map((hour) => event(hour * HOUR_MS));
    const daily = (keep: number, now: number): unknown =>
      answer({ kind: "daily", events: "x", zone: "Asia/Shanghai", keep }, events, now);
    expect(daily(9, 60 * HOUR_MS)).toEqual({ "1970-01-01": 1, "1970-01-02": 2, "1970-01-03": 1 });
    expect(daily(2, 60 * HOUR_MS)).toEqual({ "1970-01-02": 2, "1970-01-03": 1 });
    expect(daily(9, 16 * HOUR_MS)).toEqual({ "1970-01-01": 1, "1970-01-02": 1 });
    // the first day was let go for the last one, which is not due yet
    expect(
      answer(
        { kind: "daily", events: "x", keep: 2 },
        [0, 24, 48].map((h) => event(h * HOUR_MS)),
        24 * HOUR_MS,
      ),
    ).toBe("bound");
  });

  it("says whole units since the last or first time", () => {
    const events = [event(0), event(DAY_MS)];
    const since = (more: object, now: number): unknown => answer({ kind: "since", events: "x", ...more }, events, now);
    expect([since({}, 3 * DAY_MS - 1), since({ of: "first" }, 3 * DAY_MS - 1)]).toEqual([1, 2]);
    expect([since({ unit: "hours" }, DAY_MS + 90 * 60_000), since({ unit: "minutes" }, DAY_MS + 90 * 60_000)]).toEqual([
      1, 90,
    ]);
  });

  it("knows of a person without events what is known of nobody", () => {
    const set = defineFacts({
      visits: { kind: "count", events: "x" },
      spent: { kind: "sum", events: "x", property: "p" },
      lastAt: { kind: "last", events: "x", read: "at" },
      days: { kind: "daily", events: "x" },
    });
    expect(readFacts(set, undefined, { now: 0 })).toEqual({ visits: 0, spent: 0, days: {} });
  });

  it("throws on a moment that is none and on tracks of other definitions", () => {
    const set = defineFacts({ visits: { kind: "count", events: "x" } });
    expect(() => readFacts(set, undefined, { now: 1.5 })).toThrow("now must be an integer");
    expect(() => readFacts(set, [0, 0], { now: 1 })).toThrow("tracks have 2 parts, these facts need 1");
    expect(() => foldTracks(set, undefined, event(Number.NaN))).toThrow("got NaN");
  });
});

describe("explainFact", () => {
  it("names the occurrences used and the edges of the window", () => {
    const events = [event(1), event(5), event(7)];
    const { occurrences, window, counted } = explained({ kind: "count", events: "x", within: "3ms" }, events, 7);
    expect(occurrences).toEqual(events.slice(1).map(({ at, id }) => ({ at, hash: hash53(id) })));
    expect([window, counted]).toEqual([{ after: 4, upTo: 7 }, 2]);
  });

  it("names the one occurrence that decided", () => {
    const events = [event(1, { p: "a" }), event(5, { p: "b" }), event(7)];
    const { value, occurrences, skipped } = explained({ kind: "last", events: "x", property: "p" }, events, 7);
    expect([value, skipped, occurrences]).toEqual(["b", 1, [{ at: 5, hash: hash53(events[1]?.id as string) }]]);
  });

  it("throws on a fact that is none, with the nearest name", () => {
    const set = defineFacts({ visits: { kind: "count", events: "x" } });
    const name = "visit" as "visits";
    expect(() => explainFact(set, undefined, name, { now: 0 })).toThrow('no fact is named "visit"; is it "visits"?');
  });
});
