import { DAY_MS, dateOfDay, type Issue, ok, type Result, refuse, startOfLocalDate } from "../model";
import { weeksAfter } from "./calendar-weeks";
import { type TimingOptions, timingByDay } from "./fit-time-to-order";
import { forecastByDay } from "./forecast-orders";
import { type LeadDays, leadDays, type PastLead, pastLeadIssues } from "./lead-timing";
import { dispersionOf, type ForecastPoint, type ForecastScore, scoreOf } from "./score-forecast";

/** A back-test. */
export interface ForecastBacktest {
  /** Sundays with nothing to learn from yet. */
  readonly skipped: readonly string[];
  readonly overall: ForecastScore;
  /** By distance: the first is the week right after the origin. */
  readonly byWeek: readonly ForecastScore[];
  /** Mean squared error over variance, at least 1: above 1 intervals need widening, by this much in variance. */
  readonly dispersion: number;
  readonly points: readonly ForecastPoint[];
}

/** Which origins, how far, from what. */
export interface BacktestOptions extends Pick<TimingOptions, "by" | "minOrders" | "windowDays"> {
  readonly zone: string;
  /** The first and the last date an origin may have, `yyyy-mm-dd`; every Sunday between is one. */
  readonly from: string;
  readonly to: string;
  /** The last date of which all orders are known: a week that ends later is not scored. */
  readonly observedThrough: string;
  readonly weeks?: number;
  readonly coverage?: number;
  /** A number for all origins, or `"learnt"`: at each from the errors known by then of the 13 weeks before. 1 by default. */
  readonly dispersion?: number | "learnt";
}

/**
 * Tests forecasts on the past, from a rolling origin: at each Sunday, curves are learnt from what was known by its end, the
 * orders of the leads open then are forecast for the next weeks, and held against what came.
 *
 * Beside it stands the naive forecast of the same thing, "as last time": for the k-th week, the orders of the week just over
 * by leads that were open k weeks ago. A forecast that is not below it in WAPE is not worth having.
 *
 * @param history past leads in any order
 * @returns scores and points in order of origin and distance, or the located issues of {@link fitTimeToOrder}
 * @throws RangeError when a date or the zone does not exist, or an option is out of range
 * @example
 * const lead = (day: number) => ({ at: day * DAY_MS, series: "Estrella", region: "East", orderedAt: (day + 10) * DAY_MS });
 * const tested = backtestForecast([...Array(200).keys()].map(lead), {
 *   zone: "UTC", from: "1970-03-01", to: "1970-06-30", observedThrough: "1970-07-19", weeks: 1,
 * });
 * tested.ok && [tested.value.overall.wape, tested.value.overall.coverage]; // => [0, 1]
 * @see R. Hyndman and G. Athanasopoulos, Forecasting: principles and practice (2021), on rolling origins and naive forecasts
 */
export function backtestForecast(
  history: readonly PastLead[],
  options: BacktestOptions,
): Result<ForecastBacktest, readonly Issue[]> {
  const issues = pastLeadIssues(history);
  if (issues.length > 0) return refuse(issues);
  const { weeks = 4, coverage = 0.8, dispersion = 1 } = options;
  if (!(Number.isSafeInteger(weeks) && weeks >= 1 && weeks <= 104))
    throw new RangeError(`weeks must be a whole number in [1, 104], got ${weeks}`);
  if (!(coverage > 0 && coverage < 1)) throw new RangeError(`coverage must be in (0, 1), got ${coverage}`);
  if (dispersion !== "learnt" && !(dispersion >= 1 && dispersion < 1e6))
    throw new RangeError(`dispersion must be from 1, or "learnt", got ${dispersion}`);
  const days = leadDays(history, options.zone);
  const observed = dayOf(options.observedThrough);
  const points: (ForecastPoint & { readonly ends: number })[] = [];
  const skipped: string[] = [];
  for (const origin of sundays(dayOf(options.from), dayOf(options.to))) {
    const timing = timingByDay(days, origin, options);
    if (!timing.ok) {
      skipped.push(dateOfDay(origin));
      continue;
    }
    const open = openAt(days, origin);
    const known =
      dispersion === "learnt"
        ? dispersionOf(points.filter(({ ends }) => ends <= origin && ends > origin - LEARNING_DAYS))
        : dispersion;
    const leads = open.map(({ lead, entered }) => ({ lead, age: origin - entered }));
    const forecast = forecastByDay(leads, { today: origin, timing: timing.value, weeks, coverage, dispersion: known });
    for (const [i, week] of weeksAfter(origin, weeks).entries()) {
      const said = forecast.weeks[i];
      if (week.to > observed || !said) continue;
      const { expected, variance, low, high } = said;
      const actual = ordersWithin(open, week.from, week.to);
      const naive = ordersWithin(openAt(days, origin - 7 * (i + 1)), origin - 6, origin);
      const point = { origin: dateOfDay(origin), ahead: i + 1, expected, variance, low, high, actual, naive };
      points.push({ ...point, ends: week.to });
    }
  }
  return ok({
    skipped,
    overall: scoreOf(points),
    byWeek: Array.from({ length: weeks }, (_, i) => scoreOf(points.filter(({ ahead }) => ahead === i + 1))),
    dispersion: dispersionOf(points),
    points: points.map(({ ends: _, ...point }) => point),
  });
}

/** How far back errors are learnt from: a quarter, for what was once so wrong need not be so still. Our choice. */
const LEARNING_DAYS = 91;

const dayOf = (date: string): number => startOfLocalDate(date, "UTC") / DAY_MS;

function sundays(from: number, to: number): readonly number[] {
  const days: number[] = [];
  for (let day = weeksAfter(from - 1, 1)[0]?.to ?? from; day <= to; day += 7) days.push(day);
  return days;
}

/** Leads that had entered and not ended by the end of a day. */
const openAt = (leads: readonly LeadDays[], day: number): readonly LeadDays[] =>
  leads.filter(
    ({ entered, ordered, lost }) => entered <= day && !((ordered ?? lost ?? Number.POSITIVE_INFINITY) <= day),
  );

const ordersWithin = (leads: readonly LeadDays[], from: number, to: number): number =>
  leads.reduce((sum, { ordered }) => sum + (ordered !== undefined && ordered >= from && ordered <= to ? 1 : 0), 0);
