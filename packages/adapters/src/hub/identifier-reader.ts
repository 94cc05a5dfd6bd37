import { blockedReason, type IdentityPolicy, normaliseIdentifier } from "@tributary/core/identity";
import { type Identifier, type IdentifierKey, type Issue, identifierKey } from "@tributary/core/model";
import { LRUCache } from "lru-cache";

/** An identifier as the policy reads it: normalised, or refused; either may come with an issue within the identifier. */
export interface ReadIdentifier {
  readonly identifier?: Identifier;
  readonly key?: IdentifierKey;
  readonly issue?: Issue;
}

/** Our choice: the identifiers of some ten thousand persons who are about at the same time, in a few megabytes. */
const REMEMBERED = 50_000;

/** Reads identifiers by a policy, and remembers the latest: the same few come with event after event. */
export function identifierReader(policy: IdentityPolicy): (raw: Identifier) => ReadIdentifier {
  const known = new LRUCache<IdentifierKey, ReadIdentifier>({ max: REMEMBERED });
  return (raw) => {
    const written = identifierKey(raw);
    const before = known.get(written);
    if (before) return before;
    const read = readIdentifier(raw, policy);
    known.set(written, read);
    return read;
  };
}

function readIdentifier(raw: Identifier, policy: IdentityPolicy): ReadIdentifier {
  const normalised = normaliseIdentifier(raw, policy);
  if (!normalised.ok) return { issue: normalised.error };
  const identifier = normalised.value;
  const read = { identifier, key: identifierKey(identifier) };
  const blocked = blockedReason(identifier, policy);
  if (!blocked) return read;
  return { ...read, issue: { code: "blocked", pointer: "/value", message: `identifies nobody: ${blocked}` } };
}
