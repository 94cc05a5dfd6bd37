import type { LinkOverride } from "@tributary/core/identity";
import type { ConsentEntry, Event, Identifier } from "@tributary/core/model";
import type { LeafKey, Store } from "@tributary/core/ports";

/** What persons decided about themselves, read from their events. */
export interface Decisions {
  readonly consents: readonly ConsentEntry[];
  readonly overrides: readonly LinkOverride[];
}

const TYPES = ["consentGiven", "consentWithdrawn", "idsUnlinked"] as const;

/** Reads the consents and separations filed under these leaves, or all; a later link takes a separation back. */
export async function readDecisions(store: Store, leaves: readonly LeafKey[] | "all"): Promise<Decisions> {
  const events = await store.events(leaves, TYPES);
  const separations = events.filter(({ type }) => type === "idsUnlinked");
  const links = separations.length === 0 ? [] : await store.events(leaves, ["idsLinked"]);
  return {
    consents: events.filter(({ type }) => type !== "idsUnlinked").flatMap(consentsOf),
    overrides: [...separations.flatMap(decisionsOf("cannot")), ...links.flatMap(decisionsOf("none"))],
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

const decisionsOf =
  (link: LinkOverride["link"]) =>
  ({ type, at, ids, properties, source }: Event): readonly LinkOverride[] =>
    pairs(ids).map(([a, b]) => ({
      link,
      a,
      b,
      at,
      author: source,
      reason: typeof properties.reason === "string" ? properties.reason : type,
    }));

const pairs = (ids: readonly Identifier[]): readonly (readonly [Identifier, Identifier])[] =>
  ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const));
