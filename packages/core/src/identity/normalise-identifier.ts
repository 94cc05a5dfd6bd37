import {
  type Identifier,
  type Issue,
  isUnstorableText,
  nearestName,
  normalisePhoneCn,
  normalisePlate,
  normaliseVin,
  ok,
  type Result,
  refuse,
} from "../model";
import type { IdentityPolicy, Normaliser } from "./policy";

/** Every normaliser gives its own results back unchanged, and undefined where the text is not such a value. */
const NORMALISERS: Readonly<Record<Normaliser, (text: string) => string | undefined>> = {
  text: (text) => text,
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
  phoneCn: normalisePhoneCn,
  email: (text) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? text.toLowerCase() : undefined),
  vin: (text) => normaliseVin(text)?.vin,
  plate: normalisePlate,
};

const EXPECTED: Readonly<Record<Normaliser, string>> = {
  text: "a text",
  lower: "a text",
  upper: "a text",
  phoneCn: "a mainland Chinese mobile number",
  email: "an e-mail address",
  vin: "a VIN of 17 characters",
  plate: "a Chinese number plate of 7 or 8 characters",
};

/**
 * Brings an identifier to the one spelling under which it is compared, by its type's `normalise`.
 *
 * E-mail is only trimmed and lower-cased: dots and plus tags differ between providers.
 *
 * @returns the identifier, or the one issue with it: `unknown-identifier-type`, `missing-scope`, `unexpected-scope`,
 *   `bad-phone`, `bad-email`, `bad-vin`, `bad-plate`, `empty-value`, `too-long` or `bad-text`
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0 }, { type: "openid", normalise: "text", scoped: true, tier: 1 }],
 * });
 * normaliseIdentifier({ type: "phone", value: "139 1234 5678" }, policy);
 * // => { ok: true, value: { type: "phone", value: "+8613912345678" } }
 * const refused = normaliseIdentifier({ type: "openid", value: "oA" }, policy);
 * refused.ok ? "" : refused.error.code; // => "missing-scope"
 */
export function normaliseIdentifier(identifier: Identifier, policy: IdentityPolicy): Result<Identifier, Issue> {
  const { type, scope } = identifier;
  const declared = policy.types.find((known) => known.type === type);
  if (!declared) return refuse(unknownType(type, policy));
  if (declared.scoped !== true && scope !== undefined) {
    return refuse(issue("unexpected-scope", "/scope", `${type} has no scope`));
  }
  if (declared.scoped === true) {
    if (scope === undefined || scope === "") {
      return refuse(issue("missing-scope", "/scope", `${type} needs a scope, such as its app id`));
    }
    if (scope.length > 128 || scope.includes(":") || badText(scope)) {
      return refuse(
        issue("bad-text", "/scope", "a scope has up to 128 characters, no colon and no control characters"),
      );
    }
  }
  const value = normaliseValue(identifier.value, declared.normalise);
  if (!value.ok) return value;
  return ok(scope === undefined ? { type, value: value.value } : { type, scope, value: value.value });
}

function normaliseValue(text: string, normaliser: Normaliser): Result<string, Issue> {
  const trimmed = text.trim();
  if (trimmed === "") return refuse(issue("empty-value", "/value", "the value is empty"));
  if (badText(trimmed)) return refuse(issue("bad-text", "/value", "control characters or half a surrogate pair"));
  const value = NORMALISERS[normaliser](trimmed);
  if (value === undefined) {
    const code = normaliser === "phoneCn" ? "bad-phone" : `bad-${normaliser}`;
    return refuse(issue(code, "/value", `not ${EXPECTED[normaliser]}`));
  }
  return value.length > 1_024 ? refuse(issue("too-long", "/value", "longer than 1024 characters")) : ok(value);
}

/** Control characters are refused, since U+001F separates the identifiers of a leaf. */
function badText(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 || unit === 0x7f) return true;
  }
  return isUnstorableText(text);
}

const issue = (code: string, pointer: string, message: string): Issue => ({ code, pointer, message });

function unknownType(type: string, policy: IdentityPolicy): Issue {
  const near = nearestName(
    type,
    policy.types.map((known) => known.type),
  );
  const found = issue("unknown-identifier-type", "/type", `the policy has no identifier type ${JSON.stringify(type)}`);
  return near === undefined ? found : { ...found, hint: `did you mean ${near}?` };
}
