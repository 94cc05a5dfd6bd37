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
import type { FactSchema } from "../condition/index";
import {
  type Comparison,
  type DailyFact,
  DEFAULT_KEEP,
  type DecayedFact,
  type DwellFact,
  type FactDefinition,
  type FactSet,
  type FactValues,
  type FormulaFact,
  type SequenceFact,
  type TopFact,
  type TraitFact,
  type Where,
} from "../facts/index";
import { rescanFormula } from "./rescan-formula";

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
export function rescanFacts<S extends FactSchema>(
  set: FactSet<S>,
  events: readonly Event[],
  { now }: { readonly now: EpochMs },
): FactValues<S> {
  const facts: { [name: string]: Json } = {};
  for (const [name, fact] of Object.entries(set.definitions)) {
    const value = rescan(fact, events, now, set.zone);
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
  for (const [name, fact] of Object.entries(set.definitions)) {
    const value = fact.kind === "formula" ? rescanFormula(fact.formula, facts, set.definitions) : undefined;
    if (value !== undefined) facts[name] = value;
  }
  return facts as FactValues<S>;
}

type RangedFact = Exclude<FactDefinition, TraitFact | SequenceFact | DwellFact | FormulaFact>;

function rescan(fact: FactDefinition, events: readonly Event[], now: EpochMs, zone: string): Json | undefined {
  switch (fact.kind) {
    case "formula":
      return undefined; // read once all others are
    case "trait":
      return rescanTrait(fact, events, now);
    case "sequence":
      return rescanSequence(fact, events, now);
    case "dwell":
      return rescanDwell(fact, events, now);
    default:
      return rescanFact(fact, events, now, zone);
  }
}

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
      if (fact.by === "day") return new Set(found.map(({ at }) => localDate(at, fact.zone ?? zone))).size;
      return new Set(values.filter(isScalar)).size;
    case "top":
      return rescanTop(
        found.map(({ at }, i) => ({ at, value: values[i], weight: fact.halfLife ? leftOf(fact, at, now) : 1 })),
      );
    case "daily":
      return rescanDaily(fact, found, fact.zone ?? zone, now);
    case "decayed":
      return rescanDecayed(fact, found, now);
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

interface Weighed {
  readonly at: EpochMs;
  readonly value: Json | undefined;
  readonly weight: number;
}

function rescanTop(found: readonly Weighed[]): Json | undefined {
  const usable = found.filter(({ value }) => isScalar(value));
  const ranked = [...new Set(usable.map(({ value }) => value))].map((value) => {
    const having = usable.filter((other) => other.value === value);
    const lastAt = Math.max(...having.map(({ at }) => at));
    return { value, count: having.length, weight: weightOf(having), lastAt, text: JSON.stringify(value) };
  });
  const whole = weightOf(ranked);
  ranked.sort((a, b) => b.weight - a.weight || b.lastAt - a.lastAt || (a.text < b.text ? -1 : 1));
  const [best] = ranked;
  return best && { top: best.value as Json, count: best.count, share: best.weight / whole };
}

const weightOf = (weighed: readonly { readonly weight: number }[]): number =>
  weighed.reduce((sum, { weight }) => sum + weight, 0);

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

/** Tries every way to pick one event per step. */
function rescanSequence(fact: SequenceFact, events: readonly Event[], now: EpochMs): boolean {
  const { steps, same } = fact;
  const [gap, total, window] = [fact.within, fact.withinTotal, fact.window].map((text) =>
    text === undefined ? Number.POSITIVE_INFINITY : (parseDuration(text) as number),
  ) as [number, number, number];
  const common = ({ properties }: Event): Json | undefined => (same === undefined ? 1 : lookUp(properties, same));
  const candidates = steps.map(({ events: types, where = {} }) =>
    matching(events, [types].flat(), where, now).filter(
      (event) => now - event.at < window && isScalar(common(event)) && common(event) !== "",
    ),
  );
  const goesOn = (picked: readonly Event[]): boolean => {
    const [first, before] = [picked[0], picked[picked.length - 1]];
    if (picked.length === steps.length) return (before as Event).at - (first as Event).at <= total;
    return (candidates[picked.length] as readonly Event[]).some((event) => {
      if (before === undefined) return goesOn([event]);
      const follows = event.at > before.at && event.at - before.at <= gap && common(event) === common(before);
      return follows && goesOn([...picked, event]);
    });
  };
  return goesOn([]);
}

/** Tells the story from its beginning, and remembers when the value last became another. */
function rescanDwell(fact: DwellFact, events: readonly Event[], now: EpochMs): EpochMs | undefined {
  let present: { readonly value: Json; readonly since: EpochMs } | undefined;
  for (const { at, properties } of matching(events, [fact.events].flat(), fact.where ?? {}, now)) {
    const value = lookUp(properties, fact.property);
    if (isScalar(value) && value !== present?.value) present = { value, since: at };
  }
  return fact.equals === undefined || fact.equals === present?.value ? present?.since : undefined;
}

function rescanDecayed(fact: DecayedFact, found: readonly Event[], now: EpochMs): number {
  let sum = 0;
  for (const { at, properties } of found) {
    const weight = fact.property === undefined ? 1 : lookUp(properties, fact.property);
    if (!isCountedNumber(weight)) continue;
    sum += weight * leftOf(fact, at, now);
  }
  const rounded = Math.round(sum * 1e9) / 1e9;
  return rounded === 0 ? 0 : rounded;
}

function leftOf(fact: Pick<TopFact, "halfLife" | "step">, at: EpochMs, now: EpochMs): number {
  const [halfLife, step] = [fact.halfLife ?? "", fact.step ?? "1d"].map((text) => parseDuration(text) as number) as [
    number,
    number,
  ];
  const age = Math.floor((now - at) / step) * step;
  const halvings = Math.floor(age / halfLife);
  const fraction = Math.round(0.5 ** ((age % halfLife) / halfLife) * 2 ** 40);
  return halvings < 40 ? fraction / 2 ** (40 + halvings) : 0;
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
