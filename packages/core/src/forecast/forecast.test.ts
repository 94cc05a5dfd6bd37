import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, type Result } from "../model";
import { forecastLaws } from "../testing/forecast-laws";
import { backtestForecast } from "./backtest-forecast";
import { weeksAfter } from "./calendar-weeks";
import { fitTimeToOrder, type TimeToOrder, type TimingCurve } from "./fit-time-to-order";
import { forecastOrders, type OpenLead } from "./forecast-orders";
import type { PastLead } from "./lead-timing";
import { forecastCount } from "./sum-of-chances";

const numRuns = Number(process.env.TRIBUTARY_RUNS ?? 100);
const value = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const issuesOf = (result: Result<unknown, readonly { readonly code: string; readonly pointer: string }[]>): unknown =>
  result.ok ? [] : result.error.map(({ code, pointer }) => `${code} ${pointer}`);

interface End {
  readonly ordered?: number;
  readonly lost?: number;
  readonly grade?: string;
  readonly stage?: string;
}
const lead = (day: number, { ordered, lost, ...traits }: End = {}): PastLead => ({
  at: day * DAY_MS,
  series: "Estrella",
  region: "East",
  ...traits,
  ...(ordered !== undefined && { orderedAt: ordered * DAY_MS }),
  ...(lost !== undefined && { lostAt: lost * DAY_MS }),
});
const many = (count: number, ...of: Parameters<typeof lead>): PastLead[] =>
  Array.from({ length: count }, () => lead(...of));
const fit = (leads: readonly PastLead[], day: number, options = {}): TimeToOrder =>
  value(fitTimeToOrder(leads, { now: day * DAY_MS, zone: "UTC", ...options }));
const steps = ({ days, ordered, open }: TimingCurve): unknown =>
  days.map((day, i) => [day, Number(ordered[i]?.toFixed(9)), Number(open[i]?.toFixed(9))]);

