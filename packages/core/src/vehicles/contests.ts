import { byCodeUnit, type EpochMs } from "../model";
import { reasonsFor, type Span } from "./settle";

/** Several holders of what only one can hold, over `[from, to)`. */
export interface Contest<T> {
  /** At least two, in code-unit order. */
  readonly persons: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** What their spans rest on, in code-unit order of ids. */
  readonly because: readonly T[];
}

/** A span, or as much of one as is contested or not all the while, and what says so. */
export interface Stretch<T> {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly contested: boolean;
  /** What it rests on, in code-unit order of ids. */
  readonly because: readonly T[];
  /** What ended it, likewise; empty where it goes on otherwise contested. */
  readonly endedBy: readonly T[];
}

/**
 * Finds where more than one holder has something.
 *
 * @param spans of each holder, disjoint and earliest first
 * @returns one contest for every stretch of time with the same holders, earliest first
 */
export function contestsIn<T extends { readonly id: string }>(
  spans: ReadonlyMap<string, readonly Span<T>[]>,
): readonly Contest<T>[] {
  if (spans.size < 2) return [];
  const all = [...spans].flatMap(([person, own]) => own.map((span) => ({ person, span })));
  const instants = [...new Set(all.flatMap(({ span }) => [span.from, span.to]))].sort((a, b) => a - b);
  const contests: Contest<T>[] = [];
  instants.slice(1).forEach((to, i) => {
    const from = instants[i] as EpochMs;
    const held = all.filter(({ span }) => span.from <= from && to <= span.to);
    if (held.length < 2) return;
    const because = new Map(held.flatMap(({ span }) => reasonsFor(span, from, to)).map((one) => [one.id, one]));
    contests.push({
      persons: held.map(({ person }) => person).sort(byCodeUnit),
      from,
      to,
      because: [...because.values()].sort((a, b) => byCodeUnit(a.id, b.id)),
    });
  });
  return contests;
}

/**
 * Cuts one holder's spans where they begin and stop to be contested. Only the last stretch of a span has what ended it.
 *
 * @param contests that this holder is part of, in any order
 */
export function withContests<T extends { readonly id: string }>(
  spans: readonly Span<T>[],
  contests: readonly Contest<T>[],
): readonly Stretch<T>[] {
  const contested = joined(contests);
  return spans.flatMap((span) => {
    const stretches: Stretch<T>[] = [];
    let from = span.from;
    const cutAt = (to: EpochMs, isContested: boolean): void => {
      const endedBy = to === span.to ? span.endedBy : [];
      if (from < to) stretches.push({ from, to, contested: isContested, because: reasonsFor(span, from, to), endedBy });
      from = to;
    };
    for (const one of contested) {
      if (one.from < span.from || span.to < one.to) continue;
      cutAt(one.from, false);
      cutAt(one.to, true);
    }
    if (from < span.to) cutAt(span.to, false);
    return stretches;
  });
}

/** Joins contests that overlap or follow on one another; each lies inside one span of every holder it is about. */
function joined(contests: readonly Contest<unknown>[]): { readonly from: EpochMs; readonly to: EpochMs }[] {
  const ranges: { from: EpochMs; to: EpochMs }[] = [];
  for (const { from, to } of [...contests].sort((a, b) => a.from - b.from)) {
    const last = ranges[ranges.length - 1];
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else ranges.push({ from, to });
  }
  return ranges;
}
