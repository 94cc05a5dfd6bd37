import { type EpochMs, parseDuration } from "@tributary/core";
import {
  DEFAULT_KEEP,
  type EdgeFact,
  type SequenceFact,
  type SinceFact,
  type TrackedFact,
  type TraitFact,
} from "./definition";
import { nextDayAt, nextFirstAt } from "./next-reading";
import type { CompiledTrack } from "./plan";
import { readDaily } from "./read-daily";
import { nextStepAt, readDecayed } from "./read-decayed";
import { readDwell } from "./read-dwell";
import { readCount, readLifetimeCount, readLifetimeNumber, readNumber } from "./read-number";
import { type Ask, readFirst, readLast, readLifetimeFirst, SINCE_UNIT_MS } from "./read-occurrence";
import { readDistinct, readDistinctDays, readTop } from "./read-values";
import type { Read } from "./reading";
import type { Selection } from "./selection";
import { isLifetime } from "./track-layout";

/** What is read from one selection of one track. */
type RangedFact = Exclude<TrackedFact, TraitFact | SequenceFact>;

/** How a selection is read, and when it reads otherwise though no other selection would be made. */
export interface RangedReader {
  readonly read: Read;
  readonly nextAt?: (selection: Selection, now: EpochMs) => EpochMs | undefined;
}

/** Compiles how a fact reads what it selects from its track. */
export function compileRead(fact: RangedFact, { layout }: CompiledTrack, zone: string): RangedReader {
  switch (fact.kind) {
    case "count":
      return { read: fact.within === undefined ? readLifetimeCount : readCount };
    case "sum":
    case "min":
    case "max":
    case "avg": {
      const column = layout.numbers.indexOf(fact.property);
      if (!isLifetime(fact)) return { read: readNumber(fact.kind, column) };
      return { read: readLifetimeNumber(fact.kind, column, layout.totals.indexOf(fact.property)) };
    }
    case "first":
    case "last":
      return compileEdge(fact, layout);
    case "since": {
      const { read, nextAt } = compileEdge(fact, layout);
      const unitMs = SINCE_UNIT_MS[fact.unit ?? "days"];
      return { read, nextAt: (selection, now) => nextAt?.(selection, now) ?? nextUnitAt(read, selection, unitMs, now) };
    }
    case "distinct":
      if (fact.by === "day") return { read: readDistinctDays(fact.zone ?? zone) };
      return { read: readDistinct(layout.values.indexOf(fact.property ?? "")) };
    case "top":
      return { read: readTop(layout.values.indexOf(fact.property)) };
    case "daily": {
      const zoneIndex = layout.zones.indexOf(fact.zone ?? zone);
      const { keep = DEFAULT_KEEP, withinDays } = fact;
      const nextAt = (selection: Selection, now: EpochMs) => nextDayAt(selection, { zoneIndex, withinDays }, now);
      return { read: readDaily(zoneIndex, keep, withinDays), nextAt };
    }
    case "dwell":
      return { read: readDwell(layout.values.indexOf(fact.property), fact.equals) };
    case "decayed": {
      const { property, halfLife, step = "1d" } = fact;
      const column = property === undefined ? undefined : layout.numbers.indexOf(property);
      const [halfLifeMs, stepMs] = [halfLife, step].map(parseDuration) as [number, number];
      const nextAt = (selection: Selection, now: EpochMs) => nextStepAt(selection, stepMs, now);
      return { read: readDecayed({ column, halfLifeMs, stepMs }), nextAt };
    }
  }
}

function compileEdge(fact: EdgeFact | SinceFact, { values, firsts }: CompiledTrack["layout"]): RangedReader {
  const property = fact.kind !== "since" && fact.read !== "at" ? fact.property : undefined;
  const ask = askOf(fact, property === undefined ? -1 : values.indexOf(property));
  const first = fact.kind === "first" || (fact.kind === "since" && fact.of === "first");
  if (!first) return { read: readLast(ask) };
  if (fact.within !== undefined) return { read: readFirst(ask) };
  const index = firsts.indexOf(property ?? "");
  return { read: readLifetimeFirst(ask, index), nextAt: (selection, now) => nextFirstAt(selection, index, now) };
}

function askOf(fact: EdgeFact | SinceFact, column: number): Ask {
  if (fact.kind === "since") return { sinceMs: SINCE_UNIT_MS[fact.unit ?? "days"] };
  return fact.read === "at" ? "at" : { column };
}

/** When one more whole unit has passed since the occurrence that a `since` is read from. */
function nextUnitAt(read: Read, selection: Selection, unitMs: number, now: EpochMs): EpochMs | undefined {
  const { value, because } = read(selection, now);
  const at = because?.[0]?.at;
  return at === undefined ? undefined : at + ((value as number) + 1) * unitMs;
}
