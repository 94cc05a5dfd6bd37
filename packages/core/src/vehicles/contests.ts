import { byCodeUnit, type EpochMs } from "../model";
import type { Span } from "./settle";

/** Several holders of what only one can hold, over `[from, to)`. */
export interface Contest<T> {
  /** At least two, in code-unit order. */
  readonly persons: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** What their spans rest on, in code-unit order of ids. */
  readonly because: readonly T[];
}

/** A span, or the part of one over which it is contested or not. */
export interface ContestedSpan<T> extends Span<T> {
  readonly contested: boolean;
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
  const all = [...spans].flatMap(([person, own]) => own.map((span) => ({ person, ...span })));
  const instants = [...new Set(all.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const contests: Contest<T>[] = [];
  instants.slice(1).forEach((to, i) => {
    const from = instants[i] as EpochMs;
    const held = all.filter((span) => span.from <= from && to <= span.to);
    if (held.length < 2) return;
    const persons = held.map(({ person }) => person).sort(byCodeUnit);
    const because = [...new Map(held.flatMap((span) => span.because).map((one) => [one.id, one])).values()];
    const last = contests[contests.length - 1];
    const goesOn =
      last?.to === from && last.persons.length === persons.length && last.persons.every((one, j) => one === persons[j]);
    if (goesOn) contests.pop();
    contests.push({
      persons,
      from: goesOn ? last.from : from,
      to,
      because: because.sort((a, b) => byCodeUnit(a.id, b.id)),
    });
  });
  return contests;
}

/**
 * Cuts one holder's spans where they begin and stop to be contested. Only the last part of a span has what ended it.
 *
 * @param contests that this holder is part of, in any order
 */
export function withContests<T>(
  spans: readonly Span<T>[],
  contests: readonly Contest<T>[],
): readonly ContestedSpan<T>[] {
  const stretches = stretchesOf(contests);
  return spans.flatMap((span) => {
    const parts: ContestedSpan<T>[] = [];
    let from = span.from;
    const cutAt = (to: EpochMs, contested: boolean): void => {
      const endedBy = to === span.to ? span.endedBy : [];
      if (from < to) parts.push({ ...span, from, to, endedBy, contested });
      from = to;
    };
    for (const stretch of stretches) {
      if (stretch.from < span.from || span.to < stretch.to) continue;
      cutAt(stretch.from, false);
      cutAt(stretch.to, true);
    }
    if (from < span.to) cutAt(span.to, false);
    return parts;
  });
}

/** Joins contests that overlap or follow on one another; each lies inside one span of every holder it is about. */
function stretchesOf(contests: readonly Contest<unknown>[]): { readonly from: EpochMs; readonly to: EpochMs }[] {
  const stretches: { from: EpochMs; to: EpochMs }[] = [];
  for (const { from, to } of [...contests].sort((a, b) => a.from - b.from)) {
    const last = stretches[stretches.length - 1];
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else stretches.push({ from, to });
  }
  return stretches;
}
