import { type Evidence, type IdentityPolicy, type Name, normaliseIdentifier } from "../identity/index";
import { type IdentifierKey, identifierKey } from "../model";

/** Names identifiers as a store does: in the order in which they arrive. */
export function ledgerOf({ observations }: Evidence, policy: IdentityPolicy): ReadonlyMap<IdentifierKey, Name> {
  const keys = observations.flatMap(({ ids }) =>
    ids.map((id) => {
      const normal = normaliseIdentifier(id, policy);
      return identifierKey(normal.ok ? normal.value : id);
    }),
  );
  return new Map([...new Set(keys)].map((key, seq) => [key, { seed: `seed-${seq}`, seq }]));
}
