import { type EpochMs, isEpochMs, requireNow } from "../model";
import type { Level, LevelScheme } from "./level-scheme";
import { monthsLater } from "./months-later";
import { requirePoints } from "./points-entry";
import { type EntryConflict, standingEntries } from "./standing-entries";

/** One line of a growth ledger (成长值流水): growth gained or, with `of`, taken back from the entry it names. */
export interface GrowthEntry {
  /** The idempotency key: an id counts once. */
  readonly id: string;
  readonly at: EpochMs;
  /** Where the entry is kept; a person's ledger is what the person's leaves keep. */
  readonly leaf: string;
  /** Above 0, also where it is taken back. */
  readonly growth: number;
  readonly of?: string;
  readonly because?: string;
}

/** A level won, kept or lost. */
export interface LevelMove {
  readonly at: EpochMs;
  readonly code: "reached" | "kept" | "dropped";
  readonly from: string;
  readonly to: string;
  /** The growth that counted at that moment. */
  readonly growth: number;
}

/** A person's level at a moment. */
export interface LevelReading {
  readonly level: string;
  /** The growth that counts now. */
  readonly growth: number;
  /** Since when the level is held; absent: from the beginning. */
  readonly since?: EpochMs;
  /** When it is reviewed; absent at the first level. */
  readonly keptUntil?: EpochMs;
  /** What is missing for it to be kept if the review were now; absent at the first level. */
  readonly toKeep?: number;
  /** The next level up, and the growth missing for it; absent at the last. */
  readonly next?: { readonly level: string; readonly missing: number };
  /** Everything that happened to the level, oldest first. */
  readonly history: readonly LevelMove[];
  /** Ids used for two different entries, of which one counts. */
  readonly conflicts: readonly EntryConflict<GrowthEntry>[];
  /** Entries that take back what is not there: they do nothing. */
  readonly unmatched: readonly GrowthEntry[];
  /** Nothing of the above changes before, unless something new happens; absent: never. */
  readonly nextChange?: EpochMs;
}

/**
 * Reads a person's level from the growth entries of the person's leaves.
 *
 * Growth counts until the start of the local date `windowMonths` later. A level is reached the moment growth suffices,
 * and kept until a review `keepMonths` later; meeting `keepFrom` then keeps it as long again, otherwise the person drops
 * to the level that growth reaches, by `maxDrop` levels at most, and is reviewed there. Reaching a level again before
 * the review does not move the review: our choice, so that a date once shown stays. Entries later than `now` count once
 * due. What is taken back leaves the growth from then on; levels held before stay in the history.
 *
 * @param entries in any order; copies count once
 * @throws RangeError when an instant is no epoch milliseconds, or growth is not whole or below 1
 * @example
 * const level = (name, from) => ({ level: name, label: { zh: name, en: name }, from });
 * const levels = [level("silver", 0), level("gold", 500)];
 * const scheme = defineLevels({ version: "1", zone: "UTC", windowMonths: 12, keepMonths: 12, levels });
 * const entries = [{ id: "order-1", at: Date.UTC(2025, 4, 20), leaf: "phone:1", growth: 600 }];
 * readLevel(entries, scheme, { now: Date.UTC(2026, 4, 19) }).level; // => "gold"
 * readLevel(entries, scheme, { now: Date.UTC(2026, 4, 20) }).level; // => "silver"
 */
export function readLevel(
  entries: readonly GrowthEntry[],
  scheme: LevelScheme,
  options: { readonly now: EpochMs },
): LevelReading {
  const now = requireNow(options.now);
  const { entries: standing, conflicts } = standingEntries(entries.map(requireGrowth));
  const { changes, unmatched } = changesOf(standing, scheme);
  const state = walk(changes, scheme, now);
  const { levels } = scheme;
  const held = levels[state.rank] as Level;
  const up = levels[state.rank + 1];
  const upcoming = [state.nextAt, state.keptUntil].filter((at) => at !== undefined);
  return {
    level: held.level,
    growth: state.growth,
    ...(state.since !== undefined && { since: state.since }),
    ...(state.keptUntil !== undefined && {
      keptUntil: state.keptUntil,
      toKeep: Math.max(0, keepFromOf(held) - state.growth),
    }),
    ...(up && { next: { level: up.level, missing: Math.max(0, up.from - state.growth) } }),
    history: state.history,
    conflicts,
    unmatched,
    ...(upcoming.length > 0 && { nextChange: Math.min(...upcoming) }),
  };
}

