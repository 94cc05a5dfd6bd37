import { tzOffset } from "@date-fns/tz";
import { DAY_MS, type EpochMs, MINUTE_MS } from "./time";

/** Offsets already looked up: zone → UTC day → milliseconds, `undefined` on a day on which the clocks change. */
const offsets: Map<string, Map<number, number | undefined>> = new Map();
/** Our choice: eleven years of days for one zone in about 200 kB. */
const MAX_DAYS = 4_096;
const MAX_ZONES = 512;

/** Days already written; our choice of bound: forty-five years of days in about 1 MB. */
const dates: Map<number, string> = new Map();
const MAX_DATES = 16_384;

/**
 * Whether a text names a time zone of the IANA database this runtime carries, such as `Asia/Shanghai`.
 *
 * @example
 * isTimeZone("Asia/Shanghai"); // => true
 * isTimeZone("Asia/Shangai"); // => false
 */
export const isTimeZone = (zone: string): boolean =>
  /^[A-Za-z][\w+/-]{0,63}$/.test(zone) && !readAsOffset(zone) && !Number.isNaN(tzOffset(zone, new Date(0)));

/** `tzOffset` takes any name with a sign and two digits for an offset; the database's own never have a leading zero. */
const readAsOffset = (zone: string): boolean => /[+-]\d\d/.test(zone) && !/^Etc\/GMT[+-][1-9]\d$/.test(zone);

/**
 * How far a zone's clocks are ahead of UTC at an instant, in milliseconds; negative west of Greenwich.
 *
 * @throws RangeError when the zone is not in the IANA database
 * @example
 * zoneOffsetMs(0, "Asia/Shanghai"); // => 28800000
 */
export function zoneOffsetMs(at: EpochMs, zone: string): number {
  const day = Math.floor(at / DAY_MS);
  const days = daysOf(zone);
  if (!days.has(day)) {
    if (days.size >= MAX_DAYS) days.clear();
    const start = lookUp(day * DAY_MS, zone);
    days.set(day, start === lookUp((day + 1) * DAY_MS - 1, zone) ? start : undefined);
  }
  return days.get(day) ?? lookUp(at, zone);
}

function daysOf(zone: string): Map<number, number | undefined> {
  const known = offsets.get(zone);
  if (known) return known;
  if (!isTimeZone(zone)) throw new RangeError(`not an IANA time zone: ${JSON.stringify(zone.slice(0, 80))}`);
  if (offsets.size >= MAX_ZONES) offsets.clear();
  const days = new Map<number, number | undefined>();
  offsets.set(zone, days);
  return days;
}

const lookUp = (at: EpochMs, zone: string): number => Math.round(tzOffset(zone, new Date(at)) * MINUTE_MS);

/**
 * The calendar day of an instant on a zone's wall clocks, as whole days since 1970-01-01.
 *
 * @throws RangeError when the zone is not in the IANA database
 * @example
 * localDay(0, "Asia/Shanghai"); // => 0
 * localDay(16 * HOUR_MS, "Asia/Shanghai"); // => 1
 */
export const localDay = (at: EpochMs, zone: string): number => Math.floor((at + zoneOffsetMs(at, zone)) / DAY_MS);

/**
 * Writes a calendar day, counted from 1970-01-01, as `yyyy-mm-dd`.
 *
 * @example
 * dateOfDay(19_723); // => "2024-01-01"
 */
export function dateOfDay(day: number): string {
  const known = dates.get(day);
  if (known !== undefined) return known;
  if (dates.size >= MAX_DATES) dates.clear();
  const date = new Date(day * DAY_MS).toISOString().slice(0, -14);
  dates.set(day, date);
  return date;
}

/**
 * The date of an instant on a zone's wall clocks, as `yyyy-mm-dd`.
 *
 * @throws RangeError when the zone is not in the IANA database
 * @example
 * localDate(Date.UTC(2026, 0, 1, 15, 59), "Asia/Shanghai"); // => "2026-01-01"
 * localDate(Date.UTC(2026, 0, 1, 16, 0), "Asia/Shanghai"); // => "2026-01-02"
 */
export const localDate = (at: EpochMs, zone: string): string => dateOfDay(localDay(at, zone));

/**
 * The first instant of a date in a zone. Where clocks skip midnight, that is the end of the gap; where they repeat it,
 * the first of the two; where a zone skipped the whole date, the first instant after it.
 *
 * @param date `yyyy-mm-dd`
 * @throws RangeError when the date or the zone does not exist
 * @example
 * startOfLocalDate("2026-01-01", "Asia/Shanghai"); // => Date.UTC(2025, 11, 31, 16)
 */
export const startOfLocalDate = (date: string, zone: string): EpochMs => startOfLocalDay(dayOfDate(date), zone);

/**
 * The first instant after a date in a zone: the start of the next one.
 *
 * @param date `yyyy-mm-dd`
 * @throws RangeError when the date or the zone does not exist
 * @example
 * endOfLocalDate("2026-01-01", "Asia/Shanghai"); // => Date.UTC(2026, 0, 1, 16)
 */
export const endOfLocalDate = (date: string, zone: string): EpochMs => startOfLocalDay(dayOfDate(date) + 1, zone);

/** Days in 400 years, after which the calendar repeats. */
const CYCLE_DAYS = 146_097;

function dayOfDate(date: string): number {
  const [, year = "", month = "", dayOfMonth = ""] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? [];
  // one cycle later, for `Date.UTC` takes the years 0 to 99 for those of the twentieth century
  const day = Date.UTC(Number(year) + 400, Number(month) - 1, Number(dayOfMonth)) / DAY_MS - CYCLE_DAYS;
  if (year === "" || dateOfDay(day) !== date) {
    throw new RangeError(`not a date as yyyy-mm-dd: ${JSON.stringify(date.slice(0, 80))}`);
  }
  return day;
}

/**
 * The first instant of a calendar day counted as {@link localDay} counts, with the same care as {@link startOfLocalDate}.
 *
 * @throws RangeError when the zone is not in the IANA database
 * @example
 * startOfLocalDay(1, "Asia/Shanghai"); // => 57600000
 */
export function startOfLocalDay(day: number, zone: string): EpochMs {
  const midnight = day * DAY_MS;
  const around = [midnight - DAY_MS, midnight + DAY_MS].map((at) => midnight - zoneOffsetMs(at, zone));
  const [early, late] = [Math.min(...around), Math.max(...around)];
  const exact = [early, late].find((at) => at + zoneOffsetMs(at, zone) === midnight);
  return exact ?? firstOnOrAfter(day, zone, early, late);
}

/** Between the two readings of a midnight that no clock shows, the instant the clocks jump over it. */
function firstOnOrAfter(day: number, zone: string, before: EpochMs, from: EpochMs): EpochMs {
  let [low, high] = [before - 1, from];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (localDay(middle, zone) >= day) high = middle;
    else low = middle;
  }
  return high;
}
