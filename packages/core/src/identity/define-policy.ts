import * as z from "zod";
import {
  boundedList,
  DefinitionError,
  type Issue,
  identifierTypeSchema,
  parseDefinition,
  parseDuration,
  pointerOf,
  type Result,
  refuse,
} from "../model";
import type { IdentifierType, IdentityPolicy } from "./policy";

/** Our choice: no host has a tenth of it, and a list of a million is a mistake. */
const MAX_TYPES = 200;
const MAX_BLOCKED = 10_000;

const count: z.ZodNumber = z.int().min(1);

const duration: z.ZodString = z.string().refine((text) => parseDuration(text) !== undefined, {
  error: "must be a duration such as 30d, 12h or 45m",
});

const typeSchema: z.ZodType<IdentifierType> = z.strictObject({
  type: identifierTypeSchema,
  label: z.strictObject({ zh: z.string(), en: z.string() }).exactOptional(),
  of: z.enum(["person", "vehicle"]).exactOptional(),
  normalise: z.enum(["text", "lower", "upper", "phoneCn", "email", "vin", "plate"]),
  scoped: z.boolean().exactOptional(),
  tier: z.literal([0, 1, 2]),
  anchor: z.boolean().exactOptional(),
  limit: count.exactOptional(),
  windowLimit: z.strictObject({ limit: count, within: duration }).exactOptional(),
  hub: count.exactOptional(),
  hubPersons: count.exactOptional(),
  merge: z.boolean().exactOptional(),
  silence: duration.exactOptional(),
  transient: z.boolean().exactOptional(),
  blocked: z.array(z.string().min(1)).max(MAX_BLOCKED).exactOptional(),
  minLength: count.exactOptional(),
  minDistinct: count.exactOptional(),
});

const policySchema: z.ZodType<IdentityPolicy> = z.strictObject({
  version: z.string().min(1).max(100),
  types: boundedList(typeSchema, 1, MAX_TYPES),
  prefer: z.enum(["recent", "first"]),
  maxPerson: count,
  maxComponent: count,
  consent: z.enum(["optIn", "optOut", "off"]),
});

/** Every member name a policy knows, for hints. */
const MEMBERS: readonly string[] = [
  "version",
  "types",
  "prefer",
  "maxPerson",
  "maxComponent",
  "consent",
  "type",
  "label",
  "zh",
  "en",
  "of",
  "normalise",
  "scoped",
  "tier",
  "anchor",
  "limit",
  "windowLimit",
  "within",
  "hub",
  "merge",
  "hubPersons",
  "silence",
  "transient",
  "blocked",
  "minLength",
  "minDistinct",
];

/**
 * Checks an identity policy from outside and says everything that is wrong with it at once.
 *
 * @param input anything, usually parsed JSON
 * @returns the policy, or located issues
 * @example
 * const policy = {
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0, limit: 1 }],
 * };
 * checkPolicy(policy).ok; // => true
 * const refused = checkPolicy({ ...policy, maxPerson: 0, types: [{ ...policy.types[0], limmit: 1 }] });
 * refused.ok ? [] : refused.error.map(({ pointer }) => pointer); // => ["/types/0/limmit", "/maxPerson"]
 */
export function checkPolicy(input: unknown): Result<IdentityPolicy, readonly Issue[]> {
  const parsed = parseDefinition(policySchema, input, MEMBERS);
  if (!parsed.ok && parsed.error.some(({ code }) => code === "unreadable")) return parsed;
  const twice = duplicateTypes(input);
  if (parsed.ok) return twice.length === 0 ? parsed : refuse(twice);
  return refuse([...parsed.error, ...twice]);
}

/**
 * Declares an identity policy.
 *
 * @throws DefinitionError with every issue when the policy is not one
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0, limit: 1 }],
 * });
 * policy.types.length; // => 1
 */
export function definePolicy(policy: IdentityPolicy): IdentityPolicy {
  const checked = checkPolicy(policy);
  if (!checked.ok) throw new DefinitionError("identity policy", checked.error);
  return checked.value;
}

/** Looks for types declared twice in whatever came in, so that it is said together with all else that is wrong. */
function duplicateTypes(input: unknown): Issue[] {
  const types = (input as { readonly types?: unknown } | null | undefined)?.types;
  const first = Array.isArray(types) ? types.slice(0, MAX_TYPES) : [];
  const names = first.map((type: { readonly type?: unknown } | null) => type?.type);
  return names.flatMap((name, i) => {
    if (typeof name !== "string" || names.indexOf(name) === i) return [];
    const pointer = pointerOf(["types", i, "type"]);
    return [{ code: "duplicate-type", pointer, message: `the type ${JSON.stringify(name)} is declared twice` }];
  });
}
