import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definePolicy } from "./define-policy";
import { normaliseIdentifier } from "./normalise-identifier";
import type { Normaliser } from "./policy";

const NORMALISERS: readonly Normaliser[] = ["text", "lower", "upper", "phoneCn", "email", "vin", "plate"];
const policy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 50,
  maxComponent: 1000,
  consent: "off",
  types: [
    ...NORMALISERS.map((normalise) => ({ type: normalise, normalise, tier: 0 as const })),
    { type: "openid", normalise: "text", scoped: true, tier: 1 },
  ],
});

const value = (type: string, text: string): string => {
  const normal = normaliseIdentifier({ type, value: text }, policy);
  return normal.ok ? normal.value.value : normal.error.code;
};

describe("normaliseIdentifier", () => {
  it.each([
    ["text", "  oA-bC ", "oA-bC"],
    ["lower", " A1b2 ", "a1b2"],
    ["upper", " a1B2 ", "A1B2"],
    ["phoneCn", "0086 139-1234-5678", "+8613912345678"],
    ["email", " Li.Wei+car@Example.COM ", "li.wei+car@example.com"],
    ["vin", "lsvaa4187e2184847", "LSVAA4187E2184847"],
    ["plate", "粤b·12345", "粤B12345"],
    ["plate", "沪 AD 12345", "沪AD12345"],
    ["plate", "使 014578", "使014578"],
    ["phoneCn", "021-62345678", "bad-phone"],
    ["email", "li.wei at example", "bad-email"],
    ["vin", "LSV", "bad-vin"],
    ["plate", "ABC1234", "bad-plate"],
    ["text", " \t ", "empty-value"],
    ["text", "a\u001fb", "bad-text"],
    ["text", "a\u0000", "bad-text"],
    ["text", "\ud800", "bad-text"],
    ["text", "x".repeat(1_025), "too-long"],
  ])("reads %s %j as %s", (type, text, expected) => {
    expect(value(type, text)).toBe(expected);
  });

  it("refuses a type the policy does not know, and names the nearest", () => {
    const refused = normaliseIdentifier({ type: "opendi", value: "oA" }, policy);
    expect(refused).toMatchObject({ ok: false, error: { code: "unknown-identifier-type", pointer: "/type" } });
    expect(refused.ok ? "" : refused.error.hint).toBe("did you mean openid?");
  });

  it.each([
    [{ type: "openid", value: "oA" }, "missing-scope"],
    [{ type: "openid", scope: "", value: "oA" }, "missing-scope"],
    [{ type: "openid", scope: "a:b", value: "oA" }, "bad-text"],
    [{ type: "openid", scope: "a\u001f", value: "oA" }, "bad-text"],
    [{ type: "text", scope: "wx1", value: "oA" }, "unexpected-scope"],
  ])("refuses %j as %s", (identifier, code) => {
    const refused = normaliseIdentifier(identifier, policy);
    expect(refused.ok ? "" : refused.error).toMatchObject({ code, pointer: "/scope" });
  });

  it("keeps a scope as it is", () => {
    const openid = { type: "openid", scope: "wx1A", value: "oA" };
    expect(normaliseIdentifier(openid, policy)).toEqual({ ok: true, value: openid });
  });

  it("gives its own results back unchanged", () => {
    const spelling = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.emailAddress(),
      fc.stringMatching(/^ ?(\+86)?1[3-9][0-9]{9} ?$/),
      fc.stringMatching(/^[粤京沪]·?[A-Za-z][A-Za-z0-9]{5,6}$/),
      fc.stringMatching(/^[A-HJ-NPR-Za-hj-npr-z0-9]{17}$/),
    );
    fc.assert(
      fc.property(fc.constantFrom(...NORMALISERS), spelling, (type, text) => {
        const once = normaliseIdentifier({ type, value: text }, policy);
        if (once.ok) expect(normaliseIdentifier(once.value, policy)).toEqual(once);
      }),
      { numRuns: 2_000 },
    );
  });
});
