import {
  DAY_MS,
  type EpochMs,
  type Event,
  HOUR_MS,
  hash53,
  type Json,
  type JsonObject,
  localDate,
  localDay,
  MINUTE_MS,
  parseDuration,
} from "@tributary/core";
import {
  type Comparison,
  type DailyFact,
  DEFAULT_KEEP,
  type FactDefinition,
  type FactSet,
  type FactValues,
  type TraitFact,
  type Where,
} from "../facts/index";

/**
 * Reads facts the slow and obvious way: by looking at every event again. What tracks are held against.
 *
 * It shares no code with tracks and knows no bound: it always has an answer.
 *
 * @param events a person's events in any order, each id once
 * @example
 * const facts = defineFacts({ visits: { kind: "count", events: "storeVisited" } });
 * const visit = { id: "e1", type: "storeVisited", at: 5, ids: [], properties: {}, source: "crm" };
 * rescanFacts(facts, [visit], { now: 5 }); // => { visits: 1 }
 */
export function rescanFacts<Names extends string>(
  set: FactSet<Names>,
  events: readonly Event[],
  { now }: { readonly now: EpochMs },
): FactValues<Names> {
  const facts: { [name: string]: Json } = {};
  for (const [name, fact] of Object.entries(set.definitions)) {
    const value = fact.kind === "trait" ? rescanTrait(fact, events, now) : rescanFact(fact, events, now, set.zone);
    if (value === undefined) continue;
    if (fact.kind !== "top") {
      facts[name] = value;
      continue;
    }
    const { top, count, share } = value as { top: Json; count: number; share: number };
    facts[name] = top;
    facts[`${name}Count`] = count;
    facts[`${name}Share`] = share;
  }
  return facts as FactValues<Names>;
}

type RangedFact = Exclude<FactDefinition, TraitFact>;

/** Events of these types by `now` that satisfy the filter, ascending by instant, then by hash of their id. */
function matching(events: readonly Event[], types: readonly string[], where: Where, now: EpochMs): readonly Event[] {
  const satisfies = ({ properties }: Event): boolean =>
    Object.entries(where).every(([path, wanted]) => holds(lookUp(properties, path), wanted));
  return events
    .filter((event) => types.includes(event.type) && event.at <= now && satisfies(event))
    .sort((a, b) => a.at - b.at || hash53(a.id) - hash53(b.id));
}

function rescanFact(fact: RangedFact, events: readonly Event[], now: EpochMs, zone: string): Json | undefined {
  const withinMs = "within" in fact && fact.within !== undefined ? parseDuration(fact.within) : undefined;
  const inWindow = matching(events, [fact.events].flat(), fact.where ?? {}, now).filter(
    ({ at }) => withinMs === undefined || now - at < withinMs,
  );
  const bounded = fact.kind === "distinct" || fact.kind === "top";
  const keepIfLifetime = bounded && withinMs === undefined ? (fact.keep ?? DEFAULT_KEEP) : undefined;
  const last = ("last" in fact ? fact.last : undefined) ?? keepIfLifetime;
  const found = last === undefined ? inWindow : inWindow.slice(-last);
  const values = "property" in fact ? found.map(({ properties }) => lookUp(properties, fact.property as string)) : [];
  switch (fact.kind) {
    case "count":
      return found.length;
    case "sum":
    case "avg":
    case "min":
    case "max":
      return rescanNumber(fact.kind, values.filter(isCountedNumber));
    case "first":
    case "last": {
      const present =
        fact.read === "at" ? found.map(({ at }) => at) : values.filter((value) => (value ?? null) !== null);
      return fact.kind === "first" ? present[0] : present[present.length - 1];
    }
    case "since": {
      const at = (fact.of === "first" ? found[0] : found[found.length - 1])?.at;
      const unitMs = { days: DAY_MS, hours: HOUR_MS, minutes: MINUTE_MS }[fact.unit ?? "days"];
      return at === undefined ? undefined : Math.floor((now - at) / unitMs);
    }
    case "distinct":
      return new Set(values.filter(isScalar)).size;
    case "top":
      return rescanTop(found.map(({ at }, i) => ({ at, value: values[i] })));
    case "daily":
      return rescanDaily(fact, found, fact.zone ?? zone, now);
  }
}

