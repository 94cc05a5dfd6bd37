import { byCodeUnit, dateOfDay, type EpochMs, isEpochMs, localDay, startOfLocalDate } from "../model";

/** Something a person did that a matrix may value. */
export interface IntentAction {
  readonly action: string;
  readonly at: EpochMs;
  /** How often, for a whole local date in one entry; 1 by default. */
  readonly count?: number;
  /** The car series it was about, where it was about one; the score does not read it. */
  readonly series?: string;
}

/** How often each action was done on each local date: action → `yyyy-mm-dd` → count. */
export type IntentTally = { readonly [action: string]: { readonly [date: string]: number } };

/** action → local day → count. */
export type DayCounts = ReadonlyMap<string, ReadonlyMap<number, number>>;

/**
 * Counts actions by local date: all a score needs to know of a person's past, whatever the matrix says.
 *
 * Counts are integers and members are in code-unit order, so the same actions in any order give the same bytes.
 *
 * @throws RangeError when an instant is not an integer, a count is not a whole number from 0, or the zone is unknown
 * @example
 * const clicks = [{ action: "click", at: 0 }, { action: "click", at: 1 }, { action: "click", at: 20 * HOUR_MS }];
 * tallyActions(clicks, "Asia/Shanghai"); // => { click: { "1970-01-01": 2, "1970-01-02": 1 } }
 */
export function tallyActions(actions: readonly IntentAction[], zone: string): IntentTally {
  return sortedTally(
    [...countDays(actions, zone)].map(([action, days]) => [
      action,
      [...days].map(([day, count]) => [dateOfDay(day), count]),
    ]),
  );
}

/**
 * Adds two tallies of *different* actions of one person: commutative and associative, with `{}` as its identity.
 *
 * Two replicas that saw the same actions are not for adding: join their events by id and count again.
 *
 * @example
 * mergeTallies({ click: { "2026-01-01": 2 } }, { click: { "2026-01-01": 1 }, save: { "2026-01-02": 1 } });
 * // => { click: { "2026-01-01": 3 }, save: { "2026-01-02": 1 } }
 */
export function mergeTallies(a: IntentTally, b: IntentTally): IntentTally {
  const sums = new Map<string, Map<string, number>>();
  for (const [action, dates] of [...Object.entries(a), ...Object.entries(b)]) {
    const sum = sums.get(action) ?? new Map<string, number>();
    sums.set(action, sum);
    for (const [date, count] of Object.entries(dates)) sum.set(date, (sum.get(date) ?? 0) + count);
  }
  return sortedTally([...sums].map(([action, dates]) => [action, [...dates]]));
}

/**
 * Turns a tally back into actions, one for each date, at the date's first instant.
 *
 * @throws RangeError when a date or the zone does not exist
 * @example
 * actionsOf({ click: { "1970-01-02": 2 } }, "Asia/Shanghai"); // => [{ action: "click", at: 57600000, count: 2 }]
 */
export function actionsOf(tally: IntentTally, zone: string): readonly IntentAction[] {
  return Object.entries(tally).flatMap(([action, dates]) =>
    Object.entries(dates).map(([date, count]) => ({ action, at: startOfLocalDate(date, zone), count })),
  );
}

/** Counts actions by local day, as numbers for arithmetic with ages. */
export function countDays(actions: readonly IntentAction[], zone: string): DayCounts {
  const counts = new Map<string, Map<number, number>>();
  for (const { action, at, count = 1 } of actions) {
    if (!isEpochMs(at)) throw new RangeError(`an action's at must be an integer of epoch milliseconds, got ${at}`);
    if (!Number.isSafeInteger(count) || count < 0)
      throw new RangeError(`count must be an integer from 0, got ${count}`);
    if (count === 0) continue;
    const days = counts.get(action) ?? new Map<number, number>();
    counts.set(action, days);
    const day = localDay(at, zone);
    days.set(day, (days.get(day) ?? 0) + count);
  }
  return counts;
}

const sortedTally = (entries: readonly (readonly [string, readonly (readonly [string, number])[]])[]): IntentTally =>
  Object.fromEntries(byName(entries).map(([action, dates]) => [action, Object.fromEntries(byName(dates))]));

const byName = <T>(entries: readonly (readonly [string, T])[]): (readonly [string, T])[] =>
  [...entries].sort(([a], [b]) => byCodeUnit(a, b));
