import { describe, expect, it } from "vitest";
import { DAY_MS, isEpochMs, parseDuration, requireNow, requireSpan } from "./time";

describe("parseDuration", () => {
  it.each([
    ["1ms", 1],
    ["45s", 45_000],
    ["90m", 5_400_000],
    ["12h", DAY_MS / 2],
    ["30d", 30 * DAY_MS],
    ["2w", 14 * DAY_MS],
  ])("reads %s", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(["", "30", "d", "0d", "-1d", "1.5h", "1 d", "1M", "1y", "999999999999w"])("refuses %j", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe("requireSpan", () => {
  it("takes one instant as a time, and throws where the end is before the beginning or no instant", () => {
    expect(requireSpan({ from: 3, to: 3 })).toEqual({ from: 3, to: 3 });
    expect(() => requireSpan({ from: 3, to: 2 })).toThrow("to must not be before from, got 2 and 3");
    expect(() => requireSpan({ from: 0, to: Number.POSITIVE_INFINITY })).toThrow(RangeError);
  });
});

describe("requireNow", () => {
  it("throws on a clock that is no instant, naming the value", () => {
    expect(() => requireNow(Number.NaN)).toThrow("now must be an integer number of epoch milliseconds, got NaN");
    expect(requireNow(0)).toBe(0);
  });
});

describe("isEpochMs", () => {
  it("knows the ends of a date's range", () => {
    expect([8.64e15, -8.64e15, 8.64e15 + 1, 0.5, "1", undefined].map(isEpochMs)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});