const isScalar = (value: Json | undefined): value is string | number | boolean =>
  value !== undefined && value !== null && typeof value !== "object";

const isCountedNumber = (value: Json | undefined): value is number =>
  typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER;

function rescanNumber(kind: "sum" | "avg" | "min" | "max", numbers: readonly number[]): number | undefined {
  if (kind === "sum") return decimalSum(numbers);
  if (numbers.length === 0) return undefined;
  if (kind === "avg") return decimalSum(numbers) / numbers.length;
  return kind === "min" ? Math.min(...numbers) : Math.max(...numbers);
}

/** Sums in integers of any size, each number rounded to six decimals. */
function decimalSum(numbers: readonly number[]): number {
  let millionths = 0n;
  for (const number of numbers) {
    const size = Math.abs(number);
    const part = BigInt(Math.trunc(size)) * 1_000_000n + BigInt(Math.round((size - Math.trunc(size)) * 1e6));
    millionths += number < 0 ? -part : part;
  }
  const digits = String(millionths < 0n ? -millionths : millionths).padStart(7, "0");
  const size = Number(`${digits.slice(0, -6)}.${digits.slice(-6)}`);
  return millionths < 0n ? -size : size;
}

function rescanTop(found: readonly { readonly at: EpochMs; readonly value: Json | undefined }[]): Json | undefined {
  const usable = found.filter(({ value }) => isScalar(value));
  const ranked = [...new Set(usable.map(({ value }) => value))].map((value) => {
    const instants = usable.filter((other) => other.value === value).map(({ at }) => at);
    return { value, count: instants.length, lastAt: Math.max(...instants), text: JSON.stringify(value) };
  });
  ranked.sort((a, b) => b.count - a.count || b.lastAt - a.lastAt || (a.text < b.text ? -1 : 1));
  const [best] = ranked;
  return best && { top: best.value as Json, count: best.count, share: best.count / usable.length };
}

function rescanDaily(fact: DailyFact, found: readonly Event[], zone: string, now: EpochMs): Json {
  const { keep = DEFAULT_KEEP, withinDays } = fact;
  const age = ({ at }: Event): number => localDay(now, zone) - localDay(at, zone);
  const inRange = found.filter((event) => withinDays === undefined || age(event) < withinDays);
  const dates = inRange.map(({ at }) => localDate(at, zone)).sort();
  const recent = [...new Set(dates)].slice(withinDays === undefined ? -keep : 0);
  return Object.fromEntries(recent.map((date) => [date, dates.filter((other) => other === date).length]));
}

function rescanTrait({ property }: TraitFact, events: readonly Event[], now: EpochMs): Json | undefined {
  const latest = matching(events, ["traitsSet"], { [property]: { exists: true } }, now).slice(-1)[0];
  const value = latest && lookUp(latest.properties, property);
  if (value !== undefined && value !== null) return value;
  const once = matching(events, ["traitsSetOnce"], { [property]: { exists: true, ne: null } }, now);
  const first = once.find(({ at }) => latest === undefined || at >= latest.at);
  return first && lookUp(first.properties, property);
}

function lookUp(properties: JsonObject, path: string): Json | undefined {
  let value: Json | undefined = properties;
  for (const key of path.split(".")) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}

function holds(value: Json | undefined, wanted: Where[string]): boolean {
  if (wanted === null || typeof wanted !== "object") return value === wanted;
  const { eq, ne, gt, gte, lt, lte, exists, in: among } = wanted as Comparison;
  const number = typeof value === "number" ? value : Number.NaN;
  return (
    (eq === undefined || value === eq) &&
    (ne === undefined || (value !== undefined && value !== ne)) &&
    (gt === undefined || number > gt) &&
    (gte === undefined || number >= gte) &&
    (lt === undefined || number < lt) &&
    (lte === undefined || number <= lte) &&
    (among === undefined || among.some((one) => one === value)) &&
    (exists === undefined || (value !== undefined) === exists)
  );
}
