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
 * Reads the evidence around identifiers, ring by ring, and resolves it. The persons that hold them come out as from all
 * evidence, since resolution is local.
 */
export async function readRegion(
  store: Store,
  policy: IdentityPolicy,
  roots: readonly IdentifierKey[],
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Promise<Region> {
  const seen = new SeenAround<Sighting>(policy);
  for (let ring = [...roots]; ; ring = seen.nextRing()) {
    if (ring.length > 0) {
      seen.add(ring, await store.sightings(ring, { asOf: options.asOf, ...splitsFor(policy, []) }));
      continue;
    }
    const leaves = await store.leaves([...seen.around.keys()]);
    const names = await store.names([...seen.around.keys()]);
    const tombstones = await store.tombstones([...seen.around.keys()]);
    const read = { sightings: seen.sightings, names, tombstones, leaves };
    const resolved = await resolveRead(store, policy, read, options);
    if (!seen.openSuspects(resolved.resolution)) return { ...resolved, leaves };
  }
}