describe("fitTimeToOrder", () => {
  it("counts who is still watched: leads too young to tell say nothing of later ages", () => {
    // 20 old leads, half of which ordered at 10 days; 20 young ones, open at 5 days
    const leads = [...many(10, 0, { ordered: 10 }), ...many(10, 0), ...many(20, 95)];
    expect(steps(fit(leads, 100).all)).toEqual([[10, 0.5, 0.5]]);
  });

  it("keeps lost leads from ordering, and orders and losses of one day apart", () => {
    const leads = [
      ...many(10, 0, { lost: 4 }),
      ...many(5, 0, { ordered: 4 }),
      ...many(10, 0, { ordered: 8 }),
      ...many(15, 0),
    ];
    expect(steps(fit(leads, 50).all)).toEqual([
      [4, 5 / 40, 25 / 40],
      [8, 15 / 40, 15 / 40],
    ]);
  });

  it("knows nothing later than now", () => {
    const leads = [...many(10, 0, { ordered: 3 }), ...many(20, 0, { ordered: 30 }), ...many(10, 0), ...many(20, 60)];
    const known = [...many(10, 0, { ordered: 3 }), ...many(30, 0)];
    expect(fit(leads, 20)).toEqual(fit(known, 20));
  });

  it("promises nothing at ages at which fewer than ten leads were watched", () => {
    const leads = [...many(20, 0, { ordered: 2 }), ...many(9, 0, { ordered: 5 })];
    expect(steps(fit(leads, 50).all)).toEqual([[2, Number((20 / 29).toFixed(9)), Number((9 / 29).toFixed(9))]]);
  });

  it("learns from a window by the ages leads had when it began", () => {
    // before day 50 nobody ordered; since then every second one at 20 days
    const old = many(40, 0);
    const recent = [...many(10, 40, { ordered: 60 }), ...many(10, 40)];
    const curve = fit([...old, ...recent], 100, { windowDays: 51 }).all;
    expect(steps(curve)).toEqual([[20, 0.5, 0.5]]);
    expect(curve.leads).toBe(60);
    expect(steps(fit([...old, ...recent], 100).all)).toEqual([
      [20, Number((10 / 60).toFixed(9)), Number((50 / 60).toFixed(9))],
    ]);
  });

  it("gives groups with enough orders a curve of their own, the first field alone where both are too few", () => {
    const leads = [
      ...many(20, 0, { ordered: 2, grade: "H", stage: "visited" }),
      ...many(5, 0, { ordered: 4, grade: "H", stage: "called" }),
      ...many(5, 0, { ordered: 9, grade: "A", stage: "called" }),
      ...many(70, 0, { grade: "A", stage: "called" }),
    ];
    const timing = fit(leads, 90);
    expect(Object.keys(timing.groups)).toEqual(['["H","visited"]', '["H"]']);
    expect(timing.groups['["H"]']?.orders).toBe(25);
    expect(Object.keys(fit(leads, 90, { minOrders: 5, by: ["stage"] }).groups)).toEqual(['["called"]', '["visited"]']);
  });

  it("gives the same bytes in any order, another version for other curves, and survives JSON", () => {
    const past = fc.array(
      fc.record({
        day: fc.nat(60),
        wait: fc.nat(40),
        end: fc.constantFrom("ordered", "lost", "open"),
        grade: fc.constantFrom("H", "A"),
      }),
      { minLength: 1, maxLength: 60, size: "max" },
    );
    fc.assert(
      fc.property(past, (rows) => {
        const leads = [
          ...many(1, 0, { ordered: 1 }),
          ...rows.map(({ day, wait, end, grade }) =>
            lead(day, { grade, ...(end !== "open" && { [end]: day + wait }) }),
          ),
        ];
        const bytes = JSON.stringify(fit(leads, 70));
        expect(JSON.stringify(fit(leads.reverse(), 70))).toBe(bytes);
        const { ordered, open } = (JSON.parse(bytes) as TimeToOrder).all;
        ordered.forEach((share, i) => {
          expect(share).toBeGreaterThanOrEqual(ordered[i - 1] ?? 0);
          expect(open[i]).toBeLessThanOrEqual(open[i - 1] ?? 1);
          expect(share + (open[i] ?? 0)).toBeLessThanOrEqual(1 + 1e-12);
        });
      }),
      { numRuns },
    );
    expect(fit(many(20, 0, { ordered: 2 }), 9).version).not.toBe(fit(many(20, 0, { ordered: 3 }), 9).version);
  });

  it("refuses what cannot be, each in its place", () => {
    const bad = [lead(5, { ordered: 4 }), lead(0, { ordered: 1, lost: 2 }), lead(5, { lost: 1 }), lead(Number.NaN)];
    const asked = { now: 9 * DAY_MS, zone: "UTC" };
    expect(issuesOf(fitTimeToOrder(bad, asked))).toEqual([
      "ends-before-it-begins /0/orderedAt",
      "two-ends /1/lostAt",
      "ends-before-it-begins /2/lostAt",
      "bad-instant /3/at",
    ]);
    expect(issuesOf(fitTimeToOrder([lead(0)], asked))).toEqual(["no-orders "]);
    expect(() => fitTimeToOrder([], { ...asked, minOrders: 0 })).toThrow(RangeError);
    expect(() => fitTimeToOrder([], { ...asked, windowDays: 0.5 })).toThrow(RangeError);
    expect(() => fitTimeToOrder([], { ...asked, zone: "Mars" })).toThrow(RangeError);
  });
});

describe("forecastCount", () => {
  const options = { coverage: 0.8, dispersion: 1 };

  it("is the binomial distribution where all chances are alike", () => {
    expect(forecastCount(new Array(8).fill(0.5), options)).toEqual({ expected: 4, variance: 2, low: 2, high: 6 });
    expect(forecastCount([], options)).toEqual({ expected: 0, variance: 0, low: 0, high: 0 });
    expect(forecastCount([1, 1, 0], options)).toEqual({ expected: 2, variance: 0, low: 2, high: 2 });
  });

  it("comes to the same by the corrected normal distribution, within one", () => {
    for (const p of [0.003, 0.02, 0.2, 0.7]) {
      const chances = Array.from({ length: 1_000 }, (_, i) => p * (0.5 + i / 1_000));
      const [exact, normal] = [forecastCount(chances, options), forecastCount([...chances, 0, 0], options)];
      expect(Math.abs(exact.low - normal.low) + Math.abs(exact.high - normal.high), `${p}`).toBeLessThanOrEqual(1);
    }
  });

  it("widens with dispersion, about the same mean", () => {
    const chances = new Array(100).fill(0.2);
    const [plain, wide] = [forecastCount(chances, options), forecastCount(chances, { ...options, dispersion: 4 })];
    expect(wide.expected).toBe(plain.expected);
    expect([plain.low, plain.high, wide.low, wide.high]).toEqual([15, 25, 10, 30]);
  });
});

