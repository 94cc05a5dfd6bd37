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
const LONGEST_PLACEHOLDER: number = Math.max(...[...PLACEHOLDERS].map(({ length }) => length));
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
  return blockedFor(policy.types.find(({ type }) => type === identifier.type))(identifier.value);
}

/** {@link blockedReason} for the values of one type, prepared once for many. */
export function blockedFor(declared: IdentifierType | undefined): (value: string) => BlockedReason | undefined {
  const own = new Set(declared?.blocked?.map(bareText));
  const { normalise, minLength = 0, minDistinct = 0 } = declared ?? {};
  return (value) => {
    if (value.length > MAX_LENGTH) return "too-long";
    const bare = bareText(value);
    if (PLACEHOLDERS.has(bare)) return "placeholder";
    if (/^[0-]*$/.test(bare)) return "zeros";
    if (normalise === "phoneCn" && TEST_PHONES.has(normalisePhoneCn(bare) ?? "")) return "test-phone";
    if (normalise === "vin" && /^(.)\1{16}$/.test(bare)) return "repeated-vin";
    if (own.has(bare)) return "policy";
    if (bare.length < minLength) return "too-short";
    if (minDistinct > 0 && new Set(bare).size < minDistinct) return "too-few-distinct";
    return undefined;
  };
}

/** Whether only the shipped lists speak about a type's values, so that {@link isOrdinary} is all there is to ask. */
export const isPlainType = ({ normalise, blocked, minLength, minDistinct }: IdentifierType): boolean =>
  normalise !== "phoneCn" &&
  normalise !== "vin" &&
  blocked === undefined &&
  minLength === undefined &&
  minDistinct === undefined;

/**
 * Whether the text from `start` on is longer than every placeholder and starts and ends with a character that neither
 * quotes, spaces nor counts as zero: nearly all values are so, and no shipped list needs to look closer at them.
 */
export function isOrdinary(text: string, start: number): boolean {
  const length = text.length - start;
  if (length <= LONGEST_PLACEHOLDER || length > MAX_LENGTH) return false;
  return isPlain(text.charCodeAt(start)) && isPlain(text.charCodeAt(text.length - 1));
}

/** ASCII after the digit 0, the backtick aside. */
const isPlain = (unit: number): boolean => unit > 0x30 && unit < 0x7f && unit !== 0x60;

const bareText = (value: string): string =>
  value
    .trim()
    .replace(/^["'`]+|["'`]+$/g, "")
    .trim()
    .toLowerCase();
