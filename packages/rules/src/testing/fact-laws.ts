import type { EpochMs, Event, Json } from "@tributary/core";
import { type Law, law } from "@tributary/core/testing";
import * as fc from "fast-check";
import { isBound } from "../condition/index";
import {
  DEFAULT_KEEP,
  emptyTracks,
  explainFact,
  type FactDefinition,
  type FactSet,
  foldAll,
  foldTracks,
  mergeTracks,
  readFacts,
  type Tracks,
} from "../facts/index";
import { arbitraryFactEvents, arbitraryMoments } from "./fact-arbitraries";
import { operandsOf } from "./operands-of";
import { rescanFacts } from "./rescan-facts";

/**
 * The laws of facts, to run on a host's own definitions: order, repetition and batching mean nothing; merging is
 * commutative and associative with an identity; leaves regroup as if refolded; and a fact is what a rescan of all events
 * gives, at every moment, or says that it is at its bound.
 *
 * @param set the compiled definitions
 * @example
 * const facts = defineFacts({ visits: { kind: "count", events: "storeVisited", within: "30d" } });
 * factLaws(facts).forEach(({ check }) => check({ numRuns: 20 })); // => undefined
 */
export const factLaws = (set: FactSet): readonly Law[] => [
  ...foldingLaws(set),
  ...mergingLaws(set),
  ...readingLaws(set),
];

const bytes = (value: unknown): string => JSON.stringify(value);

function same(actual: unknown, expected: unknown, what: string): void {
  if (bytes(actual) !== bytes(expected))
    throw new Error(`${what}\n  got      ${bytes(actual)}\n  expected ${bytes(expected)}`);
}

function foldingLaws(set: FactSet): readonly Law[] {
  const events = arbitraryFactEvents(set);
  const shuffled = events.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length })),
  );
  const repeated = events.chain((list) =>
    fc.tuple(
      fc.constant(list),
      list.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...list), { maxLength: 9 }),
    ),
  );
  return [
    law(
      "events in any order fold to the same bytes",
      fc.property(shuffled, ([list, other]) =>
        same(foldAll(set, undefined, other), foldAll(set, undefined, list), "order"),
      ),
    ),
    law(
      "events one by one, in batches or all at once fold to the same bytes",
      fc.property(events, fc.integer({ min: 1, max: 7 }), (list, size) => {
        const whole = foldAll(set, undefined, list);
        same(
          list.reduce<Tracks>((tracks, event) => foldTracks(set, tracks, event), emptyTracks(set)),
          whole,
          "one by one",
        );
        same(
          batches(list, size).reduce<Tracks>((tracks, batch) => foldAll(set, tracks, batch), emptyTracks(set)),
          whole,
          "batches",
        );
      }),
    ),
    law(
      "repeated events, each id taken once, fold to the same bytes",
      fc.property(repeated, ([list, again]) => {
        const once = new Map([...again, ...list, ...again].map((event) => [event.id, event]));
        same(foldAll(set, undefined, once.values()), foldAll(set, undefined, list), "repetition");
      }),
    ),
    law(
      "tracks are plain JSON, and nothing that came in is changed",
      fc.property(events, events, (list, later) => {
        const tracks = freeze(foldAll(set, undefined, freeze(list)));
        const stored = JSON.parse(bytes(tracks)) as Tracks;
        const more = later.map((event) => ({ ...event, id: `later-${event.id}` }));
        same(foldAll(set, tracks, more), foldAll(set, stored, more), "folding on after a rest in a store");
        same(
          mergeTracks(set, tracks, foldAll(set, undefined, more)),
          foldAll(set, stored, more),
          "merging frozen tracks",
        );
      }),
    ),
  ];
}

