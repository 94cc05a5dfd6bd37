import { type EpochMs, parseDuration } from "@tributary/core";
import { DEFAULT_KEEP, type EdgeFact, type FactDefinition, type SinceFact } from "./definition";
import type { CompiledTrack } from "./plan";
import { readDaily } from "./read-daily";
import { readCount, readLifetimeCount, readLifetimeNumber, readNumber } from "./read-number";
import { type Ask, readFirst, readLast, readLifetimeFirst, SINCE_UNIT_MS } from "./read-occurrence";
import { readTrait } from "./read-trait";
import { readDistinct, readTop } from "./read-values";
import type { Read, Reading } from "./reading";
import { type Range, select } from "./selection";
import { isLifetime } from "./track-layout";
import type { Tracks } from "./tracks";

/** Reads one fact from a person's tracks at a moment. */
export type ReadFact = (tracks: Tracks, now: EpochMs) => Reading;

/** Compiles the reader of one checked definition. */
export function compileReader(fact: FactDefinition, tracks: readonly CompiledTrack[], zone: string): ReadFact {
  const [track, once] = tracks as readonly [CompiledTrack, CompiledTrack];
  if (fact.kind === "trait") {
    const [setColumn, onceColumn] = [track, once].map(({ layout }) => layout.values.indexOf(fact.property));
    const onceFirst = once.layout.firsts.indexOf(fact.property);
    const trait = { set: track, once, setColumn, onceColumn, onceFirst } as Parameters<typeof readTrait>[0];
    return (folded, now) => readTrait(trait, folded, now);
  }
  const range = rangeOf(fact);
  const read = compileRead(fact, track, zone);
  return (folded, now) => read(select(track, folded[track.index] ?? 0, range, now), now);
}

type RangedFact = Exclude<FactDefinition, { readonly kind: "trait" }>;

/** The window of a definition in milliseconds, where it has one. */
export const withinMsOf = (fact: FactDefinition): number | undefined =>
  "within" in fact && fact.within !== undefined ? parseDuration(fact.within) : undefined;

function rangeOf(fact: RangedFact): Range {
  const withinMs = withinMsOf(fact);
  const last = "last" in fact ? fact.last : undefined;
  const bounded = (fact.kind === "distinct" || fact.kind === "top") && isLifetime(fact);
  return { withinMs, last: bounded ? (fact.keep ?? DEFAULT_KEEP) : last };
}

function compileRead(fact: RangedFact, { layout }: CompiledTrack, zone: string): Read {
  switch (fact.kind) {
    case "count":
      return fact.within === undefined ? readLifetimeCount : readCount;
    case "sum":
    case "min":
    case "max":
    case "avg": {
      const column = layout.numbers.indexOf(fact.property);
      if (!isLifetime(fact)) return readNumber(fact.kind, column);
      return readLifetimeNumber(fact.kind, column, layout.totals.indexOf(fact.property));
    }
    case "first":
    case "last":
    case "since":
      return compileEdge(fact, layout);
    case "distinct":
      return readDistinct(layout.values.indexOf(fact.property));
    case "top":
      return readTop(layout.values.indexOf(fact.property));
    case "daily":
      return readDaily(layout.zones.indexOf(fact.zone ?? zone), fact.keep ?? DEFAULT_KEEP, fact.withinDays);
  }
}

function compileEdge(fact: EdgeFact | SinceFact, { values, firsts }: CompiledTrack["layout"]): Read {
  const property = fact.kind !== "since" && fact.read !== "at" ? fact.property : undefined;
  const ask = askOf(fact, property === undefined ? -1 : values.indexOf(property));
  const first = fact.kind === "first" || (fact.kind === "since" && fact.of === "first");
  if (!first) return readLast(ask);
  return fact.within === undefined ? readLifetimeFirst(ask, firsts.indexOf(property ?? "")) : readFirst(ask);
}

function askOf(fact: EdgeFact | SinceFact, column: number): Ask {
  if (fact.kind === "since") return { sinceMs: SINCE_UNIT_MS[fact.unit ?? "days"] };
  return fact.read === "at" ? "at" : { column };
}
