import { dateOfDay } from "../model";

/** Some days of one calendar week, Monday to Sunday, both ends in it. */
export interface CalendarWeek {
  readonly from: number;
  readonly to: number;
}

/** The next weeks after a local day: the rest of its own week first, unless that is over. Day 0, 1970-01-01, was a Thursday. */
export function weeksAfter(today: number, weeks: number): readonly CalendarWeek[] {
  const first = today + 1;
  const sunday = first + 6 - ((((first + 3) % 7) + 7) % 7);
  return Array.from({ length: weeks }, (_, i) => ({
    from: i === 0 ? first : sunday + 7 * i - 6,
    to: sunday + 7 * i,
  }));
}

/** A week by its dates. */
export const datesOf = ({ from, to }: CalendarWeek): { readonly from: string; readonly to: string } => ({
  from: dateOfDay(from),
  to: dateOfDay(to),
});
