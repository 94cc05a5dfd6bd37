import { DAY_MS, dateOfDay, type EpochMs, HOUR_MS, localDay, MINUTE_MS } from "../model";
import { localInstant } from "./local-instant";

/** A time of a day on the wall clocks, `HH:MM` from `00:00` to `24:00`; open from the first, closed at the last. */
export interface OpenTime {
  readonly from: string;
  readonly to: string;
}

/** When a place is open, on the wall clocks of its zone. */
export interface OpeningHours {
  /** An IANA zone such as `Asia/Shanghai`. */
  readonly zone: string;
  /** `day` 1 is Monday, 7 Sunday. A night's work is two times: to `24:00`, and from `00:00`. */
  readonly week: readonly (OpenTime & { readonly day: number })[];
  /** Dates that differ from their weekday: a holiday is open at no time, a working Sunday (调休) at its own. */
  readonly exceptions?: readonly { readonly date: string; readonly open: readonly OpenTime[] }[];
}

/** How far ahead an opening is looked for: a place closed for longer counts as closed for good. Our choice. */
const MAX_CLOSED_DAYS = 400;

interface OpenSpan {
  readonly from: EpochMs;
  /** The first instant after it. */
  readonly to: EpochMs;
}

/**
 * The first instant from `at` on at which a place is open: `at` itself where it is open then.
 *
 * @returns the instant, or `undefined` where it does not open within 400 days
 * @throws RangeError when a time is not `HH:MM`, or the zone is not in the IANA database
 * @example
 * const hours = { zone: "Asia/Shanghai", week: [{ day: 1, from: "09:00", to: "18:00" }] };
 * const sunday = Date.UTC(2026, 2, 1, 12);
 * nextOpenAt(hours, sunday) === Date.UTC(2026, 2, 2, 1); // => true
 */
export function nextOpenAt(hours: OpeningHours, at: EpochMs): EpochMs | undefined {
  const span = spanEndingAfter(hours, at);
  return span && Math.max(at, span.from);
}

/**
 * The instant at which a place has been open for `ms` since `at`: a deadline in opening hours.
 *
 * @param ms how long, at least 0; 0 gives {@link nextOpenAt}
 * @returns the instant, or `undefined` where the place closes for good before
 * @throws RangeError when a time is not `HH:MM`, or the zone is not in the IANA database
 * @example
 * const hours = { zone: "Asia/Shanghai", week: [1, 2].map((day) => ({ day, from: "09:00", to: "18:00" })) };
 * const halfPastFive = Date.UTC(2026, 2, 2, 9, 30);
 * addOpenMs(hours, halfPastFive, HOUR_MS) === Date.UTC(2026, 2, 3, 1, 30); // => true
 */
export function addOpenMs(hours: OpeningHours, at: EpochMs, ms: number): EpochMs | undefined {
  let [from, left] = [at, ms];
  for (;;) {
    const span = spanEndingAfter(hours, from);
    if (!span) return undefined;
    const start = Math.max(from, span.from);
    if (span.to - start >= left) return start + left;
    left -= span.to - start;
    from = span.to;
  }
}

/**
 * How long a place is open between two instants, in milliseconds; 0 where they are not in order.
 *
 * @throws RangeError when a time is not `HH:MM`, or the zone is not in the IANA database
 * @example
 * const hours = { zone: "Asia/Shanghai", week: [1, 2].map((day) => ({ day, from: "09:00", to: "18:00" })) };
 * const halfPastFive = Date.UTC(2026, 2, 2, 9, 30);
 * openMsBetween(hours, halfPastFive, halfPastFive + DAY_MS) / HOUR_MS; // => 9
 */
export function openMsBetween(hours: OpeningHours, from: EpochMs, to: EpochMs): number {
  let open = 0;
  for (let at = from; at < to; ) {
    const span = spanEndingAfter(hours, at);
    if (!span || span.from >= to) break;
    open += Math.min(to, span.to) - Math.max(at, span.from);
    at = span.to;
  }
  return open;
}

/** The first time a place is open that is not over at an instant. */
function spanEndingAfter(hours: OpeningHours, at: EpochMs): OpenSpan | undefined {
  const today = localDay(at, hours.zone);
  for (let day = today - 1; day <= today + MAX_CLOSED_DAYS; day++) {
    const span = spansOf(hours, day).find(({ to }) => to > at);
    if (span) return span;
  }
  return undefined;
}

/** When a place is open on a day, in order, without overlaps. */
function spansOf({ zone, week, exceptions = [] }: OpeningHours, day: number): readonly OpenSpan[] {
  const date = dateOfDay(day);
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1; // 1970-01-01 was a Thursday
  const times = exceptions.find((one) => one.date === date)?.open ?? week.filter((one) => one.day === weekday);
  const spans = times
    .map(({ from, to }) => ({
      from: localInstant(day, readClock(from), zone),
      to: localInstant(day, readClock(to), zone),
    }))
    .sort((a, b) => a.from - b.from);
  let end = Number.NEGATIVE_INFINITY;
  return spans.flatMap((span) => {
    const from = Math.max(span.from, end);
    end = Math.max(end, span.to);
    return from < span.to ? [{ from, to: span.to }] : [];
  });
}

function readClock(time: string): number {
  const [, hours, minutes] = /^(\d\d):([0-5]\d)$/.exec(time) ?? [];
  const ms = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
  if (!(ms <= DAY_MS)) throw new RangeError(`a time must be HH:MM from 00:00 to 24:00, got ${JSON.stringify(time)}`);
  return ms;
}
