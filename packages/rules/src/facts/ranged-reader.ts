import { type EpochMs, parseDuration } from "@tributary/core";
import {
  DEFAULT_KEEP,
  type DecayedFact,
  type EdgeFact,
  type SequenceFact,
  type SinceFact,
  type TrackedFact,
  type TraitFact,
} from "./definition";
import { earliest, nextDayAt, nextFirstAt } from "./next-reading";
import type { CompiledTrack } from "./plan";
import { readDaily } from "./read-daily";
import { type Fade, nextStepAt, readDecayed } from "./read-decayed";
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
  /** Of a `since`: when it passes one of some values. */
  readonly nextPast?: (selection: Selection, now: EpochMs, values: readonly number[]) => EpochMs | undefined;
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
    case "since":
      return compileSince(fact, layout);
    case "distinct":
      if (fact.by === "day") return { read: readDistinctDays(fact.zone ?? zone) };
      return { read: readDistinct(layout.values.indexOf(fact.property ?? "")) };
    case "top": {
      const fade = fact.halfLife === undefined ? undefined : fadeOf({ ...fact, halfLife: fact.halfLife });
      const read = readTop(layout.values.indexOf(fact.property), fade);
      return fade === undefined ? { read } : { read, nextAt: nextStep(fade) };
    }
    case "daily": {
      const zoneIndex = layout.zones.indexOf(fact.zone ?? zone);
      const { keep = DEFAULT_KEEP, withinDays } = fact;
      const nextAt = (selection: Selection, now: EpochMs) => nextDayAt(selection, { zoneIndex, withinDays }, now);
      return { read: readDaily(zoneIndex, keep, withinDays), nextAt };
    }
    case "dwell":
      return { read: readDwell(layout.values.indexOf(fact.property), fact.equals) };
    case "decayed": {
      const column = fact.property === undefined ? undefined : layout.numbers.indexOf(fact.property);
      const fade = fadeOf(fact);
      return { read: readDecayed(column, fade), nextAt: nextStep(fade) };
    }
  }
}

const fadeOf = ({ halfLife, step = "1d" }: Pick<DecayedFact, "halfLife" | "step">): Fade => ({
  halfLifeMs: parseDuration(halfLife) as number,
  stepMs: parseDuration(step) as number,
});

const nextStep =
  ({ stepMs }: Fade): NonNullable<RangedReader["nextAt"]> =>
  (selection, now) =>
    nextStepAt(selection, stepMs, now);

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

function compileSince(fact: SinceFact, layout: CompiledTrack["layout"]): RangedReader {
  const { read, nextAt: nextEdgeAt } = compileEdge(fact, layout);
  const unitMs = SINCE_UNIT_MS[fact.unit ?? "days"];
  const whenUnits: NonNullable<RangedReader["nextPast"]> = (selection, now, units) => {
    const at = read(selection, now).because?.[0]?.at;
    if (at === undefined) return nextEdgeAt?.(selection, now);
    return earliest(...units.map((many) => at + many * unitMs).filter((instant) => instant > now));
  };
  return {
    read,
    nextAt: (selection, now) => whenUnits(selection, now, [((read(selection, now).value ?? 0) as number) + 1]),
    // it becomes equal to a value with that many units, rounded up, and greater with the next whole one
    nextPast: (selection, now, values) =>
      whenUnits(
        selection,
        now,
        values.flatMap((value) => [Math.ceil(value), Math.floor(value) + 1]),
      ),
  };
}
