import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  endOfLocalDate,
  isTimeZone,
  localDate,
  localDay,
  startOfLocalDate,
  startOfLocalDay,
  zoneOffsetMs,
} from "./local-date";
import { DAY_MS, HOUR_MS } from "./time";

const ZONES = [
  "Asia/Shanghai",
  "America/New_York",
  "America/Sao_Paulo",
  "Asia/Beirut",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Asia/Kathmandu",
  "UTC",
];
const zone = fc.constantFrom(...ZONES);
const at = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2035, 0, 1) });

/** The runtime's own calendar, as another way to the same answer. */
const calendar = (instant: number, timeZone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(instant);

describe("startOfLocalDate", () => {
  it("knows every date of every year with four digits, and no other", () => {
    for (const date of ["0000-01-01", "0050-03-01", "0099-12-31", "1900-02-28", "2000-02-29", "9999-12-31"])
      expect(startOfLocalDate(date, "UTC")).toBe(Date.parse(`${date}T00:00:00Z`));
    for (const date of [
      "",
      "2001-02-29",
      "1900-02-29",
      "2026-13-01",
      "2026-00-01",
      "2026-01-32",
      "26-01-01",
      "2026-1-1",
    ])
      expect(() => startOfLocalDate(date, "UTC")).toThrow(RangeError);
  });
});

describe("localDate", () => {
  it("agrees with the runtime's calendar at any instant", () => {
    fc.assert(fc.property(at, zone, (instant, name) => localDate(instant, name) === calendar(instant, name)));
  });

  it("agrees with the runtime's calendar in every hour of days on which clocks change", () => {
    const changes: readonly [string, number][] = [
      ["America/New_York", Date.UTC(2026, 2, 8)],
      ["America/New_York", Date.UTC(2026, 10, 1)],
      ["America/Sao_Paulo", Date.UTC(2018, 10, 4)],
      ["America/Sao_Paulo", Date.UTC(2018, 1, 17)],
      ["Asia/Beirut", Date.UTC(2025, 2, 29)],
      ["Asia/Shanghai", Date.UTC(1988, 3, 16)],
      ["Pacific/Apia", Date.UTC(2011, 11, 29)],
    ];
    for (const [name, from] of changes) {
      for (let hour = -24; hour < 72; hour++) {
        const instant = from + hour * HOUR_MS;
        expect([name, instant, localDate(instant, name)]).toEqual([name, instant, calendar(instant, name)]);
      }
    }
  });
});

describe("startOfLocalDate", () => {
  it("is the first instant of its date, on every day of years with changing clocks", () => {
    for (const name of ZONES) {
      for (const year of [1988, 2011, 2018, 2026]) {
        for (let day = Date.UTC(year, 0, 1) / DAY_MS; day < Date.UTC(year + 1, 0, 1) / DAY_MS; day++) {
          const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
          const start = startOfLocalDate(date, name);
          expect(localDay(start, name) >= day && localDay(start - 1, name) < day, `${name} ${date}`).toBe(true);
        }
      }
    }
  });

  it("ends the gap where clocks skip midnight, and passes over a date that never was", () => {
    expect(startOfLocalDate("2018-11-04", "America/Sao_Paulo")).toBe(Date.UTC(2018, 10, 4, 3));
    expect(startOfLocalDate("2011-12-30", "Pacific/Apia")).toBe(startOfLocalDate("2011-12-31", "Pacific/Apia"));
  });

  it.each(["2026-02-30", "2026-1-1", "", "2026-01-01T00"])("throws on %j", (date) => {
    expect(() => startOfLocalDate(date, "UTC")).toThrow(RangeError);
  });
});

describe("endOfLocalDate", () => {
  it("is where the next day starts", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5_000, max: 23_000 }), zone, (day, name) => {
        const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
        expect(endOfLocalDate(date, name)).toBe(startOfLocalDay(day + 1, name));
        expect(startOfLocalDate(date, name)).toBe(startOfLocalDay(day, name));
      }),
    );
  });
});

describe("isTimeZone", () => {
  it("knows the database's names and nothing else", () => {
    expect(["Asia/Shanghai", "UTC", "Etc/GMT+8"].map(isTimeZone)).toEqual([true, true, true]);
    const others = ["", "Asia/Shangai", "+08:00", "foo+0800", "foo+08", "Etc/GMT+08", "__proto__", "x".repeat(99)];
    expect(others.filter(isTimeZone)).toEqual([]);
    expect(Intl.supportedValuesOf("timeZone").filter((name) => !isTimeZone(name))).toEqual([]);
    expect(["Etc/GMT+12", "Etc/GMT-14", "GMT+0", "Etc/GMT-0"].map(isTimeZone)).toEqual([true, true, true, true]);
    expect(() => zoneOffsetMs(0, "Mars/Olympus")).toThrow('not an IANA time zone: "Mars/Olympus"');
  });
});
