import { byCodeUnit, type EpochMs } from "../model";

/** Something said to hold over `[from, to)`; an open one has no `to`. */
export interface Grant<T> {
  readonly from: EpochMs;
  readonly to?: EpochMs;
  readonly by: T;
}

/** Something that ends what began before it. */
export interface Cut<T> {
  readonly at: EpochMs;
  readonly by: T;
}

/** What holds over `[from, to)`, `to` being `Infinity` for ever. */
export interface Span<T> {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The grants that make it, each up to where it ends. */
  readonly parts: readonly Part<T>[];
  /** What ended it, in code-unit order of ids; empty while it lasts. */
  readonly endedBy: readonly T[];
}

/** One grant over `[from, to)`, and what ended it. */
export interface Part<T> {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly by: T;
  readonly endedBy: readonly T[];
}

/** What says that a span holds within `[from, to)`, in code-unit order of ids. */
export const reasonsFor = <T extends { readonly id: string }>(
  { parts }: Span<T>,
  from: EpochMs,
  to: EpochMs,
): readonly T[] => distinct(parts.filter((part) => part.from < to && from < part.to).map(({ by }) => by));

/**
 * Settles what one holder has: the union of their grants, each up to where it ends.
 *
 * A grant ends at its own `to`, or at the first cut after it began, whichever is first. An open grant also ends with a
 * bounded one that still holds where the open one begins: whoever knows how that time ended knows more.
 *
 * @param grants of one holder, in any order
 * @param cuts that apply to this holder, in any order
 * @param openFor how long an open grant lasts at most; for ever by default
 * @returns disjoint spans that do not touch, earliest first
 */
export function settle<T extends { readonly id: string }>(
  grants: readonly Grant<T>[],
  cuts: readonly Cut<T>[],
  openFor: number = Number.POSITIVE_INFINITY,
): readonly Span<T>[] {
  const sorted = [...cuts].sort((a, b) => a.at - b.at);
  const cutShort = (from: EpochMs, to: EpochMs, by: T, ends: readonly T[]): Part<T> => {
    const first = firstAfter(sorted, from);
    const at = sorted[first]?.at ?? Number.POSITIVE_INFINITY;
    const end = Math.min(at, to);
    if (end === Number.POSITIVE_INFINITY) return { from, to: end, by, endedBy: [] };
    const endedBy = end === to ? [...ends] : [];
    for (let i = first; sorted[i]?.at === end; i++) endedBy.push((sorted[i] as Cut<T>).by);
    return { from, to: end, by, endedBy };
  };

  const bounded: Part<T>[] = [];
  for (const { from, to, by } of grants) if (to !== undefined) bounded.push(cutShort(from, to, by, [by]));
  const open: Part<T>[] = [];
  for (const { from, to, by } of grants) {
    if (to !== undefined) continue;
    const cut = cutShort(from, from + openFor, by, []);
    const known = bounded.filter((other) => other.from <= from && from < other.to);
    const end = known.reduce((least, other) => Math.min(least, other.to), cut.to);
    const enders = [cut, ...known].filter((other) => other.to === end);
    open.push({ from, to: end, by, endedBy: enders.flatMap(({ endedBy }) => endedBy) });
  }
  return union([...bounded, ...open]);
}

/** The index of the first cut later than an instant. */
function firstAfter(cuts: readonly Cut<unknown>[], instant: EpochMs): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] as Cut<unknown>).at > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Joins parts that overlap or touch. */
function union<T extends { readonly id: string }>(parts: readonly Part<T>[]): readonly Span<T>[] {
  const spans: Span<T>[] = [];
  let group: Part<T>[] = [];
  let end = Number.NEGATIVE_INFINITY;
  const close = (): void => {
    const [first] = group;
    if (!first) return;
    const endedBy = distinct(group.filter(({ to }) => to === end).flatMap((last) => last.endedBy));
    spans.push({ from: first.from, to: end, parts: group, endedBy });
  };
  for (const part of [...parts].sort((a, b) => a.from - b.from)) {
    if (part.from > end) {
      close();
      group = [];
    }
    group.push(part);
    end = group.length === 1 ? part.to : Math.max(end, part.to);
  }
  close();
  return spans;
}

const distinct = <T extends { readonly id: string }>(items: readonly T[]): readonly T[] =>
  [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) => byCodeUnit(a.id, b.id));
