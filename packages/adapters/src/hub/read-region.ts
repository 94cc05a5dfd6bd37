import { type IdentityPolicy, type Sighting, splitsFor } from "@tributary/core/identity";
import type { EpochMs, IdentifierKey } from "@tributary/core/model";
import type { LeafState, Store } from "@tributary/core/ports";
import { type OneIdOrder, type Resolved, readUntorn, resolveRead } from "./resolve-read";
import { SeenAround } from "./seen-around";

/** Who is who around one identifier, and the leaves there. */
export interface Region extends Resolved {
  readonly leaves: readonly LeafState[];
}

/**
 * Reads the evidence around identifiers, ring by ring, and resolves it. The persons that hold them come out as from all
 * evidence, since resolution is local.
 */
export const readRegion = (
  store: Store,
  policy: IdentityPolicy,
  roots: readonly IdentifierKey[],
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Promise<Region> => readUntorn(() => readOnce(store, policy, roots, options));

async function readOnce(
  ...[store, policy, roots, options]: Parameters<typeof readRegion>
): Promise<Region | undefined> {
  const seen = new SeenAround<Sighting>(policy);
  for (let ring = [...roots]; ; ring = seen.nextRing()) {
    if (ring.length > 0) {
      seen.add(ring, await store.sightings(ring, { asOf: options.asOf, ...splitsFor(policy, []) }));
      continue;
    }
    const keys = [...seen.around.keys()];
    const leaves = await store.leaves(keys);
    const resolved = await resolveRead(store, policy, { sightings: seen.sightings, keys, leaves }, options);
    if (!resolved) return undefined;
    if (!seen.openSuspects(resolved.resolution)) return { ...resolved, leaves };
  }
}