function mergingLaws(set: FactSet): readonly Law[] {
  const marked = fc
    .array(fc.nat({ max: 3 }), { minLength: 24, maxLength: 24 })
    .chain((leaves) =>
      arbitraryFactEvents(set).map((events) => events.map((event, i) => ({ event, leaf: leaves[i] ?? 0 }))),
    );
  const tracksOfLeaf = (list: readonly { readonly event: Event; readonly leaf: number }[], leaf: number): Tracks =>
    foldAll(
      set,
      undefined,
      list.filter((one) => one.leaf === leaf).map(({ event }) => event),
    );
  const merge = (a: Tracks, b: Tracks): Tracks => mergeTracks(set, a, b);
  return [
    law(
      "merging is commutative and associative, with the empty tracks as identity",
      fc.property(marked, (list) => {
        const [a, b, c] = [tracksOfLeaf(list, 0), tracksOfLeaf(list, 1), tracksOfLeaf(list, 2)];
        same(merge(a, b), merge(b, a), "commutative");
        same(merge(merge(a, b), c), merge(a, merge(b, c)), "associative");
        same([merge(a, emptyTracks(set)), mergeTracks(set, undefined, a)], [a, a], "identity");
      }),
    ),
    law(
      "leaves grouped anyhow read as if their events were folded from scratch",
      fc.property(marked, fc.subarray([0, 1, 2, 3]), (list, group) => {
        const together = list.filter(({ leaf }) => group.includes(leaf)).map(({ event }) => event);
        const merged = group.map((leaf) => tracksOfLeaf(list, leaf)).reduce(merge, emptyTracks(set));
        same(merged, foldAll(set, undefined, together), `leaves ${group.join(", ")}`);
      }),
    ),
  ];
}

function readingLaws(set: FactSet): readonly Law[] {
  const events = arbitraryFactEvents(set);
  const world = events.chain((list) => fc.tuple(fc.constant(list), arbitraryMoments(set, list)));
  return [
    law(
      "every fact is what a rescan gives at every moment, or is at its bound and says so",
      fc.property(world, ([list, moments]) => {
        const tracks = foldAll(set, undefined, list);
        for (const now of moments) checkMoment(set, list, tracks, now);
      }),
    ),
  ];
}

function checkMoment(set: FactSet, events: readonly Event[], tracks: Tracks, now: EpochMs): void {
  const facts = readFacts(set, tracks, { now });
  const beyond = Object.keys(set.definitions).filter(
    (name) => explainFact(set, tracks, name, { now }).unknown === "bound",
  );
  same(
    Object.keys(set.definitions).filter((name) => isBound(facts, name)),
    beyond,
    `listed as at their bound at ${now}`,
  );
  const rescanned = rescanFacts(set, events, { now });
  for (const [name, fact] of Object.entries(set.definitions)) {
    const place = `${name} at ${now}`;
    const { value, unknown, saturated, top } = explainFact(set, tracks, name, { now });
    same(facts[name], value, `explained and read differ: ${place}`);
    const bound = unknown === "bound" || saturated === true;
    if (bound && fits(fact, events, set)) throw new Error(`says it is at its bound with nothing let go: ${place}`);
    if (unknown === "bound") continue;
    if (saturated !== true) same(facts[name], rescanned[name], place);
    else if ((value as number) > (rescanned[name] as number)) throw new Error(`counts too many: ${place}`);
    if (top) {
      const extra = [`${name}Count`, `${name}Share`].map((key) => [facts[key], rescanned[key]]);
      same(
        extra.map(([read]) => read as Json),
        extra.map(([, slow]) => slow as Json),
        place,
      );
    }
  }
}

/** Whether all events of a fact are surely kept. */
function fits(fact: FactDefinition, events: readonly Event[], set: FactSet): boolean {
  if (fact.kind === "formula") return operandsOf(fact, set).every((operand) => fits(operand, events, set));
  const sources = fact.kind === "sequence" ? fact.steps : fact.kind === "trait" ? TRAIT_SOURCES : [fact];
  const types = sources.flatMap((source) => source.events);
  return events.filter(({ type }) => types.includes(type)).length <= (fact.keep ?? DEFAULT_KEEP);
}

const TRAIT_SOURCES = [{ events: ["traitsSet", "traitsSetOnce"] }];

const batches = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

/** Freezes to the bottom, so that any change throws. */
function freeze<T>(value: T): T {
  if (value !== null && typeof value === "object" && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}
