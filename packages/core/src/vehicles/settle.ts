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

/** What holds over `[from, to)`, `to` being `Infinity` for ever, and what says so. */
export interface Span<T> {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** What made it, in code-unit order of ids. */
  readonly because: readonly T[];
  /** What ended it, likewise; empty while it lasts. */
  readonly endedBy: readonly T[];
}

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
  const cutShort = (from: EpochMs, to: EpochMs, by: readonly T[]): Span<T> => {
    const first = firstAfter(sorted, from);
    const at = sorted[first]?.at ?? Number.POSITIVE_INFINITY;
    if (at > to) return { from, to, because: [], endedBy: to === Number.POSITIVE_INFINITY ? [] : by };
    const endedBy = at === to ? [...by] : [];
    for (let i = first; sorted[i]?.at === at; i++) endedBy.push((sorted[i] as Cut<T>).by);
    return { from, to: at, because: [], endedBy: at === Number.POSITIVE_INFINITY ? [] : endedBy };
  };

  const bounded: Span<T>[] = [];
  for (const { from, to, by } of grants) {
    if (to !== undefined) bounded.push({ ...cutShort(from, to, [by]), because: [by] });
  }
  const open: Span<T>[] = [];
  for (const { from, to, by } of grants) {
    if (to !== undefined) continue;
    const cut = cutShort(from, from + openFor, []);
    const known = bounded.filter((other) => other.from <= from && from < other.to);
    const end = known.reduce((least, other) => Math.min(least, other.to), cut.to);
    const enders = [cut, ...known].filter((other) => other.to === end && end !== Number.POSITIVE_INFINITY);
    open.push({ from, to: end, because: [by], endedBy: enders.flatMap(({ endedBy }) => endedBy) });
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

/** Joins spans that overlap or touch. */
function union<T extends { readonly id: string }>(spans: readonly Span<T>[]): readonly Span<T>[] {
  const joined: Span<T>[] = [];
  let group: Span<T>[] = [];
  let end = Number.NEGATIVE_INFINITY;
  const close = (): void => {
    if (group.length === 0) return;
    const last = group.filter(({ to }) => to === end);
    joined.push({
      from: (group[0] as Span<T>).from,
      to: end,
      because: distinct(group.flatMap(({ because }) => because)),
      endedBy: distinct(last.flatMap(({ endedBy }) => endedBy)),
    });
  };
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    if (span.from > end) {
      close();
      group = [];
    }
    group.push(span);
    end = group.length === 1 ? span.to : Math.max(end, span.to);
  }
  close();
  return joined;
}

const distinct = <T extends { readonly id: string }>(items: readonly T[]): readonly T[] =>
  [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) => byCodeUnit(a.id, b.id));
