import {
  byCodeUnit,
  dateOfDay,
  type EpochMs,
  type Issue,
  isEpochMs,
  issueAt,
  localDay,
  ok,
  type Result,
  refuse,
  requireNow,
} from "../model";
import { type CalendarWeek, datesOf, weeksAfter } from "./calendar-weeks";
import type { TimeToOrder } from "./fit-time-to-order";
import type { LeadTraits } from "./lead-timing";
import { timingAt, timingOf } from "./read-timing";
import { type CountForecast, forecastCount } from "./sum-of-chances";

/** A lead that has neither ordered nor been lost. */
export interface OpenLead extends LeadTraits {
  /** The chance to order at all from here, such as a lead model's; without it the curve of its like tells that, too. */
  readonly probability?: number;
}

/** What to expect of one week: how many orders, and between which numbers. Dates are `yyyy-mm-dd`, both in it. */
export interface WeekForecast extends CountForecast {
  readonly from: string;
  readonly to: string;
}

/** The weeks of one series in one region. */
export interface CellForecast {
  readonly series: string;
  readonly region: string;
  readonly leads: number;
  readonly weeks: readonly WeekForecast[];
}

/** What to expect of an open pipeline. */
export interface OrderForecast {
  /** The last day taken as known. */
  readonly asOf: string;
  readonly leads: number;
  /** Leads of which the curves say nothing more: older than any that was watched long enough. They count for nothing. */
  readonly untimed: number;
  /** By series, then region, in code-unit order. */
  readonly cells: readonly CellForecast[];
  /** All cells together; their interval is narrower than the sum of the cells' intervals. */
  readonly weeks: readonly WeekForecast[];
}

/** When, from what, how far. */
export interface ForecastOptions {
  readonly now: EpochMs;
  readonly zone: string;
  readonly timing: TimeToOrder;
  /** Calendar weeks from Monday, the rest of the current one first; 4 by default, at most 104. */
  readonly weeks?: number;
  /** How much the intervals should hold, in (0, 1); 0.8 by default. */
  readonly coverage?: number;
  /** How many times wider in variance than independent chances: what {@link backtestForecast} found; 1 by default. */
  readonly dispersion?: number;
}

/**
 * Forecasts orders by series, region and week **from the leads that are open now**: leads yet to come are not in it, so it
 * falls behind all orders the farther it looks.
 *
 *     P(orders in a week | open at age a) = (F(a + end) − F(a + start)) / S(a)
 *
 * with F and S of the curve of leads like it: which share has ordered, and is open, by an age. Where the lead has a
 * probability of its own, it is spread over time as F does: `probability · (F(…) − F(…)) / (F(∞) − F(a))`. Today is taken as
 * over. Chances of a week add up to the mean; the interval is that of the Poisson-binomial distribution, which takes leads
 * as independent and curves as true. Where a back-test finds intervals too narrow, give its `dispersion`.
 *
 * @param pipeline open leads in any order
 * @returns the forecast, or located issues: a lead from the future, or a probability out of range
 * @throws RangeError when an option is out of range
 * @example
 * const lead = (day: number, ordered?: number) => ({
 *   at: day * DAY_MS, series: "Estrella", region: "East", ...(ordered !== undefined && { orderedAt: ordered * DAY_MS }),
 * });
 * const past = [...Array(10).keys()].flatMap((day) => [lead(day, day + 3), lead(day)]);
 * const fitted = fitTimeToOrder(past, { now: 99 * DAY_MS, zone: "UTC" });
 * const timing = fitted.ok ? fitted.value : undefined;
 * const open = [...Array(8)].map(() => lead(99));
 * const forecast = timing && forecastOrders(open, { now: 99 * DAY_MS, zone: "UTC", timing, weeks: 2 });
 * forecast?.ok && forecast.value.weeks[1];
 * // => { from: "1970-04-13", to: "1970-04-19", expected: 4, variance: 2, low: 2, high: 6 }
 * @see {@link fitTimeToOrder} for the curves; the interval, see Y. Hong (2013)
 */
