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
    "139－1234－5678",
    "139−1234−5678",
    "139‐1234‑5678",
    "139–1234—5678",
    "\u202d13912345678\u202c",
    "\u202a+86 139 1234 5678\u202c",
    "\u2066139 1234 5678\u2069",
    "\u200e139-1234-5678\u200f",
    "139\u200b1234\u200c5678\ufeff",
    "139\u2060\u200d1234\u00ad5678",
    "013912345678",
    "０１３９ １２３４ ５６７８",
    "+86 (0) 139 1234 5678",
    "+86 0139 1234 5678",
    "0086 0139 1234 5678",
    "86-0139-1234-5678",
    "(+86)139-1234-5678",
    "tel:+8613912345678",
    "TEL:13912345678",
    "tel:+86-139-1234-5678",
    "'13912345678",
    "'+8613912345678",
    "١٣٩١٢٣٤٥٦٧٨",
    "۱۳۹۱۲۳۴۵۶۷۸",
    "+８６ 139 1234 5678",
  ])("takes %j for the mobile number it is", (text) => {
    expect(normalisePhoneCn(text)).toBe("+8613912345678");
  });

  it("lets nothing pass whose digits are not those of a mobile number", () => {
    const noise = fc.constantFrom(
      "",
      " ",
      "-",
      "－",
      "\u202d",
      "\u200b",
      "'",
      "tel:",
      "(0)",
      "+",
      "0",
      "00",
      "86",
      "+86",
      "x",
      "1",
      "9",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(noise, mobile, fc.nat(99_999).map(String)), { maxLength: 6 }), (parts) => {
        const text = parts.join("");
        const key = normalisePhoneCn(text);
        if (key === undefined) return;
        expect(key).toMatch(/^\+861[3-9]\d{9}$/);
        expect(text.replace(/\D/g, "")).toMatch(new RegExp(`^(0{0,2}86)?0?${key.slice(3)}$`));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    "",
    "1391234567",
    "0013912345678",
    "00139 1234 5678",
    "+013912345678",
    "+86 00 139 1234 5678",
    "+86+86 13912345678",
    "++8613912345678",
    "13912345678+",
    "139+12345678",
    "139'12345678",
    "''13912345678",
    "13912345678tel:",
    "tel:tel:13912345678",
    "telephone 13912345678",
    "13912345678,13812345678",
    "13912345678;ext=1",
    "13912345678.0",
    "1.3912345678E10",
    "-13912345678a",
    "1391234567١٢",
    "0862112345678",
    "021-13912345678",
    "179511391234567",
    "²13912345678",
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
