import { type IdentityPolicy, type Sighting, splitsFor } from "@tributary/core/identity";
import type { EpochMs, IdentifierKey } from "@tributary/core/model";
import type { LeafState, Store } from "@tributary/core/ports";
import { type OneIdOrder, type Resolved, resolveRead } from "./resolve-read";
import { SeenAround } from "./seen-around";

/** Who is who around one identifier, and the leaves there. */
export interface Region extends Resolved {
  readonly leaves: readonly LeafState[];
}

/**
 * Reads the evidence around an identifier, ring by ring, and resolves it. The person that holds the identifier comes out
 * as from all evidence, since resolution is local.
 */
export async function readRegion(
  store: Store,
  policy: IdentityPolicy,
  root: IdentifierKey,
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Promise<Region> {
  const seen = new SeenAround<Sighting>(policy);
  for (let ring = [root]; ; ring = seen.nextRing()) {
    if (ring.length > 0) {
      seen.add(ring, await store.sightings(ring, { asOf: options.asOf, ...splitsFor(policy, []) }));
      continue;
    }
    const leaves = await store.leaves([...seen.around.keys()]);
    const names = await store.names([...seen.around.keys()]);
    const resolved = await resolveRead(store, policy, { sightings: seen.sightings, names, leaves }, options);
    if (!seen.openSuspects(resolved.resolution)) return { ...resolved, leaves };
  }
}
