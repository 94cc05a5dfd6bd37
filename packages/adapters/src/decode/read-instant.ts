import { DAY_MS, type EpochMs, isEpochMs, ok, type Result, refuse, zoneOffsetMs } from "@tributary/core";

/** How a text says an instant. A format is declared, never guessed; the ones without a zone need one beside them. */
export const INSTANT_FORMATS: readonly [
  "epochMs",
  "epochSeconds",
  "iso",
  "yyyy-MM-dd HH:mm:ss UTC",
  "yyyy-MM-dd HH:mm:ss",
  "yyyy-MM-dd HH:mm:ss.SSS",
  "yyyy-MM-dd",
] = [
  "epochMs",
  "epochSeconds",
  "iso",
  "yyyy-MM-dd HH:mm:ss UTC",
  "yyyy-MM-dd HH:mm:ss",
  "yyyy-MM-dd HH:mm:ss.SSS",
  "yyyy-MM-dd",
];
/** How a text says an instant. */
export type InstantFormat = (typeof INSTANT_FORMATS)[number];

/** An instant that was read; `local` says where its local time was skipped (`gap`) or came twice (`overlap`). */
export interface Instant {
  readonly at: EpochMs;
  readonly local?: "gap" | "overlap";
}

const SHAPES: Readonly<Record<InstantFormat, RegExp>> = {
  epochMs: /^-?\d{1,16}$/,
  epochSeconds: /^-?\d{1,13}$/,
  iso: /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/,
  "yyyy-MM-dd HH:mm:ss UTC": /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d) UTC$/,
  "yyyy-MM-dd HH:mm:ss": /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/,
  "yyyy-MM-dd HH:mm:ss.SSS": /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3})$/,
  "yyyy-MM-dd": /^(\d{4})-(\d\d)-(\d\d)$/,
};

/**
 * Whether a format says nothing about the zone, so that one has to be declared beside it.
 *
 * @example
 * needsZone("yyyy-MM-dd"); // => true
 * needsZone("iso"); // => false
 */
export const needsZone = (format: InstantFormat): boolean => format.startsWith("yyyy") && !format.endsWith("UTC");

/**
 * Reads an instant in a declared format.
 *
 * A local time that came twice is read as the earlier instant; one that was skipped moves forward by the gap.
 *
 * @param text the instant as it was written
 * @param options.zone IANA zone, needed by the formats that name none
 * @returns the instant, or what is wrong with the text
 * @throws RangeError when a format without a zone comes without one, or the zone is unknown
 * @example
 * readInstant("2019-10-01 00:00:00 UTC", { format: "yyyy-MM-dd HH:mm:ss UTC" }); // => { ok: true, value: { at: 1569888000000 } }
 * readInstant("2017-11-25", { format: "yyyy-MM-dd", zone: "Asia/Shanghai" }); // => { ok: true, value: { at: 1511539200000 } }
 * readInstant("yesterday", { format: "iso" }); // => { ok: false, error: "must be an instant written as iso" }
 */
export function readInstant(
  text: string,
  options: { readonly format: InstantFormat; readonly zone?: string | undefined },
): Result<Instant, string> {
  const { format, zone } = options;
  const match = SHAPES[format].exec(text);
  if (format === "epochMs" || format === "epochSeconds") {
    const at = match ? Number(text) * (format === "epochMs" ? 1 : 1000) : Number.NaN;
    return isEpochMs(at) ? ok({ at }) : refuse(`must be a whole number, written as ${format}`);
  }
  const utc = match ? utcOf(match) : undefined;
  if (!match || utc === undefined) return refuse(`must be an instant written as ${format}`);
  if (!needsZone(format)) return ok({ at: utc - offsetMs(match[8] ?? "Z") });
  if (zone === undefined) throw new RangeError(`the format ${format} needs a zone`);
  return ok(instantOf(utc, zone));
}

/** The written date and time as if in UTC; undefined where the calendar or the clock has no such moment. */
function utcOf(match: RegExpExecArray): number | undefined {
  const [year, month, day, hour, minute, second] = [1, 2, 3, 4, 5, 6].map((i) => Number(match[i] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const fraction = Math.trunc(Number(`0.${match[7] ?? "0"}`) * 1000 + 1e-9);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
}

function offsetMs(designator: string): number {
  if (designator === "Z" || designator === "UTC") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(designator) as unknown as [
    string,
    string,
    string,
    string,
  ];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** The instant at which a zone's wall clock shows what UTC shows at `utc`. Whichever offset was in force the day before and the day after decides; the two differ only around a change. */
export function instantOf(utc: number, zone: string): Instant {
  const before = zoneOffsetMs(utc - DAY_MS, zone);
  const after = zoneOffsetMs(utc + DAY_MS, zone);
  if (before === after) return { at: utc - before };
  const holds = [before, after].filter((offset) => zoneOffsetMs(utc - offset, zone) === offset);
  if (holds.length === 0) return { at: utc - before, local: "gap" };
  const at = utc - Math.max(...holds);
  return holds.length === 2 ? { at, local: "overlap" } : { at };
}
