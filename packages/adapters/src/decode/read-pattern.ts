import { tz } from "@date-fns/tz";
import { ok, type Result, refuse } from "@tributary/core";
import { format, isValid, parse } from "date-fns";
import { type Instant, instantOf } from "./read-instant";

const utc = { in: tz("UTC") };
/** Whatever a pattern does not say is read as here: the first instant of a day. */
const ORIGIN = new Date(0);
/** A moment that no other reading of its digits gives. */
const PROBE = new Date(Date.UTC(2007, 10, 23, 16, 45, 38, 729));

const NO_DAY = "must say the year, the month and the day";

/**
 * Says what keeps a pattern from being one for local dates and times, or nothing.
 *
 * @param pattern date-fns tokens, such as `yyyy/M/d H:mm`
 * @returns a sentence, or `undefined` where every day that is written by the pattern is read back
 * @example
 * patternMistake("yyyy/M/d H:mm"); // => undefined
 * patternMistake("d MMM"); // => "must say the year, the month and the day"
 * @see Unicode Technical Standard 35, Date Field Symbols
 */
export function patternMistake(pattern: string): string | undefined {
  if (/[XxOzTt]/.test(pattern.replace(/'[^']*'/g, ""))) return "must leave the zone to the member zone";
  if (pattern === "") return NO_DAY;
  try {
    const read = parse(format(PROBE, pattern, utc), pattern, ORIGIN, utc);
    const day = (date: Date): string => date.toISOString().slice(0, 10);
    return isValid(read) && day(new Date(read.getTime())) === day(PROBE) ? undefined : NO_DAY;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : "is not a pattern";
  }
}

/**
 * Reads a local date and time written by a date-fns pattern: what hand-made exports and spreadsheets hold.
 *
 * A local time that came twice is read as the earlier instant; one that was skipped moves forward by the gap.
 *
 * @param options.pattern one without a {@link patternMistake}
 * @param options.zone IANA zone of the wall clock it was written by
 * @throws RangeError when the zone is unknown
 * @example
 * const written = { pattern: "yyyy/M/d H:mm", zone: "Asia/Shanghai" };
 * readPattern("2026/1/5 9:03", written); // => { ok: true, value: { at: Date.UTC(2026, 0, 5, 1, 3) } }
 * readPattern("5.1.2026", written); // => { ok: false, error: "must be written as yyyy/M/d H:mm" }
 */
export function readPattern(
  text: string,
  { pattern, zone }: { readonly pattern: string; readonly zone: string },
): Result<Instant, string> {
  const read = parse(text, pattern, ORIGIN, utc);
  return isValid(read) ? ok(instantOf(read.getTime(), zone)) : refuse(`must be written as ${pattern}`);
}
