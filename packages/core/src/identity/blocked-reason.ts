import { type Identifier, normalisePhoneCn } from "../model";
import type { IdentifierType, IdentityPolicy } from "./policy";

/** Why a value identifies nobody. */
export type BlockedReason =
  | "placeholder"
  | "zeros"
  | "test-phone"
  | "repeated-vin"
  | "policy"
  | "too-short"
  | "too-few-distinct"
  | "too-long";

const PLACEHOLDERS: ReadonlySet<string> = new Set([
  "",
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
]);
/** The number China Mobile prints in its own examples; people type it into forms. */
const TEST_PHONES: ReadonlySet<string> = new Set(["+8613800138000"]);
const MAX_LENGTH = 1_024;

/**
 * Says why an identifier's value identifies nobody: a placeholder some software sends instead of an id, a value the
 * policy blocks, or one too short for its type.
 *
 * Values are compared trimmed, in lower case, with and without surrounding quotes. Nothing is ever shortened.
 *
 * @returns the reason, or `undefined` when the value may identify somebody
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "crmId", normalise: "text", tier: 0, minLength: 4, blocked: ["test"] }],
 * });
 * blockedReason({ type: "crmId", value: ' "NULL" ' }, policy); // => "placeholder"
 * blockedReason({ type: "crmId", value: "Test" }, policy); // => "policy"
 * blockedReason({ type: "crmId", value: "C17" }, policy); // => "too-short"
 * blockedReason({ type: "crmId", value: "C1702" }, policy); // => undefined
 * @see PostHog's, Segment's and Adobe Experience Platform's documented lists of blocked identifier values, united
 */
export function blockedReason(identifier: Identifier, policy: IdentityPolicy): BlockedReason | undefined {
  const declared = policy.types.find(({ type }) => type === identifier.type);
  return blockedValue(identifier.value, declared);
}

/** {@link blockedReason} for a value whose type is already looked up. */
export function blockedValue(value: string, declared: IdentifierType | undefined): BlockedReason | undefined {
  if (value.length > MAX_LENGTH) return "too-long";
  const bare = bareText(value);
  if (PLACEHOLDERS.has(bare)) return "placeholder";
  if (/^[0-]*$/.test(bare)) return "zeros";
  if (!declared) return undefined;
  if (declared.normalise === "phoneCn" && TEST_PHONES.has(normalisePhoneCn(bare) ?? "")) return "test-phone";
  if (declared.normalise === "vin" && /^(.)\1{16}$/.test(bare)) return "repeated-vin";
  if (declared.blocked?.some((blocked) => bareText(blocked) === bare)) return "policy";
  if (bare.length < (declared.minLength ?? 0)) return "too-short";
  if (declared.minDistinct !== undefined && new Set(bare).size < declared.minDistinct) return "too-few-distinct";
  return undefined;
}

const bareText = (value: string): string =>
  value
    .trim()
    .replace(/^["'`]+|["'`]+$/g, "")
    .trim()
    .toLowerCase();
