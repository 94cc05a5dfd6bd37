import { DAY_MS, type EpochMs, zoneOffsetMs } from "../model";

/**
 * The instant at which a zone's wall clocks show a time of a day. A time inside a gap moves forward by the gap's length; a
 * time that comes twice means the first.
 *
 * @param day the calendar day, counted from 1970-01-01 as `localDay` counts
 * @param timeMs the clock time in milliseconds since 00:00, up to 24 hours
 * @throws RangeError when the zone is not in the IANA database
 * @example
 * localInstant(0, 9 * HOUR_MS, "Asia/Shanghai") === 1 * HOUR_MS; // => true
 * @see RFC 5545, 3.3.5, which reads a local time in a gap with the offset before it, and a repeated one as the first
 */
export function localInstant(day: number, timeMs: number, zone: string): EpochMs {
  const clock = day * DAY_MS + timeMs;
  const before = clock - zoneOffsetMs(clock - DAY_MS, zone);
  const after = clock - zoneOffsetMs(clock + DAY_MS, zone);
  const shows = (at: EpochMs): boolean => at + zoneOffsetMs(at, zone) === clock;
  const exact = [Math.min(before, after), Math.max(before, after)].find(shows);
  return exact ?? before;
}
