import { tz } from "@date-fns/tz";
import { format } from "date-fns";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patternMistake, readPattern } from "./read-pattern";

describe("patternMistake", () => {
  it.each([
    "yyyy/M/d H:mm",
    "dd.MM.yyyy",
    "d MMM yyyy",
    "yyyyMMddHHmmss",
    "M/d/yy h:mm a",
    "yyyy年M月d日 HH:mm",
    "yyyy'T'MM-dd",
  ])("finds nothing wrong with %s", (pattern) => {
    expect(patternMistake(pattern)).toBeUndefined();
  });

  it.each([
    ["d MMM", /year/],
    ["yyyy", /day/],
    ["HH:mm", /day/],
    ["", /day/],
    ["yyyy-MM-dd xxx", /zone/],
    ["YYYY-MM-dd", /yyyy/],
    ["yyyy-MM-dd n", /n/],
  ])("refuses %s", (pattern, sentence) => {
    expect(patternMistake(pattern)).toMatch(sentence);
  });
});

describe("readPattern", () => {
  it("gives back every instant it was written from, in any zone", () => {
    const patterns = fc.constantFrom("yyyy/M/d H:mm:ss", "dd.MM.yyyy HH.mm.ss", "yyyyMMddHHmmss");
    const zones = fc.constantFrom("Asia/Shanghai", "Europe/Berlin", "America/St_Johns");
    const minutes = fc.integer({ min: Date.UTC(1990, 0) / 60_000, max: Date.UTC(2030, 0) / 60_000 });
    fc.assert(
      fc.property(minutes, patterns, zones, (minute, pattern, zone) => {
        const at = minute * 60_000;
        const read = readPattern(format(at, pattern, { in: tz(zone) }), { pattern, zone });
        if (!read.ok) throw new Error(read.error);
        expect(read.value.local === "overlap" ? [0, 3_600_000] : [0]).toContain(at - read.value.at);
      }),
    );
  });

  it.each(["", "2026/13/1 9:03", "2026/2/30 9:03", "2026/1/5 25:03", "2026/1/5", "yesterday", "2026/1/5 9:03 extra"])(
    "refuses %j",
    (text) => {
      expect(readPattern(text, { pattern: "yyyy/M/d H:mm", zone: "Asia/Shanghai" }).ok).toBe(false);
    },
  );
});
