import { blockedReason, type IdentityPolicy, normaliseIdentifier } from "@tributary/core/identity";
import { type Identifier, type IdentifierKey, type Issue, identifierKey, normaliseVin } from "@tributary/core/model";
import { LRUCache } from "lru-cache";

/** An identifier as the policy reads it: normalised, or refused; either may come with an issue within the identifier. */
export interface ReadIdentifier {
  readonly identifier?: Identifier;
  readonly key?: IdentifierKey;
  readonly issue?: Issue;
}

/** Our choice: the identifiers of some ten thousand persons who are about at the same time, in a few megabytes. */
const REMEMBERED = 50_000;

/** Reads identifiers, and remembers the latest: the same few come with event after event. */
export interface IdentifierReader {
  read(raw: Identifier): ReadIdentifier;
  /** Forgets every identifier it has read. */
  forget(): void;
}

/** Reads identifiers by a policy. */
export function identifierReader(policy: IdentityPolicy): IdentifierReader {
  const known = new LRUCache<IdentifierKey, ReadIdentifier>({ max: REMEMBERED });
  return {
    read: (raw) => {
      const written = identifierKey(raw);
      const before = known.get(written);
      if (before) return before;
      const read = readIdentifier(raw, policy);
      known.set(written, read);
      return read;
    },
    forget: () => known.clear(),
  };
}

function readIdentifier(raw: Identifier, policy: IdentityPolicy): ReadIdentifier {
  const normalised = normaliseIdentifier(raw, policy);
  if (!normalised.ok) return { issue: normalised.error };
  const identifier = normalised.value;
  const read = { identifier, key: identifierKey(identifier) };
  const issue = blockedIssue(identifier, policy) ?? checkDigitIssue(identifier, policy);
  return issue ? { ...read, issue } : read;
}

function blockedIssue(identifier: Identifier, policy: IdentityPolicy): Issue | undefined {
  const blocked = blockedReason(identifier, policy);
  return blocked && { code: "blocked", pointer: "/value", message: `identifies nobody: ${blocked}` };
}

/** A mistyped VIN is worth a look, and no refusal: cars made for Europe need no check digit. */
function checkDigitIssue({ type, value }: Identifier, { types }: IdentityPolicy): Issue | undefined {
  if (types.find((known) => known.type === type)?.normalise !== "vin") return undefined;
  if (normaliseVin(value)?.checkDigitValid !== false) return undefined;
  const message = "position 9 is not the check digit: a slip, or a maker that uses none";
  return { code: "check-digit", pointer: "/value", message };
}
