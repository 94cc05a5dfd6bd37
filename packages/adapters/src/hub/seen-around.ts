import {
  blockedReason,
  endedKey,
  type HubReader,
  type IdentityPolicy,
  type Resolution,
  readEndedKey,
  readHubs,
  type Sighting,
} from "@tributary/core/identity";
import { type IdentifierKey, parseIdentifierKey } from "@tributary/core/model";

/**
 * What was read around some identifiers, and which are to be read next, ring by ring.
 *
 * Rings stop at values that join nobody: blocked ones, types that do not merge, and values seen with so much that they
 * would be hubs. Consent can take some of that away again; what resolution then finds to be no hub is opened after all.
 */
export class SeenAround<T extends Pick<Sighting, "keys">> {
  readonly sightings: T[] = [];
  /** Every identifier that was met → the identifiers it was met with, itself included. */
  readonly around: Map<IdentifierKey, Set<IdentifierKey>> = new Map();
  /** Identifiers whose sightings are all here. */
  readonly #whole = new Set<IdentifierKey>();
  /** Identifiers the next ring is read around, whatever they look like. */
  readonly #open: Set<IdentifierKey>;
  readonly #policy: IdentityPolicy;
  readonly #hubs: HubReader;

  constructor(policy: IdentityPolicy, open: Iterable<IdentifierKey> = []) {
    this.#policy = policy;
    this.#hubs = readHubs(policy);
    this.#open = new Set(open);
  }

  /** Adds all sightings of some identifiers. */
  add(ring: readonly IdentifierKey[], sightings: readonly T[]): void {
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

  /** Identifiers whose sightings are to be read next; none when all that can be one person is here. */
  nextRing(): IdentifierKey[] {
    const next = new Set<IdentifierKey>();
    for (const key of this.#whole) {
      if (!this.#open.has(key) && (!this.#joins(key) || this.#isSuspect(key))) continue;
      for (const other of this.around.get(key) ?? [])
        if (!this.#whole.has(other) && this.#joins(other)) next.add(other);
    }
    return [...next];
  }

  /** Opens identifiers that rings stopped at; false when all were open already. */
  open(keys: Iterable<IdentifierKey>): boolean {
    const before = this.#open.size;
    for (const key of keys) this.#open.add(key);
    return this.#open.size > before;
  }

  /** Opens suspects that are no hubs, or were none in some owner's time; false when there was none to open. */
  openSuspects({ hubs, epochs }: Pick<Resolution, "hubs" | "epochs">): boolean {
    const nodes = new Set(hubs.map(({ key }) => key));
    const closed = new Set(hubs.map(({ key }) => readEndedKey(key).key));
    for (const { key, number, to } of epochs)
      if (!nodes.has(to === undefined ? key : endedKey(key, number))) closed.delete(key);
    return this.open([...this.#whole].filter((key) => this.#isSuspect(key) && !closed.has(key)));
  }

  /** Whether an identifier counts when others are looked at for being hubs. */
  countsForHubs(key: IdentifierKey): boolean {
    return this.#hubs.counts(key);
  }

  #joins(key: IdentifierKey): boolean {
    const declared = this.#typeOf(key);
    return declared !== undefined && declared.merge !== false && !blockedReason(parseIdentifierKey(key), this.#policy);
  }

  #isSuspect(key: IdentifierKey): boolean {
    const others = [...(this.around.get(key) ?? [])].filter((other) => other !== key);
    return this.#hubs.crowdOf(key, others) !== undefined;
  }

  #typeOf(key: IdentifierKey): IdentityPolicy["types"][number] | undefined {
    const { type } = parseIdentifierKey(key);
    return this.#policy.types.find((declared) => declared.type === type);
  }
}
