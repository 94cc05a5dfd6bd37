import { blockedReason, type IdentityPolicy, type Sighting, splitsFor } from "@tributary/core/identity";
import { type EpochMs, type IdentifierKey, parseIdentifierKey } from "@tributary/core/model";
import type { LeafState, Store } from "@tributary/core/ports";
import { type OneIdOrder, type Resolved, resolveRead } from "./resolve-read";

/** Who is who around one identifier, and the leaves there. */
export interface Region extends Resolved {
  readonly leaves: readonly LeafState[];
}

/**
 * Reads the evidence around an identifier, ring by ring, and resolves it. The person that holds the identifier comes out
 * as from all evidence, since resolution is local.
 *
 * Rings stop at values that join nobody: blocked ones, types that do not merge, and values seen with more anchors than a
 * hub may be. Consent can take anchors away again; what resolution then finds to be no hub is read through after all.
 */
export async function readRegion(
  store: Store,
  policy: IdentityPolicy,
  root: IdentifierKey,
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Promise<Region> {
  const seen = new Seen(policy);
  for (let ring = [root]; ; ring = seen.nextRing()) {
    if (ring.length > 0) {
      seen.add(ring, await store.sightings(ring, { asOf: options.asOf, ...splitsFor(policy, []) }));
      continue;
    }
    const leaves = await store.leaves([...seen.around.keys()]);
    const names = await store.names([...seen.around.keys()]);
    const resolved = await resolveRead(store, policy, { sightings: seen.sightings, names, leaves }, options);
    if (!seen.clearAllBut(new Set(resolved.resolution.hubs.map(({ key }) => key)))) return { ...resolved, leaves };
  }
}

/** What was read so far. */
class Seen {
  readonly sightings: Sighting[] = [];
  /** Every identifier that was met → the identifiers it was met with, itself included. */
  readonly around = new Map<IdentifierKey, Set<IdentifierKey>>();
  /** Identifiers whose sightings are all here. */
  readonly #whole = new Set<IdentifierKey>();
  readonly #notHubs = new Set<IdentifierKey>();
  readonly #policy: IdentityPolicy;

  constructor(policy: IdentityPolicy) {
    this.#policy = policy;
  }

  add(ring: readonly IdentifierKey[], sightings: readonly Sighting[]): void {
    for (const sighting of sightings) {
      if (sighting.keys.some((key) => this.#whole.has(key))) continue; // it came with an earlier ring
      this.sightings.push(sighting);
      for (const key of sighting.keys) {
        const met = this.around.get(key) ?? new Set();
        this.around.set(key, met);
        for (const other of sighting.keys) met.add(other);
      }
    }
    for (const key of ring) this.#whole.add(key);
  }

  nextRing(): IdentifierKey[] {
    const next = new Set<IdentifierKey>();
    for (const key of this.#whole) {
      if (!this.#joins(key) || (this.#isSuspect(key) && !this.#notHubs.has(key))) continue;
      for (const other of this.around.get(key) ?? [])
        if (!this.#whole.has(other) && this.#joins(other)) next.add(other);
    }
    return [...next];
  }

  /** Clears suspects that are no hubs; false when there was none to clear. */
  clearAllBut(hubs: ReadonlySet<IdentifierKey>): boolean {
    const before = this.#notHubs.size;
    for (const key of this.#whole) if (this.#isSuspect(key) && !hubs.has(key)) this.#notHubs.add(key);
    return this.#notHubs.size > before;
  }

  #joins(key: IdentifierKey): boolean {
    const declared = this.#typeOf(key);
    return declared !== undefined && declared.merge !== false && !blockedReason(parseIdentifierKey(key), this.#policy);
  }

  #isSuspect(key: IdentifierKey): boolean {
    const { hub = Number.POSITIVE_INFINITY } = this.#typeOf(key) ?? {};
    const met = this.around.get(key) ?? new Set();
    if (met.size <= hub) return false;
    let anchors = 0;
    for (const other of met) {
      const declared = this.#typeOf(other);
      if (other !== key && (declared?.anchor ?? declared?.tier === 0)) anchors++;
    }
    return anchors > hub;
  }

  #typeOf(key: IdentifierKey): IdentityPolicy["types"][number] | undefined {
    const { type } = parseIdentifierKey(key);
    return this.#policy.types.find((declared) => declared.type === type);
  }
}
