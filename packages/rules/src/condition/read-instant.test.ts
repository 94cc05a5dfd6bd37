import { describe, expect, it } from "vitest";
import { checkCondition, compileCondition } from "./index";
import { readInstant } from "./read-instant";

describe("readInstant", () => {
  it.each([
    "2026-01-31T00:00:00+08:00",
    "2024-02-29T23:59:59.999Z",
    "1970-01-01T00:00Z",
    "0001-01-01T00:00:00Z",
    "2026-06-30T12:30:00.5-03:30",
  ])("reads %s as the platform does", (text) => expect(readInstant(text)).toBe(Date.parse(text)));

  it.each([
    "2026-01-31",
    "2026-01-31T00:00:00",
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-10T00:00:00Z",
    "2026-01-00T00:00:00Z",
    "2026-01-31T24:00:00Z",
    "2026-01-31T00:60:00Z",
    "2026-01-31T00:00:60Z",
    "2026-01-31T00:00:00+24:00",
    "2026-01-31 00:00:00Z",
    " 2026-01-31T00:00:00Z",
    "+002026-01-31T00:00:00Z",
  ])("does not read %j", (text) => expect(readInstant(text)).toBeUndefined());

  it("lets before and after take such a text, alone and in a list", () => {
    const at = Date.UTC(2026, 0, 30, 16);
    const ask = (operator: string, value: string | readonly string[], f: number): boolean =>
      compileCondition({ fact: "f", operator, value }).test({ f }, { now: 0 });
    expect(ask("before", "2026-01-31T00:00:00+08:00", at - 1)).toBe(true);
    expect(ask("before", "2026-01-31T00:00:00+08:00", at)).toBe(false);
    expect(ask("after", "2026-01-31T00:00:00+08:00", at + 1)).toBe(true);
    expect(ask("someValue:after", ["2026-01-31T00:00:00+08:00", "2030-01-01T00:00Z"], at + 1)).toBe(true);
    expect(checkCondition({ fact: "f", operator: "before", value: "2026-01-31T00:00:00" }).ok).toBe(false);
  });
});
