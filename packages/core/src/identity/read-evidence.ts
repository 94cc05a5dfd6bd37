import { type Identifier, type IdentifierKey, identifierKey } from "../model";
import type { Evidence } from "./evidence";
import { normaliseIdentifier } from "./normalise-identifier";
import type { IdentityPolicy } from "./policy";
import { standInFor } from "./stand-in";

/** Evidence in the one spelling under which identifiers are compared. */
export type NormalEvidence = Required<Omit<Evidence, "retracted">>;

/**
 * Normalises every identifier in evidence. What cannot be normalised is kept under a stand-in that joins nobody.
 *
 * @param unreadable is told of those, with the code of the reason
 */
export function readEvidence(
  { observations, overrides = [], consents = [], cuts = [] }: Partial<Evidence>,
  policy: IdentityPolicy,
  unreadable: Map<IdentifierKey, string>,
): NormalEvidence {
  const normal = (identifier: Identifier): Identifier => {
    const normalised = normaliseIdentifier(identifier, policy);
    if (normalised.ok) return normalised.value;
    const standIn = standInFor(identifier);
    unreadable.set(identifierKey(standIn), normalised.error.code);
    return standIn;
  };
  return {
    observations: (observations ?? []).map((observation) => ({ ...observation, ids: observation.ids.map(normal) })),
    overrides: overrides.map((link) => ({ ...link, a: normal(link.a), b: normal(link.b) })),
    consents: consents.map((entry) => ({ ...entry, subject: normal(entry.subject) })),
    cuts: cuts.map((cut) => ({ ...cut, identifier: normal(cut.identifier) })),
  };
}
