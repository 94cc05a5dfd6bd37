import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../model";
import { localInstant } from "./local-instant";
import { addOpenMs, nextOpenAt, type OpeningHours, openMsBetween } from "./opening-hours";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const week = [1, 2, 3, 4, 5].flatMap((day) => [
  { day, from: "13:00", to: "18:00" },
  { day, from: "09:00", to: "12:00" },
]);
const hours: OpeningHours = {
  zone: "Asia/Shanghai",
  week,
  exceptions: [
    { date: "2026-10-01", open: [] },
    { date: "2026-10-10", open: [{ from: "10:00", to: "11:00" }] },
  ],
};
/** A time of day in Shanghai. */
const at = (date: string, hour: number): number => Date.parse(`${date}T00:00:00+08:00`) + hour * HOUR_MS;

describe("localInstant", () => {
  it("moves a time in a gap forward and takes the first of a repeated one", () => {
    const [zone, spring, autumn] = ["America/New_York", 20_520, 20_758]; // 2026-03-08 and 2026-11-01
    expect(localInstant(spring, 2.5 * HOUR_MS, zone)).toBe(Date.UTC(2026, 2, 8, 7, 30));
    expect(localInstant(autumn, 1.5 * HOUR_MS, zone)).toBe(Date.UTC(2026, 10, 1, 5, 30));
    expect(localInstant(autumn, 3 * HOUR_MS, zone)).toBe(Date.UTC(2026, 10, 1, 8));
  });
});

describe("nextOpenAt", () => {
  it("is now while open, and the next opening from the closing instant on", () => {
    expect(nextOpenAt(hours, at("2026-03-04", 9))).toBe(at("2026-03-04", 9));
    expect(nextOpenAt(hours, at("2026-03-04", 12))).toBe(at("2026-03-04", 13));
    expect(nextOpenAt(hours, at("2026-03-04", 18))).toBe(at("2026-03-05", 9));
    expect(nextOpenAt(hours, at("2026-03-06", 18))).toBe(at("2026-03-09", 9));
  });

  it("knows holidays and working Saturdays", () => {
    expect(nextOpenAt(hours, at("2026-10-01", 10))).toBe(at("2026-10-02", 9));
    expect(nextOpenAt(hours, at("2026-10-10", 1))).toBe(at("2026-10-10", 10));
  });

  it("is nothing where a place never opens", () => {
    expect(nextOpenAt({ zone: "UTC", week: [] }, 0)).toBeUndefined();
    expect(nextOpenAt({ zone: "UTC", week: [{ day: 1, from: "09:00", to: "09:00" }] }, 0)).toBeUndefined();
  });

  it("counts a time inside two opening times once", () => {
    const twice = {
      zone: "UTC",
      week: [{ day: 4, from: "08:00", to: "12:00" }].concat({ day: 4, from: "10:00", to: "13:00" }),
    };
    expect(openMsBetween(twice, 0, DAY_MS)).toBe(5 * HOUR_MS);
  });

  it("throws on a time or a zone that is none", () => {
    for (const from of ["9:00", "24:30", "10:60"]) {
      expect(() => nextOpenAt({ zone: "UTC", week: [{ day: 4, from, to: "24:00" }] }, 0)).toThrow(RangeError);
    }
    expect(() => nextOpenAt({ zone: "Mars", week: [] }, 0)).toThrow(RangeError);
  });
});

describe("addOpenMs", () => {
  it("skips lunch, nights, weekends and holidays", () => {
    expect(addOpenMs(hours, at("2026-03-04", 11.5), HOUR_MS)).toBe(at("2026-03-04", 13.5));
    expect(addOpenMs(hours, at("2026-03-06", 17.5), HOUR_MS)).toBe(at("2026-03-09", 9.5));
    expect(addOpenMs(hours, at("2026-09-30", 17), 2 * HOUR_MS)).toBe(at("2026-10-02", 10));
  });

  it("ends at closing time when that is just enough", () => {
    expect(addOpenMs(hours, at("2026-03-04", 17), HOUR_MS)).toBe(at("2026-03-04", 18));
  });

  it("gives back what is open until then, in zones whose clocks change", () => {
    const zones = fc.constantFrom("America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Shanghai");
    const span = fc.constantFrom(
      { from: "00:00", to: "24:00" },
      { from: "01:00", to: "03:00" },
      { from: "09:00", to: "18:30" },
    );
    const weeks = fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), span), { minLength: 1, maxLength: 9 });
    const start = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) });
    fc.assert(
      fc.property(zones, weeks, start, fc.nat(40 * 60), (zone, days, from, minutes) => {
        const any = { zone, week: days.map(([day, times]) => ({ day, ...times })) };
        const ms = minutes * MINUTE_MS;
        const end = addOpenMs(any, from, ms) as number;
        expect(openMsBetween(any, from, end)).toBe(ms);
        if (ms > 0) expect(openMsBetween(any, from, end - 1)).toBe(ms - 1);
      }),
      { numRuns: RUNS },
    );
  });
});
