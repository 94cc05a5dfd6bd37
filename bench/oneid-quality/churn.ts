import { DAY_MS, type EpochMs, type Event, type IdentifierKey } from "@tributary/core";
import type { IdentityPolicy } from "@tributary/core/identity";
import { admittedKeys, type Matcher } from "./matcher";

/** The events that arrived within one day. */
export interface Day {
  readonly events: readonly Event[];
}

/**
 * Cuts a stream in order of arrival into days. An event arrives when the newest of those before it has happened already;
 * of its own time nothing more is known than that.
 *
 * @param from the instant at which the first day begins
 */
export function daysOf(events: readonly Event[], from: EpochMs): readonly Day[] {
  const days: Event[][] = [];
  let newest = from;
  for (const event of events) {
    newest = Math.max(newest, event.at);
    const day = Math.floor((newest - from) / DAY_MS);
    while (days.length <= day) days.push([]);
    days[day]?.push(event);
  }
  return days.map((each) => ({ events: each }));
}

/**
 * The share of identifiers that are called otherwise than a day before, over all days: changes ÷ identifiers that had a
 * name on the evening before. One that has lost its name counts as changed, one that is new does not count.
 */
export function measureChurn(matcher: Matcher, days: readonly Day[], policy: IdentityPolicy): number {
  const before = new Map<IdentifierKey, string>();
  const met = new Set<IdentifierKey>();
  let [changed, named] = [0, 0];
  for (const { events } of days) {
    matcher.take(events);
    for (const event of events) for (const key of admittedKeys(event, policy)) met.add(key);
    for (const key of met) {
      const [was, is] = [before.get(key), matcher.nameOf(key)];
      if (was !== undefined) named++;
      if (was !== undefined && was !== is) changed++;
      if (is === undefined) before.delete(key);
      else before.set(key, is);
    }
  }
  return named === 0 ? 0 : changed / named;
}
