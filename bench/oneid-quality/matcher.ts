import { type Event, type Identifier, type IdentifierKey, identifierKey } from "@tributary/core";
import { blockedReason, type IdentityPolicy, normaliseIdentifier } from "@tributary/core/identity";

/** Somebody who says who is who, and is told of events as they arrive. */
export interface Matcher {
  /** Takes in what arrived; an event that came before changes nothing. */
  take(events: readonly Event[]): void;
  /** The name of the person who holds an identifier now. */
  nameOf(key: IdentifierKey): string | undefined;
}

/**
 * The identifiers of an event that may say who somebody is, strongest type first, then in code-unit order: normalised,
 * distinct, without cars, without values the policy blocks and without types it keeps from joining.
 */
export function admittedKeys({ ids }: Event, policy: IdentityPolicy): readonly IdentifierKey[] {
  const ranked = new Map<IdentifierKey, number>();
  for (const raw of ids) {
    const read = normaliseIdentifier(raw, policy);
    if (read.ok && admits(read.value, policy)) ranked.set(identifierKey(read.value), rankOf(read.value, policy));
  }
  return [...ranked].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1)).map(([key]) => key);
}

const rankOf = ({ type }: Identifier, policy: IdentityPolicy): number =>
  policy.types.findIndex((declared) => declared.type === type);

const admits = (identifier: Identifier, policy: IdentityPolicy): boolean => {
  const declared = policy.types.find(({ type }) => type === identifier.type);
  return (
    declared !== undefined &&
    declared.of !== "vehicle" &&
    declared.merge !== false &&
    blockedReason(identifier, policy) === undefined
  );
};
