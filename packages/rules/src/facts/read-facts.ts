import { type EpochMs, type Json, nearestName, requireNow } from "@tributary/core";
import { BOUND_FACTS, type FactSchema } from "../condition/index";
import type { FactReader, FactSet } from "./define-facts";
import type { FactDefinition } from "./definition";
import { windowMsOf } from "./fact-reader";
import { requireTracks } from "./fold-tracks";
import { readerOf } from "./formula-reader";
import type { Occurrence, Unknown } from "./reading";
import { hashAt, instantAt, type Selection } from "./selection";
import type { Tracks } from "./tracks";
import type { FactValues } from "./typed-facts";

/** The moment to read at. */
export interface ReadOptions {
  readonly now: EpochMs;
}

/**
 * Reads every fact at a moment. Events after `now` count once due, so any past moment can be read as well.
 *
 * Every value is what a rescan of all events would give, or, where a count in a window reaches what is kept, "that many
 * or more"; a fact that the kept occurrences cannot tell is absent and listed under `$bound`, and a condition on it is
 * unknown. {@link explainFact} says why.
 *
 * @param tracks a person's tracks; `undefined` for a person without any event
 * @throws RangeError when `now` is no instant, or the tracks were folded under other definitions
 * @example
 * const facts = defineFacts({
 *   visits: { kind: "count", events: "storeVisited", within: "30d" },
 *   lastVisitAt: { kind: "last", events: "storeVisited", read: "at" },
 * });
 * const event = { id: "e1", type: "storeVisited", at: 0, ids: [], properties: {}, source: "crm" };
 * const tracks = foldTracks(facts, undefined, event);
 * readFacts(facts, tracks, { now: 30 * DAY_MS - 1 }); // => { visits: 1, lastVisitAt: 0 }
 * readFacts(facts, tracks, { now: 30 * DAY_MS }); // => { visits: 0, lastVisitAt: 0 }
 * readFacts(facts, undefined, { now: 0 }); // => { visits: 0 }
 */
export function readFacts<S extends FactSchema>(
  set: FactSet<S>,
  tracks: Tracks | undefined,
  { now }: ReadOptions,
): FactValues<S> {
  return readWith(set.plan.readers.values(), requireTracks(set, tracks), requireNow(now)) as FactValues<S>;
}

/** Reads some facts at a moment. */
export function readWith(readers: Iterable<FactReader>, folded: Tracks, now: EpochMs): FactValues {
  const facts: { [name: string]: Json } = {};
  const bound: string[] = [];
  for (const { name, read, top } of readers) {
    const reading = read(folded, now);
    if (reading.value !== undefined) facts[name] = reading.value;
    else if (reading.unknown === "bound") bound.push(name, ...(top ? [top.count, top.share] : []));
    if (top === undefined || reading.top === undefined) continue;
    facts[top.count] = reading.top.count;
    facts[top.share] = reading.top.share;
  }
  if (bound.length > 0) facts[BOUND_FACTS] = bound;
  return facts;
}

/** One fact at a moment: its value, or why it has none. */
export interface FactReading {
  readonly value?: Json;
  /** Why there is no value. */
  readonly unknown?: Unknown;
  /** The value is a lower bound: "that many or more". */
  readonly saturated?: boolean;
  /** How many occurrences are in the range, kept or not, where that is known; of a `daily`, how many there ever were. */
  readonly counted?: number;
  /** How many of them carry no usable value. */
  readonly skipped?: number;
  /** Of a `top`: how many occurrences have the value, and their share of those that have any. */
  readonly top?: { readonly count: number; readonly share: number };
  /** Of a `daily`: an instant after the moment with no occurrence in between; absent where none is known to come. */
  readonly nextAt?: EpochMs;
}

/** Why a fact has its value, or none. */
export interface FactExplanation extends FactReading {
  readonly fact: string;
  readonly definition: FactDefinition;
  /** The range read: occurrences with `after < at ≤ upTo`; no `after` is since ever. */
  readonly window: { readonly after?: EpochMs; readonly upTo: EpochMs };
  /** The occurrences used, ascending: those that decided where not all did, else the kept ones in the range; none of a formula. */
  readonly occurrences: readonly Occurrence[];
}

/**
 * Reads one fact at a moment: the value {@link readFacts} gives, or why there is none.
 *
 * @throws RangeError when the set has no such fact, `now` is no instant, or the tracks are of other definitions
 * @example
 * const facts = defineFacts({ lastOrderAt: { kind: "last", events: "orderPlaced", read: "at" } });
 * readFact(facts, undefined, "lastOrderAt", { now: 9 }).unknown; // => "never"
 */
export function readFact<S extends FactSchema>(
  set: FactSet<S>,
  tracks: Tracks | undefined,
  name: keyof S & string,
  { now }: ReadOptions,
): FactReading {
  const reader = requireReader(set, name);
  const { from: _, because: __, ...reading } = reader.read(requireTracks(set, tracks), requireNow(now));
  return { ...reading, ...moreOfTop(reader, name, reading) };
}

/** The value of one of the two facts more that a `top` reads, where it is asked for by its own name. */
const moreOfTop = (reader: FactReader, name: string, { top }: FactReading): { readonly value?: Json } =>
  name === reader.name || top === undefined ? {} : { value: name === reader.top?.count ? top.count : top.share };

/** The reader of a fact of the set. @throws RangeError where there is none */
export function requireReader(set: FactSet, name: string): FactReader {
  const reader = readerOf(name, (fact) => set.plan.readers.get(fact));
  if (reader) return reader;
  const hint = nearestName(name, Object.keys(set.definitions));
  throw new RangeError(`no fact is named ${JSON.stringify(name)}${hint ? `; is it ${JSON.stringify(hint)}?` : ""}`);
}

/**
 * Explains one fact at a moment: the value {@link readFacts} gives and the occurrences behind it, or why there is none.
 *
 * @throws RangeError when the set has no such fact, `now` is no instant, or the tracks are of other definitions
 * @example
 * const facts = defineFacts({ spentMinor: { kind: "sum", events: "orderPlaced", property: "amountMinor" } });
 * const order = (id, amountMinor) => ({ id, type: "orderPlaced", at: 5, ids: [], properties: { amountMinor }, source: "crm" });
 * const tracks = foldAll(facts, undefined, [order("o1", 1200), order("o2", "n/a")]);
 * const { value, counted, skipped, window } = explainFact(facts, tracks, "spentMinor", { now: 9 });
 * [value, counted, skipped, window]; // => [1200, 2, 1, { upTo: 9 }]
 */
export function explainFact<S extends FactSchema>(
  set: FactSet<S>,
  tracks: Tracks | undefined,
  name: keyof S & string,
  { now }: ReadOptions,
): FactExplanation {
  const reader = requireReader(set, name);
  const { from, because, ...rest } = reader.read(requireTracks(set, tracks), requireNow(now));
  const definition = set.definitions[reader.name] as FactDefinition;
  const withinMs = windowMsOf(definition);
  return {
    fact: name,
    definition,
    ...rest,
    ...moreOfTop(reader, name, rest),
    window: withinMs === undefined ? { upTo: now } : { after: now - withinMs, upTo: now },
    occurrences: because ?? (from ? occurrencesOf(from) : []),
  };
}

function occurrencesOf(from: Selection): readonly Occurrence[] {
  const occurrences: Occurrence[] = [];
  for (let i = from.start; i < from.end; i++) occurrences.push({ at: instantAt(from, i), hash: hashAt(from, i) });
  return occurrences;
}