export function forecastOrders(
  pipeline: readonly OpenLead[],
  options: ForecastOptions,
): Result<OrderForecast, readonly Issue[]> {
  const { now, zone, timing, weeks = 4, coverage = 0.8, dispersion = 1 } = options;
  if (!(Number.isSafeInteger(weeks) && weeks >= 1 && weeks <= 104))
    throw new RangeError(`weeks must be a whole number in [1, 104], got ${weeks}`);
  if (!(coverage > 0 && coverage < 1)) throw new RangeError(`coverage must be in (0, 1), got ${coverage}`);
  if (!(dispersion >= 1 && dispersion < 1e6)) throw new RangeError(`dispersion must be from 1, got ${dispersion}`);
  const issues = openLeadIssues(pipeline, requireNow(now));
  if (issues.length > 0) return refuse(issues);
  const today = localDay(now, zone);
  const leads = pipeline.map((lead) => ({ lead, age: today - localDay(lead.at, zone) }));
  return ok(forecastByDay(leads, { today, timing, weeks, coverage, dispersion }));
}

function openLeadIssues(pipeline: readonly OpenLead[], now: EpochMs): readonly Issue[] {
  const issues: Issue[] = [];
  for (let i = 0; i < pipeline.length && issues.length < 100; i++) {
    const { at, probability = 0 } = pipeline[i] as OpenLead;
    if (!isEpochMs(at)) issues.push(issueAt("bad-instant", [i, "at"], `must be an instant, got ${at}`));
    else if (at > now)
      issues.push(issueAt("from-the-future", [i, "at"], `must not be later than now, ${now}, got ${at}`));
    if (!(probability >= 0 && probability <= 1))
      issues.push(issueAt("bad-probability", [i, "probability"], `must be in [0, 1], got ${probability}`));
  }
  return issues;
}

/** {@link forecastOrders} of leads by their age in days. */
export function forecastByDay(
  leads: readonly { readonly lead: OpenLead; readonly age: number }[],
  options: Required<Omit<ForecastOptions, "now" | "zone">> & { readonly today: number },
): OrderForecast {
  const { today, timing } = options;
  const weeks = weeksAfter(today, options.weeks);
  const cells = new Map<string, { series: string; region: string; chances: (readonly number[])[] }>();
  let untimed = 0;
  for (const { lead, age } of leads) {
    const chances = chancesOf(lead, age, timing, weeks, today);
    if (!chances) untimed++;
    const key = JSON.stringify([lead.series, lead.region]);
    const cell = cells.get(key) ?? { series: lead.series, region: lead.region, chances: [] };
    cells.set(key, cell);
    cell.chances.push(chances ?? []);
  }
  const forecast = (all: readonly (readonly number[])[]): readonly WeekForecast[] =>
    weeks.map((week, i) => ({
      ...datesOf(week),
      ...forecastCount(
        all.map((chances) => chances[i] ?? 0).filter((chance) => chance > 0),
        options,
      ),
    }));
  const sorted = [...cells.values()].sort((a, b) => byCodeUnit(a.series, b.series) || byCodeUnit(a.region, b.region));
  return {
    asOf: dateOfDay(today),
    leads: leads.length,
    untimed,
    cells: sorted.map(({ series, region, chances }) => ({
      series,
      region,
      leads: chances.length,
      weeks: forecast(chances),
    })),
    weeks: forecast(sorted.flatMap(({ chances }) => chances)),
  };
}

/** A lead's chance to order in each week; nothing where its curve has ended before its age. */
function chancesOf(
  lead: OpenLead,
  age: number,
  timing: TimeToOrder,
  weeks: readonly CalendarWeek[],
  today: number,
): readonly number[] | undefined {
  const curve = timingOf(timing, lead);
  const { ordered, open } = timingAt(curve, age);
  const ahead = (curve.ordered.at(-1) ?? 0) - ordered;
  if (!(ahead > 0)) return undefined;
  const perShare = lead.probability === undefined ? 1 / open : lead.probability / ahead;
  return weeks.map(({ from, to }) => {
    const share = timingAt(curve, age + to - today).ordered - timingAt(curve, age + from - 1 - today).ordered;
    return Math.min(1, share * perShare);
  });
}
