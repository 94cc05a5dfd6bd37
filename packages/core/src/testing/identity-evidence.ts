import * as fc from "fast-check";
import { type Evidence, type IdentifierType, type IdentityPolicy, STRENGTHS } from "../identity/index";
import { type ConsentEntry, type EpochMs, HOUR_MS, type Identifier } from "../model";

/** Evidence of any kind, and a moment to read it at. */
export interface IdentityCase {
  readonly evidence: Evidence;
  readonly asOf: EpochMs;
}

/** What {@link identityCases} is made of. */
export interface IdentityCaseOptions {
  /** Where the numbering of values starts: cases with ranges apart share no identifier that joins. */
  readonly firstValue?: number;
  /** Starts every observation's id. */
  readonly obsPrefix?: string;
}

const VALUES_PER_TYPE = 3;
const SCOPES = ["s1", "s2"] as const;
const PURPOSES = ["service", "marketing"] as const;
const INSTANTS = 60;
const STEP_MS: number = 12 * HOUR_MS;

/**
 * Nasty evidence for a policy: few values, so that everything meets; placeholders, other spellings and broken values;
 * ties in time; observations that contradict another of the same id; retractions, decisions, cuts and consents.
 *
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0 }],
 * });
 * fc.sample(identityCases(policy), { numRuns: 3, seed: 1 }).length; // => 3
 */
export function identityCases(policy: IdentityPolicy, options: IdentityCaseOptions = {}): fc.Arbitrary<IdentityCase> {
  const { firstValue = 0, obsPrefix = "o" } = options;
  const identifier = identifiers(policy, firstValue);
  const at = fc.nat(INSTANTS).map((step) => step * STEP_MS);
  const obsId = fc.nat(60).map((i) => `${obsPrefix}${i}`);
  const observation = fc.record({
    obsId,
    ids: fc.array(identifier, { minLength: 1, maxLength: 4, size: "max" }),
    at,
    source: fc.constantFrom("app", "crm"),
    strength: fc.constantFrom(...STRENGTHS),
    purpose: fc.constantFrom(...PURPOSES),
  });
  const override = fc.record({
    link: fc.constantFrom("must", "cannot", "none"),
    a: identifier,
    b: identifier,
    at,
    author: fc.constantFrom("li", "wang"),
    reason: fc.constant("looked at it"),
  });
  const consent: fc.Arbitrary<ConsentEntry> = fc.record({
    id: obsId,
    subject: identifier,
    purpose: fc.constantFrom(...PURPOSES),
    granted: fc.boolean(),
    at,
  });
  const cut = fc.record({
    identifier,
    at,
    author: fc.constantFrom("operator", "li"),
    reason: fc.constant("given to somebody else"),
  });
  const many = { maxLength: 30, size: "max" } as const;
  const crowd = fc
    .tuple(
      identifier,
      fc.array(identifiers(countingOf(policy), firstValue), { maxLength: 8, size: "max" }),
      observation,
    )
    .map(([centre, others, seen]) =>
      others.map((other, i) => ({ ...seen, obsId: `${obsPrefix}crowd${i}`, ids: [centre, other] })),
    );
  const welcome = fc.constantFrom([], everyGrant(policy, firstValue));
  return fc.record({
    evidence: fc.record({
      observations: fc
        .tuple(fc.array(observation, many), fc.oneof(fc.constant([]), crowd))
        .map((lists) => lists.flat()),
      retracted: fc.array(obsId, { maxLength: 3 }),
      overrides: fc.array(override, { maxLength: 4, size: "max" }),
      cuts: fc.array(cut, { maxLength: 3, size: "max" }),
      consents: fc.tuple(welcome, fc.array(consent, { maxLength: 6, size: "max" })).map((lists) => lists.flat()),
    }),
    asOf: fc.integer({ min: 40, max: INSTANTS }).map((step) => step * STEP_MS),
  });
}

/** A grant of every purpose by every identifier, so that asking for consent does not leave everybody alone. */
function everyGrant(policy: IdentityPolicy, firstValue: number): ConsentEntry[] {
  const values = Array.from({ length: VALUES_PER_TYPE }, (_, i) => firstValue + i);
  const subjects = policy.types.flatMap((type) =>
    SCOPES.flatMap((scope) => values.map((i) => identifierOf(type, scope, exampleValue(type, i)))),
  );
  return subjects.flatMap((subject) =>
    PURPOSES.map((purpose) => ({ id: "welcome", subject, purpose, granted: true, at: 0 })),
  );
}

/** The policy with those types alone that count for hubs, so that a crowd of them makes some. */
function countingOf(policy: IdentityPolicy): IdentityPolicy {
  const counting = policy.types.filter(
    ({ anchor, tier, limit, of }) => of !== "vehicle" && ((anchor ?? tier === 0) || limit !== undefined),
  );
  return counting.length > 0 ? { ...policy, types: counting } : policy;
}

/** Identifiers of a policy's types, now and then one that cannot be used. */
function identifiers(policy: IdentityPolicy, firstValue: number): fc.Arbitrary<Identifier> {
  const good = fc
    .tuple(fc.constantFrom(...policy.types), fc.nat(VALUES_PER_TYPE - 1), fc.constantFrom(...SCOPES), fc.nat(3))
    .map(([type, i, scope, spelling]) => {
      const value = exampleValue(type, firstValue + i);
      return identifierOf(type, scope, spelling === 0 ? ` ${value} ` : value);
    });
  const placeholder = fc
    .tuple(fc.constantFrom(...policy.types), fc.constantFrom("null", "0", " Undefined ", '"none"'))
    .map(([type, value]) => identifierOf(type, "s1", type.normalise === "phoneCn" ? "13800138000" : value));
  const unknown = fc.constant<Identifier>({ type: "neverDeclared", value: "x-17" });
  return fc.oneof(
    { weight: 20, arbitrary: good },
    { weight: 2, arbitrary: placeholder },
    { weight: 1, arbitrary: unknown },
  );
}

const identifierOf = (type: IdentifierType, scope: string, value: string): Identifier =>
  type.scoped === true ? { type: type.type, scope, value } : { type: type.type, value };

/** The `i`-th of many values that a type accepts, as it is normalised; some texts start with a capital: no dictionary's order. */
function exampleValue({ normalise, minLength = 0 }: IdentifierType, i: number): string {
  const text = `v${String(i).padStart(3, "0")}-abcdefghijklmnopqrstuvwxyz`.padEnd(minLength, "0123456789");
  switch (normalise) {
    case "phoneCn":
      return `+86139${String(10_010_000 + i)}`;
    case "email":
      return `user${i}@example.com`;
    case "vin":
      return `LSVAA4187E${String(2_180_000 + i)}`;
    case "plate":
      return `粤B${String(10_000 + i)}`;
    case "upper":
      return text.toUpperCase();
    case "text":
      return i % 2 === 0 ? text : text.replace("v", "V");
    default:
      return text;
  }
}