describe("weeksAfter", () => {
  it("ends weeks on Sundays, and begins with the rest of the current one", () => {
    const MONDAY = 4; // 1970-01-05
    expect(weeksAfter(MONDAY - 1, 2)).toEqual([
      { from: 4, to: 10 },
      { from: 11, to: 17 },
    ]);
    expect(weeksAfter(MONDAY, 2)).toEqual([
      { from: 5, to: 10 },
      { from: 11, to: 17 },
    ]);
    expect(weeksAfter(MONDAY + 5, 1)).toEqual([{ from: 10, to: 10 }]);
  });
});

const timing = fit(
  [
    ...many(30, 0, { ordered: 2, grade: "H", stage: "visited" }),
    ...many(30, 0, { ordered: 12, grade: "H", stage: "visited" }),
    ...many(40, 0, { grade: "H", stage: "visited" }),
    ...many(25, 0, { ordered: 20, grade: "A" }),
    ...many(75, 0, { lost: 30, grade: "A" }),
  ],
  200,
);

describe("the laws of a forecast", () => {
  it.each(forecastLaws(timing))("hold: $name", ({ check }) => check({ numRuns }));
});

describe("forecastOrders", () => {
  const SUNDAY = 1_000 - ((1_000 + 4) % 7); // days from 1970-01-01, a Thursday
  const asked = { now: SUNDAY * DAY_MS, zone: "UTC", timing, weeks: 3 };
  const open = (age: number, traits: Partial<OpenLead> = {}): OpenLead => ({
    at: (SUNDAY - age) * DAY_MS,
    series: "Estrella",
    region: "East",
    grade: "H",
    stage: "visited",
    ...traits,
  });
  const expected = (leads: readonly OpenLead[]): number[] =>
    value(forecastOrders(leads, asked)).weeks.map((week) => Number(week.expected.toFixed(9)));

  it("asks of each lead what those like it did that were open at its age", () => {
    expect(expected([open(0)])).toEqual([0.3, 0.3, 0]);
    expect(expected([open(2)])).toEqual([0, Number((0.3 / 0.7).toFixed(9)), 0]);
    expect(expected([open(9)])).toEqual([Number((0.3 / 0.7).toFixed(9)), 0, 0]);
    expect(expected([open(14, { grade: "A" })])).toEqual([0.25, 0, 0]);
    const bare: OpenLead = { at: asked.now, series: "Estrella", region: "East" };
    expect(expected([bare])).toEqual([0.15, 0.15, 0.125]);
  });

  it("spreads a lead's own probability over the time that is left", () => {
    expect(expected([open(0, { probability: 0.9 })])).toEqual([0.45, 0.45, 0]);
    expect(expected([open(5, { probability: 0.9 })])).toEqual([0.9, 0, 0]);
  });

  it("says of how many leads it knows nothing more, and keeps them in their cell", () => {
    const said = value(forecastOrders([open(12), open(300, { probability: 1 }), open(0, { region: "West" })], asked));
    expect(said).toMatchObject({ leads: 3, untimed: 2 });
    expect(said.cells.map(({ region, leads }) => [region, leads])).toEqual([
      ["East", 2],
      ["West", 1],
    ]);
  });

  it("refuses leads from the future and chances out of range, each in its place", () => {
    const bad = [open(-1), open(0, { probability: 1.1 }), open(0, { at: 0.5, probability: Number.NaN })];
    expect(issuesOf(forecastOrders(bad, asked))).toEqual([
      "from-the-future /0/at",
      "bad-probability /1/probability",
      "bad-instant /2/at",
      "bad-probability /2/probability",
    ]);
    for (const wrong of [{ weeks: 0 }, { weeks: 105 }, { coverage: 1 }, { dispersion: 0.5 }, { now: 0.5 }])
      expect(() => forecastOrders([], { ...asked, ...wrong })).toThrow(RangeError);
  });
});

