import {
  byCodeUnit,
  canonicalJson,
  type EpochMs,
  hashHex,
  type Issue,
  issueAt,
  type Json,
  localDay,
  ok,
  type Result,
  refuse,
  requireNow,
} from "../model";
import { type LeadDays, type LeadTraitName, leadDays, type PastLead, pastLeadIssues } from "./lead-timing";
import { groupKeys } from "./read-timing";

/** How soon leads order: at each age in days at which something happened, what share has ordered and what share is open. */
export interface TimingCurve {
  readonly leads: number;
  readonly orders: number;
  /** Ascending ages. */
  readonly days: readonly number[];
  /** The share that has ordered by the end of that day, never falling, in [0, 1]. */
  readonly ordered: readonly number[];
  /** The share neither ordered nor lost by then, never rising. */
  readonly open: readonly number[];
}

/** How soon leads order, by what they are, as JSON. */
export interface TimeToOrder {
  /** Hash of everything else: equal curves, equal version. */
  readonly version: string;
  /** Which fields tell leads apart, the most telling first. */
  readonly by: readonly LeadTraitName[];
  readonly all: TimingCurve;
  /** Curves by the values of the first fields of `by`, as a JSON list: `["H"]`, `["H","visited"]`. */
  readonly groups: { readonly [values: string]: TimingCurve };
}

/** What to learn timing from. */
export interface TimingOptions {
  /** What happened later is not known yet. */
  readonly now: EpochMs;
  /** The IANA zone whose dates count. */
  readonly zone: string;
  /** `["grade", "stage"]` by default. */
  readonly by?: readonly LeadTraitName[];
  /** A group with fewer orders than this uses the curve of the larger group around it; 20 by default, our choice. */
  readonly minOrders?: number;
  /** Learn from what happened in this many days up to `now`; all there is by default. */
  readonly windowDays?: number;
}

/** Our choice: an age at which fewer leads than this were watched tells nothing. */
const MIN_WATCHED = 10;

/**
 * Learns from past leads how soon they order, where many have not ended yet: Kaplan and Meier's estimate, and Aalen and
 * Johansen's where leads are lost, too.
 *
 * A lead still open at `now` counts as open up to its age and says nothing of later. Leads that enter later than `now`, and
 * ends later than `now`, are not known yet, so replaying history gives the curves of that day. Ages at which fewer than 10
 * leads were watched tell nothing, and no order is promised there: so a curve ends with the oldest leads.
 *
 * Where business changes, `windowDays` learns from the last days only: a lead that was open before them counts from the age
 * it had when they began (delayed entry), so that slow orders are not lost with old leads.
 *
 * @param leads past leads in any order, one for each time a lead entered a stage or a grade if these are in `by`
 * @returns the curves, or located issues: an end before its beginning, two ends, no instant, or no order at all (code
 *   `no-orders`)
 * @throws RangeError when `now` or the zone does not exist, or `minOrders` is no whole number from 1
 * @example
 * const lead = (day: number, ordered?: number) => ({
 *   at: day * DAY_MS, series: "Estrella", region: "East", ...(ordered !== undefined && { orderedAt: ordered * DAY_MS }),
 * });
 * const leads = [...Array(10).keys()].flatMap((day) => [lead(day, day + 3), lead(day)]);
 * const fitted = fitTimeToOrder(leads, { now: 99 * DAY_MS, zone: "Asia/Shanghai" });
 * fitted.ok && [fitted.value.all.days, fitted.value.all.ordered]; // => [[3], [0.5]]
 * @see E. Kaplan and P. Meier, Nonparametric estimation from incomplete observations (1958); O. Aalen and S. Johansen, An
 *   empirical transition matrix for non-homogeneous Markov chains based on censored observations (1978)
 */
export function fitTimeToOrder(
  leads: readonly PastLead[],
  options: TimingOptions,
): Result<TimeToOrder, readonly Issue[]> {
  const issues = pastLeadIssues(leads);
  if (issues.length > 0) return refuse(issues);
  const today = localDay(requireNow(options.now), options.zone);
  return timingByDay(leadDays(leads, options.zone), today, options);
}

/** {@link fitTimeToOrder} of leads in local days, by the end of a day. */
export function timingByDay(
  leads: readonly LeadDays[],
  today: number,
  options: Pick<TimingOptions, "by" | "minOrders" | "windowDays">,
): Result<TimeToOrder, readonly Issue[]> {
  const { by = ["grade", "stage"], minOrders = 20, windowDays } = options;
  if (!(Number.isSafeInteger(minOrders) && minOrders >= 1))
    throw new RangeError(`minOrders must be a whole number from 1, got ${minOrders}`);
  if (windowDays !== undefined && !(Number.isSafeInteger(windowDays) && windowDays >= 1))
    throw new RangeError(`windowDays must be a whole number from 1, got ${windowDays}`);
  const since = windowDays === undefined ? Number.NEGATIVE_INFINITY : today - windowDays + 1;
  const all = curveOf(leads, since, today);
  if (all.orders === 0) return refuse([issueAt("no-orders", [], "no lead has ordered by now")]);
  const members = new Map<string, LeadDays[]>();
  for (const one of leads) {
    for (const key of groupKeys(one.lead, by)) {
      const group = members.get(key) ?? [];
      members.set(key, group);
      group.push(one);
    }
  }
  const curves = [...members].map(([key, group]): [string, TimingCurve] => [key, curveOf(group, since, today)]);
  const telling = curves.filter(([, { orders }]) => orders >= minOrders).sort(([a], [b]) => byCodeUnit(a, b));
  const timing = { by, all, groups: Object.fromEntries(telling) };
  return ok({ version: hashHex(canonicalJson(timing as unknown as Json)), ...timing });
}

function curveOf(leads: readonly LeadDays[], since: number, today: number): TimingCurve {
  const watches = leads.flatMap((lead) => watchOf(lead, since, today));
  const starts = watches.map(({ from }) => from).sort(ascending);
  const ends = [...watches].sort((a, b) => a.to - b.to);
  const curve = { days: [] as number[], ordered: [] as number[], open: [] as number[] };
  let [ordered, open, started] = [0, 1, 0];
  for (let i = 0; i < ends.length; ) {
    const age = (ends[i] as Watch).to;
    while (started < starts.length && (starts[started] as number) <= age) started++;
    const watched = started - i;
    let [orders, losses] = [0, 0];
    for (; ends[i]?.to === age; i++) {
      if (ends[i]?.end === "ordered") orders++;
      if (ends[i]?.end === "lost") losses++;
    }
    if (orders + losses === 0 || watched < MIN_WATCHED) continue;
    ordered += (open * orders) / watched;
    open *= 1 - (orders + losses) / watched;
    curve.days.push(age);
    curve.ordered.push(ordered);
    curve.open.push(open);
  }
  return { leads: watches.length, orders: ends.filter(({ end }) => end === "ordered").length, ...curve };
}

/** The ages between which a lead was watched, both in it, and how the watch ended. */
interface Watch {
  readonly from: number;
  readonly to: number;
  readonly end: "ordered" | "lost" | undefined;
}

function watchOf({ entered, ordered, lost }: LeadDays, since: number, today: number): readonly Watch[] {
  const last = Math.min(ordered ?? lost ?? today, today);
  if (entered > today || last < since) return [];
  const ended = (ordered ?? lost ?? Number.POSITIVE_INFINITY) <= today;
  const end = ended ? (ordered === undefined ? ("lost" as const) : ("ordered" as const)) : undefined;
  return [{ from: Math.max(0, since - entered), to: last - entered, end }];
}

const ascending = (a: number, b: number): number => a - b;
