import { byCodeUnit, type EpochMs, requireNow } from "../model";
import type { Dealer } from "./dealer";
import { type FirstResponse, firstResponse } from "./first-response";
import { type Rate, rateOf } from "./rate";

/** One lead one dealer had, as it turned out so far. */
export interface LeadRecord {
  readonly lead: string;
  readonly dealer: string;
  readonly adviser?: string;
  readonly assignedAt: EpochMs;
  readonly respondedAt?: EpochMs;
  /** When it was ordered from this dealer. */
  readonly orderedAt?: EpochMs;
  /** When its loss was claimed. */
  readonly lostAt?: EpochMs;
  /** When this person bought the brand after all, from whomever. */
  readonly boughtAt?: EpochMs;
}

/** What is measured of a dealer, or of one of its advisers. */
export interface DealerFigures {
  readonly dealer: string;
  readonly adviser?: string;
  readonly leads: number;
  /** Leads neither ordered nor lost. */
  readonly open: number;
  /** Answered in time, of those answered or overdue. */
  readonly withinSla: Rate;
  /** Opening time to the answer within which half of those were answered; absent where fewer were. */
  readonly medianResponseMs?: number;
  /** The same for nine in ten. */
  readonly p90ResponseMs?: number;
  /** Ordered, of all leads; those still open may yet be. */
  readonly conversion: Rate;
  /** Bought after all, of those claimed lost: a high rate says that leads are given up too early. */
  readonly lostThenBought: Rate;
}

/** What to measure against. */
export interface FiguresOptions {
  readonly now: EpochMs;
  readonly dealers: readonly Pick<Dealer, "id" | "hours">[];
  /** Opening time to the first response. */
  readonly firstResponseMs: number;
}

/**
 * Measures dealers: how soon they answer, how often they sell, how often what they gave up was bought after all.
 *
 * A lead that was never answered and is overdue counts as one that takes for ever, so silence does not improve a median.
 * What happens after `now` is not known yet. Rates carry their number and a 95 % interval: compare intervals, not rates.
 *
 * @param records in any order
 * @returns by dealer, in code-unit order
 * @throws RangeError when `now` is no instant, or a record's dealer is not among the dealers
 * @example
 * const hours = { zone: "Asia/Shanghai", week: [{ day: 1, from: "09:00", to: "18:00" }] };
 * const nine = Date.UTC(2026, 2, 2, 1);
 * const records = [
 *   { lead: "a", dealer: "d1", assignedAt: nine, respondedAt: nine + 10 * MINUTE_MS, orderedAt: nine + HOUR_MS },
 *   { lead: "b", dealer: "d1", assignedAt: nine, lostAt: nine + HOUR_MS, boughtAt: nine + 9 * HOUR_MS },
 * ];
 * const options = { now: nine + DAY_MS, dealers: [{ id: "d1", hours }], firstResponseMs: 30 * MINUTE_MS };
 * const [figures] = measureDealers(records, options);
 * [figures.medianResponseMs, figures.withinSla.rate, figures.lostThenBought.rate]; // => [600000, 0.5, 1]
 */
export const measureDealers = (records: readonly LeadRecord[], options: FiguresOptions): readonly DealerFigures[] =>
  measureGroups(records, options, ({ dealer }) => [dealer]);

/**
 * Measures advisers as {@link measureDealers} measures dealers. Leads without an adviser make one group of their dealer,
 * without `adviser`.
 *
 * @param records in any order
 * @returns by dealer and adviser, in code-unit order
 * @throws RangeError when `now` is no instant, or a record's dealer is not among the dealers
 * @example
 * const hours = { zone: "Asia/Shanghai", week: [] };
 * const records = [{ lead: "a", dealer: "d1", adviser: "li", assignedAt: 0, orderedAt: 5 }];
 * const options = { now: 9, dealers: [{ id: "d1", hours }], firstResponseMs: MINUTE_MS };
 * measureAdvisers(records, options).map(({ adviser, conversion }) => [adviser, conversion.count]); // => [["li", 1]]
 */
export const measureAdvisers = (records: readonly LeadRecord[], options: FiguresOptions): readonly DealerFigures[] =>
  measureGroups(records, options, ({ dealer, adviser }) => [dealer, ...(adviser === undefined ? [] : [adviser])]);

function measureGroups(
  records: readonly LeadRecord[],
  options: FiguresOptions,
  nameOf: (record: LeadRecord) => readonly string[],
): readonly DealerFigures[] {
  requireNow(options.now);
  const hoursOf = new Map(options.dealers.map(({ id, hours }) => [id, hours]));
  const groups = new Map<string, LeadRecord[]>();
  for (const record of records) {
    if (record.assignedAt > options.now) continue;
    const key = JSON.stringify(nameOf(record));
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return [...groups]
    .map(([key, group]) => ({ name: JSON.parse(key) as readonly string[], group }))
    .sort((a, b) => byCodeUnit(a.name[0] ?? "", b.name[0] ?? "") || byCodeUnit(a.name[1] ?? "", b.name[1] ?? ""))
    .map(({ name: [dealer = "", adviser], group }) => {
      const hours = hoursOf.get(dealer);
      if (!hours) throw new RangeError(`dealers must name every dealer, got none for ${JSON.stringify(dealer)}`);
      return { dealer, ...(adviser !== undefined && { adviser }), ...figuresOf(group, hours, options) };
    });
}

function figuresOf(
  group: readonly LeadRecord[],
  hours: Dealer["hours"],
  { now, firstResponseMs }: FiguresOptions,
): Omit<DealerFigures, "dealer" | "adviser"> {
  const known = (at: EpochMs | undefined): at is EpochMs => at !== undefined && at <= now;
  const lost = group.filter(({ lostAt }) => known(lostAt));
  const bought = lost.filter(({ lostAt, boughtAt }) => known(boughtAt) && boughtAt > (lostAt as EpochMs));
  const ordered = group.filter(({ orderedAt }) => known(orderedAt)).length;
  const open = group.filter(({ orderedAt, lostAt }) => !known(orderedAt) && !known(lostAt)).length;
  const responses = group.map((one) => firstResponse(one, { hours, withinMs: firstResponseMs, now }));
  return {
    leads: group.length,
    open,
    ...responseFigures(responses.filter(({ state }) => state !== "waiting")),
    conversion: rateOf(ordered, group.length),
    lostThenBought: rateOf(bought.length, lost.length),
  };
}

/** Of responses that are in or overdue. Quantiles by nearest rank, those never answered last. */
function responseFigures(
  settled: readonly FirstResponse[],
): Pick<DealerFigures, "withinSla" | "medianResponseMs" | "p90ResponseMs"> {
  const took = settled.filter(({ state }) => state !== "overdue").map(({ tookMs }) => tookMs);
  took.sort((a, b) => a - b);
  const median = took[Math.ceil(settled.length * 0.5) - 1];
  const p90 = took[Math.ceil(settled.length * 0.9) - 1];
  return {
    withinSla: rateOf(settled.filter(({ state }) => state === "met").length, settled.length),
    ...(median !== undefined && { medianResponseMs: median }),
    ...(p90 !== undefined && { p90ResponseMs: p90 }),
  };
}
