import type { LinkOverride } from "@tributary/core/identity";
import type { ConsentEntry, Event, Identifier } from "@tributary/core/model";
import type { LeafKey, Store } from "@tributary/core/ports";

/** What persons decided about themselves, read from their events. */
export interface Decisions {
  readonly consents: readonly ConsentEntry[];
  readonly overrides: readonly LinkOverride[];
}

const TYPES = ["consentGiven", "consentWithdrawn", "idsUnlinked"] as const;

/** Reads the consents and separations filed under these leaves, or all. */
export async function readDecisions(store: Store, leaves: readonly LeafKey[] | "all"): Promise<Decisions> {
  const events = await store.events(leaves, TYPES);
  return {
    consents: events.filter(({ type }) => type !== "idsUnlinked").flatMap(consentsOf),
    overrides: events.filter(({ type }) => type === "idsUnlinked").flatMap(separationsOf),
  };
}

/** A consent holds for every identifier it came with. */
const consentsOf = ({ id, type, at, ids, properties }: Event): readonly ConsentEntry[] =>
  ids.map((subject) => ({
    id,
    subject,
    purpose: String(properties.purpose),
    granted: type === "consentGiven",
    at,
  }));

const separationsOf = ({ at, ids, properties, source }: Event): readonly LinkOverride[] =>
  pairs(ids).map(([a, b]) => ({
    link: "cannot",
    a,
    b,
    at,
    author: source,
    reason: typeof properties.reason === "string" ? properties.reason : "idsUnlinked",
  }));

const pairs = (ids: readonly Identifier[]): readonly (readonly [Identifier, Identifier])[] =>
  ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const));
