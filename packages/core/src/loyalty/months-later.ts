import { type EpochMs, localDate, startOfLocalDate } from "../model";

/**
 * The start of the local date so many calendar months after an instant's; where that month is shorter, of its last date.
 */
export function monthsLater(at: EpochMs, months: number, zone: string): EpochMs {
  const [year = 0, month = 0, day = 0] = localDate(at, zone).split("-").map(Number);
  const count = year * 12 + month - 1 + months;
  const [laterYear, laterMonth] = [Math.floor(count / 12), count % 12];
  const lastDay = new Date(Date.UTC(laterYear, laterMonth + 1, 0)).getUTCDate();
  return startOfLocalDate(
    [String(laterYear).padStart(4, "0"), twoDigits(laterMonth + 1), twoDigits(Math.min(day, lastDay))].join("-"),
    zone,
  );
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");
