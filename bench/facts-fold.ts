/**
 * One event arrives: fold it into a person's tracks and read 30 facts, against scanning all of the person's events again
 * for the same 30 facts. Then the bytes a person costs as tracks and as events.
 */
import { DAY_MS, type Event, type Json, type JsonObject, localDate, parseDuration } from "@tributary/core";
import { defineFacts, type FactDefinition, type FactSet, foldAll, foldTracks, readFacts } from "@tributary/rules/facts";
import { growthExponent, print, race } from "./measure";

const NOW = Date.UTC(2026, 5, 1);
const SERIES = ["星愿", "星瑞", "博越", "缤越", "银河"];
const VIEWS = ["vehicleViewed", "configuratorSaved"];
const ZONE = "Asia/Shanghai";

/** The kinds that are timed. */
type Timed = Exclude<FactDefinition, { readonly kind: "sequence" | "dwell" | "decayed" | "formula" }>;

const count = (events: string | string[], more: object = {}): Timed => ({ kind: "count", events, ...more });

/** Twenty facts an ordinary blueprint has. */
const TWENTY: { readonly [name: string]: Timed } = {
  visits30d: count("storeVisited", { within: "30d" }),
  visits: count("storeVisited"),
  testDrives30d: count("testDriveCompleted", { within: "30d" }),
  views7d: count("vehicleViewed", { within: "7d" }),
  bigSeriesViews30d: count("vehicleViewed", { within: "30d", where: { series: "星愿" } }),
  quotes14d: count("quoteRequested", { within: "14d" }),
  orders: count("orderPlaced"),
  spentMinor: { kind: "sum", events: "orderPlaced", property: "amountMinor" },
  spentMinor90d: { kind: "sum", events: "orderPlaced", property: "amountMinor", within: "90d" },
  largestOrderMinor: { kind: "max", events: "orderPlaced", property: "amountMinor" },
  lastOrderAt: { kind: "last", events: "orderPlaced", read: "at" },
  firstVisitAt: { kind: "first", events: "storeVisited", read: "at" },
  daysSinceVisit: { kind: "since", events: "storeVisited" },
  daysSinceView: { kind: "since", events: "vehicleViewed" },
  lastDealer: { kind: "last", events: "storeVisited", property: "dealer" },
  favouriteSeries: { kind: "top", events: VIEWS, property: "series", within: "90d", keep: 256 },
  differentSeries: { kind: "distinct", events: VIEWS, property: "series", within: "30d" },
  articles30d: count(["articleRead", "articleShared"], { within: "30d" }),
  shares: count("articleShared"),
  city: { kind: "trait", property: "city" },
};

/** Ten more, so that a reading is thirty. */
const THIRTY: { readonly [name: string]: Timed } = {
  ...TWENTY,
  visits90d: count("storeVisited", { within: "90d" }),
  views30d: count("vehicleViewed", { within: "30d" }),
  saves7d: count("configuratorSaved", { within: "7d" }),
  averageOrderMinor: { kind: "avg", events: "orderPlaced", property: "amountMinor" },
  dearViews30d: count("vehicleViewed", { within: "30d", where: { priceMinor: { gte: 15_000_000 } } }),
  lastQuoteAt: { kind: "last", events: "quoteRequested", read: "at" },
  hoursSinceArticle: { kind: "since", events: "articleRead", unit: "hours" },
  differentDealers: { kind: "distinct", events: "storeVisited", property: "dealer", within: "90d" },
  callsAnswered7d: count("callAnswered", { within: "7d" }),
  viewsByDay: { kind: "daily", events: "vehicleViewed", keep: 30 },
};

const TYPES = [
  "storeVisited",
  "vehicleViewed",
  "vehicleViewed",
  "vehicleViewed",
  "configuratorSaved",
  "testDriveCompleted",
  "quoteRequested",
  "orderPlaced",
  "articleRead",
  "articleRead",
  "articleShared",
  "callAnswered",
  "traitsSet",
  "couponClaimed",
  "pageViewed",
  "pageViewed",
];

