import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalisePhoneCn } from "./phone";

const mobile = fc
  .tuple(fc.constantFrom("3", "4", "5", "6", "7", "8", "9"), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([second, rest]) => `1${second}${String(rest).padStart(9, "0")}`);
const separator = fc.constantFrom("", " ", "-", "  ", "–", "·", "(", ")", "(", ")");
const fullWidth = (text: string): string =>
  text.replace(/[0-9+]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));

describe("normalisePhoneCn", () => {
  it("gives one key for every usual spelling", () => {
    fc.assert(
      fc.property(
        mobile,
        fc.constantFrom("", "86", "+86", "0086", "+86 ", "86-"),
        separator,
        fc.boolean(),
        (digits, prefix, gap, wide) => {
          const spelled = `${prefix}${digits.slice(0, 3)}${gap}${digits.slice(3, 7)}${gap}${digits.slice(7)}`;
          expect(normalisePhoneCn(wide ? fullWidth(spelled) : spelled)).toBe(`+86${digits}`);
        },
      ),
    );
  });

  it.each([
    "",
    "1391234567",
    "139123456789",
    "12912345678",
    "021-62345678",
    "+1 415 555 0100",
    "86",
    "086 13912345678",
    "abc",
  ])("refuses %j", (text) => {
    expect(normalisePhoneCn(text)).toBeUndefined();
  });

  it("leaves its own keys as they are", () => {
    fc.assert(
      fc.property(mobile, (digits) => {
        const key = normalisePhoneCn(digits) as string;
        expect(normalisePhoneCn(key)).toBe(key);
      }),
    );
  });
});
