import { DAY_MS, type EpochMs, type Issue, isEpochMs, issueAt, ok, type Result, refuse, requireNow } from "../model";
import { waitingTime } from "./waiting-time";

/** One visit of a car for scheduled service (保养); the delivery (交车) counts as the first, at 0 km. */
export interface ServiceVisit {
  readonly at: EpochMs;
  readonly odometerKm?: number;
}

/** What the maker asks for, and how far owners are taken to follow it. Every number is configuration. */
export interface ServicePolicy {
  /** Service is due after so many days or kilometres, whichever comes first. */
  readonly intervalDays: number;
  readonly intervalKm: number;
  /** How owners scatter about that: the standard deviation of the logarithm of an interval. */
  readonly spread: number;
  /** How many intervals of one's own count as much as the maker's rule. */
  readonly weight: number;
  /** A visit sooner than this after the last belongs to it. */
  readonly sameVisitDays: number;
  /** How much the window holds, in (0, 1). */
  readonly coverage: number;
  /** Below this chance to stay away so long, the car counts as lapsed (流失). */
  readonly lapsedBelow: number;
}

/**
 * Once a year or every 10,000 km, whichever comes first, as makers of passenger cars commonly ask for; the rest is our
 * choice: two of three owners within ±35 %, two own intervals weigh as much as the rule, windows that hold 80 %.
 */
export const DEFAULT_SERVICE_POLICY: ServicePolicy = {
  intervalDays: 365,
  intervalKm: 10_000,
  spread: 0.35,
  weight: 2,
  sameVisitDays: 7,
  coverage: 0.8,
  lapsedBelow: 0.05,
};

/** When a car is due, and when its owner is likely to come. */
export interface ServiceExpectation {
  readonly lastAt: EpochMs;
  /** By the maker's rule. */
  readonly dueAt: EpochMs;
  /** The window in which the owner is likely to come, given that they have not by now; its middle is as likely as not. */
  readonly from: EpochMs;
  readonly expected: EpochMs;
  readonly to: EpochMs;
  /** `lapsed`: so long overdue that the car is likely serviced elsewhere, or gone. */
  readonly status: "upcoming" | "overdue" | "lapsed";
  /** How many intervals of its own speak here; with none it is the rule alone. */
  readonly ownIntervals: number;
  /** What it drives, where that is known. */
  readonly kmPerDay?: number;
}

/**
 * Expects a car's next service visit: a window, not a point.
 *
 * The maker's rule (days or kilometres, whichever comes first at what the car drives) is where it starts from; the car's own
 * intervals pull it towards the owner's habit. Visits later than `now` are not known yet. Give visits for scheduled service
 * only: a repair says nothing about the next one.
 *
 * @param visits of one car, in any order, the delivery as the first
 * @param options.kmPerDay what the car drives, such as from telematics; else from odometer readings 30 days or more apart
 * @returns the expectation, or located issues: no instant, an odometer that falls or is negative, or no visit (code `no-visits`)
 * @throws RangeError when an option is out of range
 * @example
 * const visits = [0, 180, 365, 540].map((day) => ({ at: day * DAY_MS, odometerKm: day * 55 }));
 * const next = expectNextService(visits, { now: 600 * DAY_MS });
 * next.ok && next.value.status; // => "upcoming"
 * next.ok && Math.round((next.value.dueAt - 540 * DAY_MS) / DAY_MS); // => 182
 * next.ok && [next.value.from, next.value.expected, next.value.to].map((at) => Math.round(at / DAY_MS)); // => [672, 721, 787]
 * @see {@link DEFAULT_SERVICE_POLICY} for what is our choice
 */