describe("backtestForecast", () => {
  const asked = { zone: "UTC", from: "1970-03-01", to: "1970-06-30", observedThrough: "1970-07-12", weeks: 2 };
  const steady = Array.from({ length: 250 }, (_, day) => [
    ...many(2, day, { ordered: day + 10 }),
    ...many(6, day, { lost: day + 20 }),
  ]).flat();

  it("is right where nothing changes, and so is the naive forecast", () => {
    const { overall, dispersion, skipped, points } = value(backtestForecast(steady, asked));
    expect(overall.wape).toBeLessThan(1e-9);
    expect([overall.naiveWape, overall.coverage, dispersion, skipped]).toEqual([0, 1, 1, []]);
    expect(points[0]).toMatchObject({ origin: "1970-03-01", ahead: 1, actual: 14, naive: 14 });
    expect(points[1]).toMatchObject({ origin: "1970-03-01", ahead: 2, actual: 6, naive: 6 });
  });

  it("learns nothing from what came after an origin", () => {
    // from day 100 on leads order twice as often: unknown at origins before the first of these orders
    const doubled = steady.map((one) =>
      one.lostAt !== undefined && one.at >= 100 * DAY_MS && one.at % (3 * DAY_MS) === 0
        ? lead(one.at / DAY_MS, { ordered: one.at / DAY_MS + 10 })
        : one,
    );
    const early = { ...asked, to: "1970-04-12" };
    const said = (history: readonly PastLead[]): unknown =>
      value(backtestForecast(history, early)).points.map(({ expected, low, high, naive }) => [
        expected,
        low,
        high,
        naive,
      ]);
    expect(said(doubled)).toEqual(said(steady));
    const { overall } = value(backtestForecast(doubled, asked));
    expect(overall.bias).toBeLessThan(-0.1);
    expect(value(backtestForecast(doubled, asked)).dispersion).toBeGreaterThan(1.5);
  });

  it("scores no week that is not known to its end, and names origins with nothing to learn from", () => {
    const late = value(backtestForecast(steady, { ...asked, from: "1970-06-28", observedThrough: "1970-07-11" }));
    expect(late.points.map(({ origin, ahead }) => [origin, ahead])).toEqual([["1970-06-28", 1]]);
    expect(value(backtestForecast(steady, { ...asked, from: "1970-01-01", to: "1970-01-18" })).skipped).toEqual([
      "1970-01-04",
    ]);
  });

  it("widens intervals by the errors known at each origin where told to learn them", () => {
    const waves = steady.filter(
      ({ at, orderedAt }) => orderedAt === undefined || Math.floor(at / DAY_MS / 14) % 2 === 0,
    );
    const [plain, learnt] = ([1, "learnt"] as const).map((dispersion) =>
      value(backtestForecast(waves, { ...asked, dispersion })),
    );
    expect(learnt?.overall.coverage).toBeGreaterThan(plain?.overall.coverage as number);
    const { low, high } = plain?.points[0] ?? {};
    expect(learnt?.points[0]).toMatchObject({ low, high });
  });

  it("refuses and throws as its parts do", () => {
    expect(issuesOf(backtestForecast([lead(5, { ordered: 4 })], asked))).toEqual([
      "ends-before-it-begins /0/orderedAt",
    ]);
    for (const wrong of [{ weeks: 0 }, { coverage: 0 }, { dispersion: 0 }, { minOrders: 0 }, { from: "1970-02-30" }])
      expect(() => backtestForecast(steady, { ...asked, ...wrong })).toThrow(RangeError);
  });
});
