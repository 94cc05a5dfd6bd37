import { type Edge, endedKey, type Resolution } from "@tributary/core/identity";
import {
  type EpochMs,
  type Event,
  type FormerIdentifier,
  type Identifier,
  type IdentifierKey,
  identifierKey,
  type Person,
} from "@tributary/core/model";
import type { RfmModel } from "@tributary/core/scoring";
import { type Blueprint, type PersonReading, readPerson } from "@tributary/rules/blueprint";
import { explainFact, type FactExplanation, type Tracks } from "@tributary/rules/facts";
import { deriveTags, type TagExplanation } from "@tributary/rules/tags";
import { type ConsentState, consentState } from "./consent-state";
import type { PersonCars } from "./person-cars";
import type { KnownPerson } from "./read-population";

/** Everything known of one person at a moment, as plain data. */
export interface PersonSummary extends Omit<PersonReading, "seen"> {
  readonly oneId: string;
  /** Strongest first. */
  readonly ids: readonly Identifier[];
  /** Identifiers that have gone to somebody else since. */
  readonly former?: readonly FormerIdentifier[];
  /** Why this person is less certain than others. */
  readonly degraded?: string;
  readonly consents: ConsentState;
}

/** One person from all sides (360° 视图), with the reasons. */
export interface PersonView extends PersonSummary, PersonCars {
  /** The accepted edges that tie the identifiers together. */
  readonly why: readonly Edge[];
  /** Every fact with its window and occurrences, in the blueprint's order. */
  readonly factsBecause: readonly FactExplanation[];
  /** Every tag of the blueprint, given or not. */
  readonly tagsBecause: readonly TagExplanation[];
  /** The latest 20, newest first. */
  readonly events: readonly Event[];
}

/** The moment to read at, and the population's bins where RFM is to be scored. */
export interface ReadAt {
  readonly now: EpochMs;
  readonly rfmModel?: RfmModel;
}

/** Reads one person through a blueprint. */
export function summarise(blueprint: Blueprint, known: KnownPerson, at: ReadAt): PersonSummary {
  return summaryOf(known, readPerson(blueprint, known.tracks, { ...at, statements: known.statements }), at);
}

const summaryOf = (
  { person, consents }: KnownPerson,
  { seen: _, ...reading }: PersonReading,
  at: ReadAt,
): PersonSummary => ({
  ...person,
  ...reading,
  consents: consentState(consents, at.now),
});

/** Most events in a view. Our choice: what fits on a screen. */
const LATEST = 20;

/** Reads one person through a blueprint, with reasons. */
export function view(
  blueprint: Blueprint,
  known: KnownPerson,
  evidence: { readonly resolution: Resolution; readonly events: readonly Event[]; readonly cars: PersonCars },
  at: ReadAt,
): PersonView {
  const { statements } = known;
  const reading = readPerson(blueprint, known.tracks, { ...at, statements });
  const tags = deriveTags(blueprint.tags, reading.seen, { now: at.now, statements });
  return {
    ...summaryOf(known, reading, at),
    ...evidence.cars,
    why: edgesOf(known.person, evidence.resolution),
    factsBecause: explainFacts(blueprint, known.tracks, at),
    tagsBecause: blueprint.tags.definitions.map(({ tag }) => tags.explain(tag)),
    events: evidence.events
      .filter((event) => event.at <= at.now)
      .slice(-LATEST)
      .reverse(),
  };
}

const explainFacts = (blueprint: Blueprint, tracks: Tracks | undefined, at: ReadAt): readonly FactExplanation[] =>
  Object.keys(blueprint.definition.facts).map((name) => explainFact(blueprint.facts, tracks, name, at));

/** The edges on the paths from the strongest identifier to every other, those that went to others included, each once. */
function edgesOf({ ids, former = [] }: Person, resolution: Resolution): readonly Edge[] {
  const edges = new Map<string, Edge>();
  const ended = former.map(({ identifier, epoch }) => endedKey(identifierKey(identifier), epoch));
  const [strongest, ...others] = [...ids.map(identifierKey), ...ended];
  for (const other of others) {
    for (const edge of resolution.explain(strongest as IdentifierKey, other) ?? []) {
      edges.set(JSON.stringify([edge.a, edge.b]), edge);
    }
  }
  return [...edges.values()];
}