export function expectNextService(
  visits: readonly ServiceVisit[],
  options: { readonly now: EpochMs; readonly kmPerDay?: number; readonly policy?: Partial<ServicePolicy> },
): Result<ServiceExpectation, readonly Issue[]> {
  const now = requireNow(options.now);
  const policy = checkPolicy({ ...DEFAULT_SERVICE_POLICY, ...options.policy });
  if (options.kmPerDay !== undefined && !(options.kmPerDay > 0 && options.kmPerDay < 10_000))
    throw new RangeError(`kmPerDay must be above 0, got ${options.kmPerDay}`);
  const issues = visitIssues(visits);
  if (issues.length > 0) return refuse(issues);
  const known = visits.filter(({ at }) => at <= now).sort(inOrder);
  const separate = separateVisits(known, policy.sameVisitDays);
  const last = separate.at(-1);
  if (!last) return refuse([issueAt("no-visits", [], "there is no visit by now, nor the delivery")]);
  const kmPerDay = options.kmPerDay ?? drivenPerDay(known);
  const dueDays = Math.min(policy.intervalDays, kmPerDay === undefined ? Infinity : policy.intervalKm / kmPerDay);
  const own = separate.slice(1).map(({ at }, i) => (at - (separate[i] as ServiceVisit).at) / DAY_MS);
  const wait = waitingTime(
    own,
    { typicalDays: dueDays, spread: policy.spread, weight: policy.weight },
    { elapsedDays: (now - last.at) / DAY_MS, coverage: policy.coverage },
  );
  const after = (days: number): EpochMs => last.at + Math.round(days * DAY_MS);
  const dueAt = after(dueDays);
  return ok({
    lastAt: last.at,
    dueAt,
    from: after(wait.earliestDays),
    expected: after(wait.expectedDays),
    to: after(wait.latestDays),
    status: wait.stillWaiting < policy.lapsedBelow ? "lapsed" : now > dueAt ? "overdue" : "upcoming",
    ownIntervals: own.length,
    ...(kmPerDay !== undefined && { kmPerDay }),
  });
}

const inOrder = (a: ServiceVisit, b: ServiceVisit): number => a.at - b.at || (a.odometerKm ?? 0) - (b.odometerKm ?? 0);

function checkPolicy(policy: ServicePolicy): ServicePolicy {
  for (const [name, value] of Object.entries(policy))
    if (!(Number.isFinite(value) && value > 0)) throw new RangeError(`policy.${name} must be above 0, got ${value}`);
  for (const name of ["coverage", "lapsedBelow"] as const)
    if (policy[name] >= 1) throw new RangeError(`policy.${name} must be in (0, 1), got ${policy[name]}`);
  return policy;
}

function visitIssues(visits: readonly ServiceVisit[]): readonly Issue[] {
  const issues: Issue[] = [];
  const read = visits.map((visit, i) => ({ ...visit, i })).sort(inOrder);
  let highest = 0;
  for (const { at, odometerKm, i } of read) {
    if (!isEpochMs(at)) issues.push(issueAt("bad-instant", [i, "at"], `must be an instant, got ${at}`));
    if (odometerKm === undefined) continue;
    if (!(Number.isFinite(odometerKm) && odometerKm >= highest))
      issues.push(
        issueAt("bad-odometer", [i, "odometerKm"], `must not be below ${highest} before it, got ${odometerKm}`),
      );
    else highest = odometerKm;
  }
  return issues;
}

/** Visits with those left out that belong to the one before. */
function separateVisits(sorted: readonly ServiceVisit[], sameVisitDays: number): readonly ServiceVisit[] {
  const separate: ServiceVisit[] = [];
  for (const visit of sorted) {
    const last = separate.at(-1);
    if (!last || visit.at - last.at >= sameVisitDays * DAY_MS) separate.push(visit);
  }
  return separate;
}

/** Readings nearer than this say little about a year's driving. Our choice. */
const MIN_READING_DAYS = 30;

function drivenPerDay(sorted: readonly ServiceVisit[]): number | undefined {
  const read = sorted.filter(({ odometerKm }) => odometerKm !== undefined);
  const [first, last] = [read[0], read.at(-1)];
  if (!first || !last || last.at - first.at < MIN_READING_DAYS * DAY_MS) return undefined;
  const perDay = (((last.odometerKm ?? 0) - (first.odometerKm ?? 0)) / (last.at - first.at)) * DAY_MS;
  return perDay > 0 ? perDay : undefined;
}
