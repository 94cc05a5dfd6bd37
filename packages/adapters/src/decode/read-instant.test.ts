import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { INSTANT_FORMATS, readInstant } from "./read-instant";

const local = (text: string, zone: string): unknown => {
  const read = readInstant(text, { format: "yyyy-MM-dd HH:mm:ss", zone });
  return read.ok ? [new Date(read.value.at).toISOString(), read.value.local] : read.error;
};

describe("readInstant", () => {
  it("reads local times through clock changes", () => {
    expect(local("2026-03-29 01:59:59", "Europe/Berlin")).toEqual(["2026-03-29T00:59:59.000Z", undefined]);
    expect(local("2026-03-29 02:30:00", "Europe/Berlin")).toEqual(["2026-03-29T01:30:00.000Z", "gap"]);
    expect(local("2026-03-29 03:00:00", "Europe/Berlin")).toEqual(["2026-03-29T01:00:00.000Z", undefined]);
    expect(local("2026-10-25 02:30:00", "Europe/Berlin")).toEqual(["2026-10-25T00:30:00.000Z", "overlap"]);
    expect(local("2026-10-25 03:00:00", "Europe/Berlin")).toEqual(["2026-10-25T02:00:00.000Z", undefined]);
    expect(local("1988-07-01 12:00:00", "Asia/Shanghai")).toEqual(["1988-07-01T03:00:00.000Z", undefined]);
    expect(local("2026-07-01 12:00:00", "Asia/Kathmandu")).toEqual(["2026-07-01T06:15:00.000Z", undefined]);
  });

  it("gives back every instant it was written from, in any zone", () => {
    const zones = fc.constantFrom("Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC");
    const at = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2030, 0) });
    fc.assert(
      fc.property(at, zones, (instant, zone) => {
        const seconds = Math.floor(instant / 1000) * 1000;
        const written = new Intl.DateTimeFormat("sv-SE", {
          timeZone: zone,
          dateStyle: "short",
          timeStyle: "medium",
        }).format(seconds);
        const read = readInstant(written, { format: "yyyy-MM-dd HH:mm:ss", zone });
        const off = read.ok ? seconds - read.value.at : Number.NaN;
        return off === 0 || (read.ok && read.value.local === "overlap" && off > 0 && off <= 3_600_000);
      }),
      { numRuns: 300 },
    );
  });

  it("reads what toISOString writes", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0000-01-01T00:00:00Z"), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true }),
        (date) => {
          const read = readInstant(date.toISOString(), { format: "iso" });
          return read.ok && read.value.at === date.getTime();
        },
      ),
      { numRuns: 300 },
    );
    expect(readInstant("2026-01-01T08:00:00+08:00", { format: "iso" })).toEqual({
      ok: true,
      value: { at: 1_767_225_600_000 },
    });
  });

  it.each([
    ["iso", "2026-02-30T00:00:00Z"],
    ["iso", "2026-01-01T24:00:00Z"],
    ["iso", "2026-01-01 00:00:00"],
    ["iso", "2026-01-01T00:00:00"],
    ["iso", "2026-01-01T00:00:00+99:00"],
    ["yyyy-MM-dd", "2026-13-01"],
    ["yyyy-MM-dd", "2026-00-10"],
    ["epochMs", "1e12"],
    ["epochMs", "9999999999999999"],
    ["epochSeconds", ""],
    ["epochSeconds", "1511544070.5"],
  ] as const)("refuses %s %s", (format, text) => {
    expect(readInstant(text, { format, zone: "UTC" }).ok).toBe(false);
  });

  it("never throws on rubbish and needs a zone where the format says none", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...INSTANT_FORMATS), (text, format) => {
        readInstant(text, { format, zone: "UTC" });
      }),
      { numRuns: 300 },
    );
    expect(() => readInstant("2026-01-01", { format: "yyyy-MM-dd" })).toThrow(RangeError);
  });
});