function requireGrowth(entry: GrowthEntry): GrowthEntry {
  const { id, at, growth } = entry;
  if (!isEpochMs(at))
    throw new RangeError(`at of entry ${id} must be an integer number of epoch milliseconds, got ${at}`);
  requirePoints(growth, `growth of entry ${id}`);
  return entry;
}

const keepFromOf = ({ from, keepFrom = from }: Level): number => keepFrom;

interface GrowthChange {
  readonly at: EpochMs;
  readonly by: number;
}

/** When growth comes and goes. What is taken back leaves together with what it is taken from, and never exceeds it. */
function changesOf(
  standing: readonly GrowthEntry[],
  { windowMonths, zone }: LevelScheme,
): { readonly changes: readonly GrowthChange[]; readonly unmatched: readonly GrowthEntry[] } {
  const left = new Map<string, { entry: GrowthEntry; growth: number }>();
  for (const entry of standing) if (entry.of === undefined) left.set(entry.id, { entry, growth: entry.growth });
  const changes: GrowthChange[] = [];
  const unmatched: GrowthEntry[] = [];
  const change = (at: EpochMs, gainedAt: EpochMs, by: number): void => {
    const leavesAt = windowMonths === undefined ? undefined : monthsLater(gainedAt, windowMonths, zone);
    if (leavesAt !== undefined && leavesAt <= at) return;
    changes.push({ at, by });
    if (leavesAt !== undefined) changes.push({ at: leavesAt, by: -by });
  };
  for (const entry of standing) {
    if (entry.of === undefined) {
      change(entry.at, entry.at, entry.growth);
      continue;
    }
    const target = left.get(entry.of);
    if (!target || target.growth === 0) {
      unmatched.push(entry);
      continue;
    }
    const by = Math.min(entry.growth, target.growth);
    target.growth -= by;
    change(Math.max(entry.at, target.entry.at), target.entry.at, -by);
  }
  return { changes: changes.sort((a, b) => a.at - b.at), unmatched };
}

interface Walk {
  rank: number;
  growth: number;
  since: EpochMs | undefined;
  keptUntil: EpochMs | undefined;
  /** The first change of growth not walked yet. */
  nextAt: EpochMs | undefined;
  readonly history: LevelMove[];
}

/** Follows growth and reviews up to a moment. */
function walk(
  changes: readonly GrowthChange[],
  { levels, keepMonths, maxDrop = 1, zone }: LevelScheme,
  now: EpochMs,
): Walk {
  const state: Walk = { rank: 0, growth: 0, since: undefined, keptUntil: undefined, nextAt: undefined, history: [] };
  const move = (code: LevelMove["code"], at: EpochMs, rank: number): void => {
    const [from, to] = [levels[state.rank] as Level, levels[rank] as Level];
    state.history.push({ at, code, from: from.level, to: to.level, growth: state.growth });
    if (code !== "kept") state.since = at;
    state.rank = rank;
    state.keptUntil = rank === 0 ? undefined : monthsLater(at, keepMonths, zone);
  };
  let i = 0;
  for (;;) {
    state.nextAt = changes[i]?.at;
    const at = Math.min(state.nextAt ?? Number.POSITIVE_INFINITY, state.keptUntil ?? Number.POSITIVE_INFINITY);
    if (at > now || at === Number.POSITIVE_INFINITY) return state;
    for (; changes[i]?.at === at; i++) state.growth += (changes[i] as GrowthChange).by;
    const reached = levels.filter(({ from }) => state.growth >= from).length - 1;
    if (reached > state.rank) move("reached", at, reached);
    else if (at === state.keptUntil) {
      const keeps = state.growth >= keepFromOf(levels[state.rank] as Level);
      if (keeps) move("kept", at, state.rank);
      else move("dropped", at, Math.max(reached, state.rank - maxDrop));
    }
  }
}
