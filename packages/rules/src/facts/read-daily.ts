import { dateOfDay, localDay } from "@tributary/core";
import { countDaysBy, occurrencesIn } from "./days-by-now";
import type { Read } from "./reading";

/**
 * Occurrences per calendar day by `now`: of the last `withinDays` dates, today's included, or else of the `keep` most
 * recent days on which there were any.
 */
export const readDaily =
  (zoneIndex: number, keep: number, withinDays?: number): Read =>
  (selection, now) => {
    const zone = selection.track.layout.zones[zoneIndex] as string;
    const byNow = countDaysBy(selection, zoneIndex, now);
    if (byNow === undefined) return { unknown: "bound", from: selection };
    const { days, counted, oldest, nextAt } = byNow;
    const from = withinDays === undefined ? Number.NEGATIVE_INFINITY : localDay(now, zone) - withinDays + 1;
    const letGo = counted - occurrencesIn(days);
    // days that were let go are before the oldest kept one, so they may be missed only where it lies inside the range
    const enough = withinDays === undefined ? days.length >= 2 * keep : oldest <= from;
    if (letGo > 0 && !enough) return { unknown: "bound", from: selection };
    const value: { [date: string]: number } = {};
    for (let i = withinDays === undefined ? Math.max(0, days.length - 2 * keep) : 0; i < days.length; i += 2) {
      if ((days[i] as number) >= from) value[dateOfDay(days[i] as number)] = days[i + 1] as number;
    }
    return { value, counted, ...(nextAt !== undefined && { nextAt }), from: selection };
  };
