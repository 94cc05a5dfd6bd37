import { type EpochMs, isEpochMs } from "@tributary/core";

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/**
 * Reads an instant as a definition may write it: `2026-01-31T00:00:00+08:00`, ISO 8601 with its zone; seconds and their
 * thousandths may be left out. A day that no calendar has, an hour 24 or an offset above 23:59 is none.
 *
 * @returns epoch milliseconds, or `undefined` where the text is no such instant
 */
export function readInstant(text: string): EpochMs | undefined {
  const match = INSTANT.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second, ms] = [1, 2, 3, 4, 5, 6, 7].map((group) =>
    Number(group === 7 ? (match[7] ?? "").padEnd(3, "0") : (match[group] ?? 0)),
  ) as [number, number, number, number, number, number, number];
  const [offsetHours, offsetMinutes] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || offsetHours > 23 || offsetMinutes > 59) return undefined;
  const east = (match[8] === "-" ? -1 : 1) * (offsetHours * 60 + offsetMinutes);
  // one cycle of the calendar later, for `Date.UTC` takes the years 0 to 99 for those of the twentieth century
  const at = Date.UTC(year + 400, month - 1, day, hour, minute - east, second, ms) - CYCLE_MS;
  return isEpochMs(at) ? at : undefined;
}

const CYCLE_MS = 146_097 * 86_400_000;

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

const daysIn = (year: number, month: number): number => {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};
