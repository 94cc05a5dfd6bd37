import * as z from "zod";
import {
  DefinitionError,
  type Issue,
  identifierTypeSchema,
  nearestName,
  ok,
  parseDuration,
  pointerOf,
  type Result,
  refuse,
} from "../model";
import type { IdentifierType, IdentityPolicy } from "./policy";

const count: z.ZodNumber = z.int().min(1);

const typeSchema: z.ZodType<IdentifierType> = z.strictObject({
  type: identifierTypeSchema,
  label: z.strictObject({ zh: z.string(), en: z.string() }).exactOptional(),
  of: z.enum(["person", "vehicle"]).exactOptional(),
  normalise: z.enum(["text", "lower", "upper", "phoneCn", "email", "vin", "plate"]),
  scoped: z.boolean().exactOptional(),
  tier: z.literal([0, 1, 2]),
  anchor: z.boolean().exactOptional(),
  limit: count.exactOptional(),
  windowLimit: z
    .strictObject({
      limit: count,
      within: z.string().refine((text) => parseDuration(text) !== undefined, {
        error: "must be a duration such as 30d, 12h or 45m",
      }),
    })
    .exactOptional(),
  hub: count.exactOptional(),
  merge: z.boolean().exactOptional(),
  transient: z.boolean().exactOptional(),
  blocked: z.array(z.string().min(1)).exactOptional(),
  minLength: count.exactOptional(),
  minDistinct: count.exactOptional(),
});

const policySchema: z.ZodType<IdentityPolicy> = z.strictObject({
  version: z.string().min(1).max(100),
  types: z.array(typeSchema).min(1),
  prefer: z.enum(["recent", "first"]),
  maxPerson: count,
  maxComponent: count,
  consent: z.enum(["optIn", "optOut", "off"]),
});

const POLICY_MEMBERS = ["version", "types", "prefer", "maxPerson", "maxComponent", "consent"];
const TYPE_MEMBERS = [
  "type",
  "label",
  "of",
  "normalise",
  "scoped",
  "tier",
  "anchor",
  "limit",
  "windowLimit",
  "hub",
  "merge",
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
  const parsed = policySchema.safeParse(input);
  const issues = [...(parsed.error?.issues.flatMap(toIssues) ?? []), ...duplicateTypes(input)];
  return parsed.success && issues.length === 0 ? ok(parsed.data) : refuse(issues);
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

function toIssues(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code !== "unrecognized_keys") {
    const code = issue.code === "custom" ? "bad-value" : issue.code.replaceAll("_", "-");
    return [{ code, pointer: pointerOf(issue.path), message: issue.message }];
  }
  const members = issue.path.length === 0 ? POLICY_MEMBERS : TYPE_MEMBERS;
  return issue.keys.map((key) => {
    const near = nearestName(key, members);
    const pointer = pointerOf([...issue.path, key]);
    const found = { code: "unknown-member", pointer, message: `there is no member ${JSON.stringify(key)}` };
    return near === undefined ? found : { ...found, hint: `did you mean ${near}?` };
  });
}

/** Looks for types declared twice in whatever came in, so that it is said together with all else that is wrong. */
function duplicateTypes(input: unknown): Issue[] {
  const types = (input as { readonly types?: unknown } | null | undefined)?.types;
  const names = Array.isArray(types) ? types.map((type: { type?: unknown } | null) => type?.type) : [];
  return names.flatMap((name, i) => {
    if (typeof name !== "string" || names.indexOf(name) === i) return [];
    const pointer = pointerOf(["types", i, "type"]);
    return [{ code: "duplicate-type", pointer, message: `the type ${JSON.stringify(name)} is declared twice` }];
  });
}
