import type { EpochCut, LinkOverride } from "@tributary/core/identity";
import type { ConsentEntry, Event, Identifier } from "@tributary/core/model";
import type { LeafKey, Store } from "@tributary/core/ports";

/** What persons decided about themselves, read from their events. */
export interface Decisions {
  readonly consents: readonly ConsentEntry[];
  readonly overrides: readonly LinkOverride[];
  readonly cuts: readonly EpochCut[];
}

const TYPES = ["consentGiven", "consentWithdrawn", "idsUnlinked", "idsReassigned"] as const;

/** Types of events that decide about identifiers, beside showing them together. */
export const DECISIVE: readonly string[] = [...TYPES, "idsLinked"];

/** Reads the consents, separations and cuts filed under these leaves, or all; a later link takes a separation back. */
export async function readDecisions(store: Store, leaves: readonly LeafKey[] | "all"): Promise<Decisions> {
  const events = await store.events(leaves, TYPES);
  const links = events.some(({ type }) => type === "idsUnlinked") ? await store.events(leaves, ["idsLinked"]) : [];
  return decisionsIn([...events, ...links]);
}

/** The decisions in events of the decisive types; others say nothing. */
export function decisionsIn(events: readonly Event[]): Decisions {
  const of = (...types: readonly string[]): readonly Event[] => events.filter(({ type }) => types.includes(type));
  return {
    consents: of("consentGiven", "consentWithdrawn").flatMap(consentsOf),
    overrides: [...of("idsUnlinked").flatMap(decisionsOf("cannot")), ...of("idsLinked").flatMap(decisionsOf("none"))],
    cuts: of("idsReassigned").flatMap(cutsOf),
  };
}

const cutsOf = (event: Event): readonly EpochCut[] =>
  event.ids.map((identifier) => ({ identifier, at: event.at, author: event.source, reason: reasonOf(event) }));

const reasonOf = ({ type, properties }: Event): string =>
  typeof properties.reason === "string" ? properties.reason : type;

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
  (event: Event): readonly LinkOverride[] =>
    pairs(event.ids).map(([a, b]) => ({ link, a, b, at: event.at, author: event.source, reason: reasonOf(event) }));

const pairs = (ids: readonly Identifier[]): readonly (readonly [Identifier, Identifier])[] =>
  ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const));
