import { DAY_MS, type EpochMs, type Event, type Json, type JsonObject, parseDuration } from "@tributary/core";
import * as fc from "fast-check";
import type { Comparison, FactSet } from "../facts/index";

/** The moment generated events lie around. */
const AROUND: EpochMs = Date.UTC(2026, 2, 8, 7);

/** The members of definitions that are durations. */
const DURATIONS: ReadonlySet<string> = new Set(["within", "withinTotal", "window", "halfLife", "step"]);

/** The windows of a fact set in milliseconds, ascending; `0` stands for the event's own instant. */
function windowsOf(set: FactSet): readonly number[] {
  const windows = Object.values(set.definitions).flatMap((fact) =>
    Object.entries(fact).map(([member, text]) => (DURATIONS.has(member) ? (parseDuration(String(text)) ?? 0) : 0)),
  );
  return [...new Set([0, ...windows])].sort((a, b) => a - b);
}

const oneOff: fc.Arbitrary<number> = fc.constantFrom(-1, 0, 1);

/**
 * Events that fact definitions care about: their types and a stranger's, property values at and around every value a
 * filter names, dirt among them, instants at and around every window's edge. A run draws on few types and few instants,
 * so that bounds are passed and many events share an instant. Ids are distinct.
 *
 * @param maxLength how many events at most
 * @example
 * const facts = defineFacts({ visits: { kind: "count", events: "storeVisited" } });
 * fc.assert(fc.property(arbitraryFactEvents(facts, 5), (events) => {
 *   return events.length <= 5 && new Set(events.map(({ id }) => id)).size === events.length;
 * })); // => undefined
 */
export function arbitraryFactEvents(set: FactSet, maxLength = 24): fc.Arbitrary<readonly Event[]> {
  const types = fc.uniqueArray(fc.constantFrom(...set.events, "somethingElse"), { minLength: 1, maxLength: 4 });
  const instants = fc.uniqueArray(arbitraryInstant(set), { minLength: 1, maxLength: 8 });
  const properties = arbitraryProperties(set);
  return fc.tuple(types, instants).chain(([someTypes, someInstants]) => {
    const event = fc.record({
      type: fc.constantFrom(...someTypes),
      at: fc.constantFrom(...someInstants),
      properties,
      salt: fc.nat({ max: 1e6 }),
    });
    return fc.array(event, { maxLength, size: "max" }).map((events) =>
      events.map(({ salt, ...rest }, i) => ({
        ...rest,
        id: `${salt}-${i}`,
        ids: [{ type: "phone", value: "+8613912345678" }],
        source: "law",
      })),
    );
  });
}

function arbitraryInstant(set: FactSet): fc.Arbitrary<EpochMs> {
  const windows = windowsOf(set);
  const longest = Math.max(3 * DAY_MS, ...windows);
  return fc.oneof(
    fc
      .tuple(fc.constantFrom(...windows), fc.integer({ min: 0, max: 2 }), oneOff)
      .map(([w, n, d]) => AROUND - n * w + d),
    fc.integer({ min: AROUND - 2 * longest, max: AROUND + longest }),
  );
}

/**
 * Moments at which facts of these events can change, and the milliseconds beside them.
 *
 * @example
 * const facts = defineFacts({ visits: { kind: "count", events: "storeVisited", within: "30d" } });
 * const visit = { id: "e1", type: "storeVisited", at: 0, ids: [], properties: {}, source: "crm" };
 * const tracks = foldTracks(facts, undefined, visit);
 * fc.assert(fc.property(arbitraryMoments(facts, [visit]), (moments) =>
 *   moments.every((now) => readFacts(facts, tracks, { now }).visits === (now >= 0 && now < 30 * DAY_MS ? 1 : 0)),
 * )); // => undefined
 */
export function arbitraryMoments(set: FactSet, events: readonly Event[]): fc.Arbitrary<readonly EpochMs[]> {
  const instants = [AROUND, ...events.map(({ at }) => at)];
  const moment = fc
    .tuple(fc.constantFrom(...instants), fc.constantFrom(...windowsOf(set)), oneOff)
    .map(([at, window, off]) => at + window + off);
  return fc.array(moment, { minLength: 1, maxLength: 12 });
}

const DIRT: readonly Json[] = [
  null,
  true,
  "7",
  "",
  0,
  -0,
  0.1,
  -2.5,
  1e300,
  2 ** 53,
  ["list"],
  { inner: 1 },
  "星愿",
  "b",
];

function arbitraryProperties(set: FactSet): fc.Arbitrary<JsonObject> {
  const wanted = new Map<string, Set<Json>>();
  const note = (path: string, values: readonly Json[]): void => {
    wanted.set(path, new Set([...(wanted.get(path) ?? []), ...values]));
  };
  for (const fact of Object.values(set.definitions)) {
    if ("property" in fact && fact.property !== undefined) note(fact.property, [120, 99.99, -1, "a", "b"]);
    if (fact.kind === "sequence" && fact.same !== undefined) note(fact.same, ["a", "b"]);
    if (fact.kind === "dwell" && fact.equals !== undefined) note(fact.property, [fact.equals]);
    const sources = fact.kind === "sequence" ? fact.steps : "where" in fact ? [fact] : [];
    for (const { where = {} } of sources) {
      for (const [path, claim] of Object.entries(where)) note(path, namedBy(claim));
    }
  }
  const value = (values: ReadonlySet<Json>): fc.Arbitrary<Json | undefined> =>
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...values, undefined) }, fc.constantFrom(...DIRT));
  const entries = [...wanted].map(([path, values]) => value(values).map((one) => [path, one] as const));
  return fc.tuple(...entries).map((pairs) => nest(pairs));
}

/** Every value a filter names, and the numbers beside it. */
function namedBy(claim: Json | Comparison): readonly Json[] {
  const named = claim !== null && typeof claim === "object" ? Object.values(claim as Comparison).flat() : [claim];
  return named.flatMap((one) => (typeof one === "number" ? [one - 1, one, one + 1] : [one as Json]));
}

/** Builds an object from dotted paths; a path through a value that is no object is left out. */
function nest(pairs: readonly (readonly [string, Json | undefined])[]): JsonObject {
  const root: { [key: string]: Json } = {};
  for (const [path, value] of pairs) {
    if (value === undefined) continue;
    const keys = path.split(".");
    let place: { [key: string]: Json } | undefined = root;
    for (const key of keys.slice(0, -1)) {
      const inner: Json = Object.hasOwn(place, key) ? (place[key] as Json) : {};
      if (inner === null || typeof inner !== "object" || Array.isArray(inner)) {
        place = undefined;
        break;
      }
      place[key] = { ...inner };
      place = place[key] as { [key: string]: Json };
    }
    if (place) place[keys[keys.length - 1] as string] = value;
  }
  return root;
}
