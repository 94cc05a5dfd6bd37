import * as z from "zod";
import { boundedList, type Issue, issueAt, isTimeZone, parseDefinition, type Result, refuse } from "../model";
import type { OpeningHours } from "./opening-hours";

/** A place that takes leads. */
export interface Dealer {
  readonly id: string;
  readonly brands: readonly string[];
  /** Codes of the regions it may serve, such as `310115` for a district and `31` for a whole province. */
  readonly territories: readonly string[];
  /** Languages it serves, such as `zh`; absent: any. */
  readonly languages?: readonly string[];
  readonly hours: OpeningHours;
  /** How many more leads it can take. */
  readonly capacity: number;
  /** How well it did, in [0, 1], such as the low end of its conversion; absent where too little is known. */
  readonly performance?: number;
}

const name: z.ZodString = z.string().min(1).max(100);
const names: z.ZodType<readonly string[]> = boundedList(name, 1, 10_000);
const clock: z.ZodString = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: "must be HH:MM" });
const openTime = { from: clock, to: clock };
const hoursSchema: z.ZodType<OpeningHours> = z.strictObject({
  zone: z.string().refine(isTimeZone, { error: "is not an IANA time zone" }),
  week: boundedList(z.strictObject({ day: z.int().min(1).max(7), ...openTime }), 0, 100),
  exceptions: boundedList(
    z.strictObject({ date: z.iso.date(), open: boundedList(z.strictObject(openTime), 0, 10) }),
    0,
    1_000,
  ).exactOptional(),
});
const dealerSchema: z.ZodType<Dealer> = z.strictObject({
  id: name,
  brands: names,
  territories: names,
  languages: names.exactOptional(),
  hours: hoursSchema,
  capacity: z.int().min(0),
  performance: z.number().min(0).max(1).exactOptional(),
});
const dealersSchema: z.ZodType<readonly Dealer[]> = boundedList(dealerSchema, 0, 10_000);
const MEMBERS = ["id", "brands", "territories", "languages", "hours", "capacity", "performance"].concat(
  ["zone", "week", "exceptions"],
  ["day", "from", "to", "date", "open"],
);

/**
 * Checks dealers from outside and says everything that is wrong with them at once.
 *
 * @param input anything, usually parsed JSON
 * @returns the dealers, or located issues
 * @example
 * const week = [{ day: 1, from: "18:00", to: "09:00" }];
 * const dealer = { id: "d1", brands: ["Nova"], territories: ["31"], hours: { zone: "Asia/Shanghai", week }, capacity: 5 };
 * const refused = checkDealers([dealer, dealer]);
 * refused.ok ? [] : refused.error.map(({ code, pointer }) => [code, pointer]);
 * // => [["not-in-order", "/0/hours/week/0"], ["not-in-order", "/1/hours/week/0"], ["duplicate-name", "/1/id"]]
 */
export function checkDealers(input: unknown): Result<readonly Dealer[], readonly Issue[]> {
  const parsed = parseDefinition(dealersSchema, input, MEMBERS);
  if (!parsed.ok) return parsed;
  const issues = parsed.value.flatMap(({ id, hours }, i) => [
    ...hours.week.flatMap((time, k) => checkOrder(time, [i, "hours", "week", k])),
    ...(hours.exceptions ?? []).flatMap(({ open }, k) =>
      open.flatMap((time, t) => checkOrder(time, [i, "hours", "exceptions", k, "open", t])),
    ),
    ...(parsed.value.findIndex((other) => other.id === id) < i
      ? [issueAt("duplicate-name", [i, "id"], `the dealer ${id} is already there`)]
      : []),
  ]);
  return issues.length === 0 ? parsed : refuse(issues);
}

const checkOrder = (
  { from, to }: { readonly from: string; readonly to: string },
  at: readonly PropertyKey[],
): Issue[] =>
  from < to
    ? []
    : [issueAt("not-in-order", at, `opens at ${from}, so cannot close at ${to}; past midnight, write two`)];