/** A seeded generator (mulberry32), so that every run has the same persons. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One person's events over a year and a half, ascending, with what a tracking SDK puts into them. */
function personEvents(size: number, seed: number): readonly Event[] {
  const roll = dice(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;
  const instants = Array.from({ length: size }, () => NOW - Math.floor(roll() * roll() * 540 * DAY_MS)).sort(
    (a, b) => a - b,
  );
  return instants.map((at, i) => ({
    id: `${seed}-${i}-${Math.floor(roll() * 1e9).toString(36)}`,
    type: pick(TYPES),
    at,
    ids: [
      { type: "phone", value: "+8613912345678" },
      { type: "openid", scope: "wx8f2c1d0e9b7a6543", value: `o6_bmj${seed}` },
    ],
    properties: {
      series: pick(SERIES),
      priceMinor: 9_000_000 + Math.floor(roll() * 120) * 100_000,
      amountMinor: 10_000 + Math.floor(roll() * 1_000_000),
      dealer: `dealer-${Math.floor(roll() * 4)}`,
      city: pick(["上海", "杭州", "宁波"]),
      page: "/series/xingyuan/configure?step=3",
    },
    source: "miniprogram",
  }));
}

type Rescan = (events: readonly Event[], now: number) => Json | undefined;

/** What one would write without tracks: filter the events, then reduce. Types, windows and filters are prepared once. */
function naive(fact: Timed): Rescan {
  if (fact.kind === "trait") return (events, now) => latestTrait(events, fact.property, now);
  const types = new Set([fact.events].flat());
  const withinMs = "within" in fact && fact.within !== undefined ? (parseDuration(fact.within) as number) : Infinity;
  const where = Object.entries(fact.where ?? {});
  const wanted = ({ type, at, properties }: Event, now: number): boolean =>
    types.has(type) &&
    at <= now &&
    now - at < withinMs &&
    where.every(([key, claim]) => claims(properties[key], claim));
  const reduce = reducer(fact);
  return (events, now) =>
    reduce(
      events.filter((event) => wanted(event, now)),
      now,
    );
}

const claims = (value: Json | undefined, claim: unknown): boolean =>
  typeof claim === "object" ? (value as number) >= (claim as { gte: number }).gte : value === claim;

function latestTrait(events: readonly Event[], property: string, now: number): Json | undefined {
  return events.filter(({ type, at }) => type === "traitsSet" && at <= now).at(-1)?.properties[property];
}

function reducer(fact: Exclude<Timed, { kind: "trait" }>): (found: readonly Event[], now: number) => Json | undefined {
  const value = ({ properties }: Event): Json => properties[("property" in fact && fact.property) || ""] as Json;
  const total = (found: readonly Event[]): number => found.reduce((sum, event) => sum + (value(event) as number), 0);
  const edge = (event: Event | undefined): Json | undefined =>
    event && ("read" in fact && fact.read === "at" ? event.at : value(event));
  switch (fact.kind) {
    case "count":
      return (found) => found.length;
    case "sum":
      return total;
    case "avg":
      return (found) => (found.length === 0 ? undefined : total(found) / found.length);
    case "min":
    case "max":
      return (found) =>
        found.length === 0
          ? undefined
          : (fact.kind === "min" ? Math.min : Math.max)(...found.map((event) => value(event) as number));
    case "first":
      return (found) => edge(found[0]);
    case "last":
      return (found) => edge(found.at(-1));
    case "since":
      return (found, now) => {
        const last = found.at(-1);
        return last && Math.floor((now - last.at) / (fact.unit === "hours" ? DAY_MS / 24 : DAY_MS));
      };
    case "distinct":
      return (found) => new Set(found.map(value)).size;
    case "top":
      return (found) => topOf(found.map(value));
    case "daily":
      return (found) => dailyOf(found, fact.keep ?? 64);
  }
}

function topOf(values: readonly Json[]): Json | undefined {
  const counts = new Map<Json, number>();
  for (const value of values) {
    const before = counts.get(value) ?? 0;
    counts.delete(value); // the most recent goes last
    counts.set(value, before + 1);
  }
  let best: readonly [Json, number] | undefined;
  for (const entry of counts) if (best === undefined || entry[1] >= best[1]) best = entry;
  return best?.[0];
}

function dailyOf(found: readonly Event[], keep: number): JsonObject {
  const days: { [date: string]: number } = {};
  for (const { at } of found) {
    const date = localDate(at, ZONE);
    days[date] = (days[date] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(days).slice(-keep));
}

const PERSONS = 40;

/** CPU microseconds to take one event in and read thirty facts, ours and the rescan's. */
async function measure(set: FactSet, rescans: readonly (readonly [string, Rescan])[], size: number) {
  const persons = Array.from({ length: PERSONS }, (_, seed) => {
    const events = personEvents(size, seed + 1);
    return { events, newest: events[size - 1] as Event, before: foldAll(set, undefined, events.slice(0, -1)) };
  });
  const ours = (): unknown[] =>
    persons.map(({ before, newest }) => readFacts(set, foldTracks(set, before, newest), { now: NOW }));
  const rescan = (): unknown[] =>
    persons.map(({ events }) => Object.fromEntries(rescans.map(([name, read]) => [name, read(events, NOW)])));
  compare(
    ours(),
    rescan(),
    rescans.map(([name]) => name),
  );
  const rounds = Math.ceil(40_000 / size);
  const repeat = (times: number, run: () => unknown) => (): void => {
    for (let i = 0; i < times; i++) run();
  };
  const times = await race(
    [
      { name: "ours", run: repeat(200, ours) },
      { name: "rescan", run: repeat(Math.ceil(rounds / 20), rescan) },
    ],
    7,
  );
  return {
    ours: ((times.get("ours") as number) * 1000) / (200 * PERSONS),
    theirs: ((times.get("rescan") as number) * 1000) / (Math.ceil(rounds / 20) * PERSONS),
  };
}

function compare(ours: readonly unknown[], theirs: readonly unknown[], names: readonly string[]): void {
  for (const [i, facts] of ours.entries()) {
    for (const name of names) {
      const [a, b] = [facts, theirs[i]].map((one) => JSON.stringify((one as JsonObject)[name]));
      if (a !== b) throw new Error(`person ${i}, ${name}: tracks say ${a}, a rescan says ${b}`);
    }
  }
}

/** Bytes that stay on the heap per copy of a value that has been to a store and back. */
function heapBytes(text: string): number {
  const copies = 20_000;
  const held: unknown[] = new Array(copies);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < copies; i++) held[i] = JSON.parse(text);
  globalThis.gc?.();
  return (process.memoryUsage().heapUsed - before) / held.length;
}

function measureBytes(): void {
  const set = defineFacts(TWENTY, { zone: ZONE });
  const persons = Array.from({ length: 200 }, (_, seed) => {
    const events = personEvents(30, seed + 1);
    return { events: JSON.stringify(events), tracks: JSON.stringify(foldAll(set, undefined, events)) };
  });
  const mean = (sizes: readonly number[]): number => sizes.reduce((a, b) => a + b, 0) / sizes.length;
  const utf8 = (part: "events" | "tracks"): number => mean(persons.map((person) => Buffer.byteLength(person[part])));
  const report = (what: string, ours: number, theirs: number): void =>
    print({
      bench: what,
      size: 30,
      ours,
      peer: "the same events as JSON",
      theirs,
      ratio: theirs / ours,
      unit: "bytes",
    });
  report("facts-row", utf8("tracks"), utf8("events"));
  if (globalThis.gc === undefined) return;
  const sample = persons.slice(0, 5);
  const heap = (part: "events" | "tracks"): number => mean(sample.map((person) => heapBytes(person[part])));
  report("facts-memory", heap("tracks"), heap("events"));
}

const set = defineFacts(THIRTY, { zone: ZONE });
const rescans = Object.entries(THIRTY).map(([name, fact]) => [name, naive(fact)] as const);
const points: { size: number; ours: number; theirs: number }[] = [];
for (const size of [50, 200, 1000]) {
  const { ours, theirs } = await measure(set, rescans, size);
  points.push({ size, ours, theirs });
  print({ bench: "facts-fold", size, ours, peer: "naive rescan", theirs, ratio: theirs / ours, unit: "µs" });
}
const exponent = (side: "ours" | "theirs"): number =>
  growthExponent(points.map((point) => ({ size: point.size, cost: point[side] })));
print({
  bench: "facts-fold-growth",
  size: 1000,
  ours: exponent("ours"),
  peer: "naive rescan",
  theirs: exponent("theirs"),
  ratio: exponent("theirs") / exponent("ours"),
  unit: "exponent",
});
measureBytes();
