import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockedFor, blockedReason, isOrdinary } from "./blocked-reason";
import { definePolicy } from "./define-policy";

const policy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 50,
  maxComponent: 1000,
  consent: "off",
  types: [
    { type: "phone", normalise: "phoneCn", tier: 0 },
    { type: "vin", of: "vehicle", normalise: "vin", tier: 0 },
    { type: "crmId", normalise: "text", tier: 0, minLength: 6, minDistinct: 3, blocked: ["'Test-001'"] },
    { type: "openid", normalise: "text", scoped: true, tier: 1 },
  ],
});

describe("blockedReason", () => {
  const placeholders = [
    "anonymous",
    "guest",
    "distinctid",
    "distinct_id",
    "id",
    "not_authenticated",
    "email",
    "undefined",
    "null",
    "none",
    "nan",
    "true",
    "false",
    "[object object]",
    "invalid",
    "0",
    "-1",
    "",
  ];
  const spellings = (text: string): string[] => [text, ` ${text}\t`, text.toUpperCase(), `"${text}"`, `' ${text} '`];

  it.each(placeholders.flatMap(spellings))("blocks the placeholder %j", (value) => {
    expect(blockedReason({ type: "openid", value }, policy)).toBe("placeholder");
  });

  it.each([
    ["openid", "00000000-0000-0000-0000-000000000000", "zeros"],
    ["phone", "00000000000", "zeros"],
    ["phone", "13800138000", "test-phone"],
    ["phone", "+86 138-0013-8000", "test-phone"],
    ["vin", "11111111111111111", "repeated-vin"],
    ["crmId", "TEST-001", "policy"],
    ["crmId", "C1702", "too-short"],
    ["crmId", "abababab", "too-few-distinct"],
    ["openid", "x".repeat(1_025), "too-long"],
    ["neverDeclared", "Null", "placeholder"],
  ])("blocks %s %j: %s", (type, value, reason) => {
    expect(blockedReason({ type, value }, policy)).toBe(reason);
  });

  it.each([
    ["phone", "+8613912345678"],
    ["openid", "13800138000"],
    ["openid", "nullable-1"],
    ["openid", "00000000000000000000000000000001"],
    ["vin", "LSVAA4187E2184847"],
    ["crmId", "C17020"],
    ["openid", "x".repeat(1_024)],
  ])("lets %s %j be", (type, value) => {
    expect(blockedReason({ type, value }, policy)).toBeUndefined();
  });
});

describe("isOrdinary", () => {
  it("holds only for values the shipped lists let be", () => {
    const part = fc.constantFrom(
      ..."0- \"`'\u3000\u00a0",
      "null",
      "[object object]",
      "not_authenticated",
      "a",
      "7",
      "Z",
    );
    const value = fc.oneof(
      fc.array(part, { maxLength: 30 }).map((parts) => parts.join("")),
      fc.integer({ min: 1_000, max: 1_050 }).map((length) => "x".repeat(length)),
    );
    const blocked = blockedFor({ type: "openid", normalise: "text", tier: 1 });
    fc.assert(
      fc.property(value, fc.constantFrom("", "openid:", "openid@wx1:"), (text, prefix) => {
        if (isOrdinary(prefix + text, prefix.length)) expect(blocked(text)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
    expect(isOrdinary("openid:oAbcdefghijklmnopqrstuvw", 7)).toBe(true);
  });
});
