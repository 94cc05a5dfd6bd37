import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model";
import {
  DEFAULT_SERVICE_POLICY,
  expectNextService,
  type ServiceExpectation,
  type ServiceVisit,
} from "./expect-next-service";
import { type OwnedCar, replacementWindow } from "./replacement-window";
import { waitingTime } from "./waiting-time";

const numRuns = Number(process.env.TRIBUTARY_RUNS ?? 100);
const onDays = (...days: readonly number[]): ServiceVisit[] => days.map((day) => ({ at: day * DAY_MS }));
const next = (visits: readonly ServiceVisit[], now: number, kmPerDay?: number): ServiceExpectation => {
  const said = expectNextService(visits, { now: now * DAY_MS, ...(kmPerDay !== undefined && { kmPerDay }) });
  if (!said.ok) throw new Error(JSON.stringify(said.error));
  return said.value;
};
const dayOf = (at: number): number => Math.round(at / DAY_MS);

describe("waitingTime", () => {
  const prior = { typicalDays: 365, spread: 0.35, weight: 2 };

  it("is the prior where nothing of one's own is known", () => {
    const wait = waitingTime([], prior, { elapsedDays: 0, coverage: 0.8 });
    const spread = 0.35 * Math.sqrt(1.5);
    expect(wait.expectedDays).toBeCloseTo(365, 9);
    expect(wait.earliestDays).toBeCloseTo(365 * Math.exp(-1.2815515655446 * spread), 6);
    expect(wait.latestDays).toBeCloseTo(365 * Math.exp(1.2815515655446 * spread), 6);
    expect(wait.within(365)).toBeCloseTo(0.5, 12);
  });

  it("counts the wait so far: of those who waited as long, half wait longer than expected", () => {
    const wait = waitingTime([], prior, { elapsedDays: 365, coverage: 0.8 });
    const spread = 0.35 * Math.sqrt(1.5);
    expect(wait.stillWaiting).toBeCloseTo(0.5, 12);
    expect(wait.expectedDays).toBeCloseTo(365 * Math.exp(0.6744897501961 * spread), 6);
    expect(wait.earliestDays).toBeCloseTo(365 * Math.exp(0.1256613468551 * spread), 6);
  });

  it("comes to the owner's own habit, and narrows, as more of it is seen", () => {
    const after = (n: number) => waitingTime(new Array(n).fill(200), prior, { elapsedDays: 0, coverage: 0.8 });
    expect(after(2).expectedDays).toBeCloseTo(Math.sqrt(365 * 200), 9);
    expect(after(50).expectedDays).toBeCloseTo(200, -1);
    expect(after(50).latestDays - after(50).earliestDays).toBeLessThan(after(2).latestDays - after(2).earliestDays);
  });

  it("ends after now, in order, and never sooner for having waited longer", () => {
    const days = fc.double({ min: 0, max: 5_000, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1, max: 900, noNaN: true }), { maxLength: 5 }), days, days, (own, a, b) => {
        const [sooner, later] = [Math.min(a, b), Math.max(a, b)].map((elapsedDays) =>
          waitingTime(own, prior, { elapsedDays, coverage: 0.8 }),
        ) as [ReturnType<typeof waitingTime>, ReturnType<typeof waitingTime>];
        expect(later.earliestDays).toBeGreaterThanOrEqual(Math.max(a, b));
        expect(later.earliestDays).toBeLessThanOrEqual(later.expectedDays);
        expect(later.expectedDays).toBeLessThanOrEqual(later.latestDays);
        expect(later.expectedDays).toBeGreaterThanOrEqual(sooner.expectedDays - 1e-6);
        expect(later.stillWaiting).toBeLessThanOrEqual(sooner.stillWaiting);
        expect(later.within(30) >= 0 && later.within(30) <= 1).toBe(true);
      }),
      { numRuns },
    );
  });
});

describe("expectNextService", () => {
  it("is due by days or by kilometres, whichever comes first", () => {
    expect(dayOf(next(onDays(0), 10).dueAt)).toBe(365);
    expect(dayOf(next(onDays(0), 10, 50).dueAt)).toBe(200);
    expect(dayOf(next(onDays(0), 10, 10).dueAt)).toBe(365);
    const visits = [
      { at: 0, odometerKm: 0 },
      { at: 100 * DAY_MS, odometerKm: 4_000 },
    ];
    expect(next(visits, 110)).toMatchObject({ kmPerDay: 40, ownIntervals: 1, dueAt: (100 + 250) * DAY_MS });
    expect(next([visits[0] as ServiceVisit, { at: 20 * DAY_MS, odometerKm: 4_000 }], 110).kmPerDay).toBeUndefined();
  });

  it("follows the owner's habit more, the longer it is known", () => {
    expect(dayOf(next(onDays(0), 0).expected)).toBe(365);
    expect(dayOf(next(onDays(0, 200, 400), 400).expected)).toBe(400 + Math.round(Math.sqrt(365 * 200)));
  });

  it("says overdue after the rule, and lapsed where hardly anybody stays away so long", () => {
    expect(next(onDays(0), 365).status).toBe("upcoming");
    expect(next(onDays(0), 366).status).toBe("overdue");
    expect(next(onDays(0), 1_000).status).toBe("lapsed");
  });

  it("takes a visit soon after another as part of it, and knows nothing later than now", () => {
    expect(next(onDays(0, 200, 203, 400), 400)).toEqual(next(onDays(0, 200, 400), 400));
    expect(next(onDays(0, 200, 400), 300)).toEqual(next(onDays(0, 200), 300));
    expect(next(onDays(400, 0, 200), 500)).toEqual(next(onDays(0, 200, 400), 500));
  });

  it("refuses what cannot be, each in its place", () => {
    const issues = (visits: readonly ServiceVisit[]): unknown => {
      const said = expectNextService(visits, { now: 0 });
      return said.ok ? [] : said.error.map(({ code, pointer }) => `${code} ${pointer}`);
    };
    expect(issues([])).toEqual(["no-visits "]);
    expect(issues(onDays(5))).toEqual(["no-visits "]);
    const falling = [
      { at: 9, odometerKm: 10 },
      { at: 5, odometerKm: 20 },
      { at: 0.5, odometerKm: -1 },
    ];
    expect(issues(falling)).toEqual(["bad-instant /2/at", "bad-odometer /2/odometerKm", "bad-odometer /0/odometerKm"]);
    expect(() => expectNextService([], { now: 0, kmPerDay: 0 })).toThrow(RangeError);
    expect(() => expectNextService([], { now: 0, policy: { spread: 0 } })).toThrow("policy.spread must be above 0");
    expect(() => expectNextService([], { now: 0, policy: { coverage: 1 } })).toThrow(RangeError);
  });

  it("is all configuration", () => {
    const policy = { intervalDays: 180, intervalKm: 5_000 };
    const said = expectNextService(onDays(0), { now: 0, kmPerDay: 50, policy });
    expect(said.ok && dayOf(said.value.dueAt)).toBe(100);
    expect(DEFAULT_SERVICE_POLICY.intervalDays).toBe(365);
  });
});

describe("replacementWindow", () => {
  const YEAR = 365.25 * DAY_MS;
  const years = (car: Partial<OwnedCar>, now: number): number[] => {
    const { from, expected, to } = replacementWindow({ ownedSince: 0, ...car }, { now: now * YEAR });
    return [from, expected, to].map((at) => Number((at / YEAR).toFixed(2)));
  };

  it("expects the typical time, sooner for a car that drives more and for who changes often", () => {
    expect(years({}, 0)[1]).toBe(6);
    expect(years({ kmPerYear: 24_000 }, 0)[1]).toBeCloseTo(6 / 2 ** 0.3, 2);
    expect(years({ earlierHoldingDays: [3, 3].map((n) => n * 365.25) }, 0)[1]).toBeCloseTo(Math.sqrt(18), 2);
  });

  it("lies ahead, however long the car has been kept, and opens as it draws near", () => {
    const of = (now: number) => replacementWindow({ ownedSince: 0 }, { now: now * YEAR });
    for (const now of [0, 3, 6, 9, 20]) expect(of(now).from).toBeGreaterThanOrEqual(now * YEAR);
    expect([1, 3, 6].map((now) => of(now).status)).toEqual(["early", "early", "open"]);
    expect(of(6).chanceWithinYear).toBeGreaterThan(of(3).chanceWithinYear);
  });

  it("names the ends of finance and warranty that lie between now and its end", () => {
    const car = { ownedSince: 0, financeEndsAt: 5 * YEAR, warrantyEndsAt: 3 * YEAR };
    const reasons = (now: number): unknown =>
      replacementWindow(car, { now: now * YEAR }).moments.map(({ reason }) => reason);
    expect([reasons(2), reasons(4), reasons(6)]).toEqual([["warranty-ends", "finance-ends"], ["finance-ends"], []]);
  });

  it("throws on what cannot be", () => {
    expect(() => replacementWindow({ ownedSince: 1 }, { now: 0 })).toThrow("ownedSince must not be later than now");
    expect(() => replacementWindow({ ownedSince: 0, kmPerYear: 0 }, { now: 0 })).toThrow(RangeError);
    expect(() => replacementWindow({ ownedSince: 0, warrantyEndsAt: 0.5 }, { now: 0 })).toThrow(RangeError);
    expect(() => replacementWindow({ ownedSince: 0, earlierHoldingDays: [0] }, { now: 0 })).toThrow(RangeError);
    expect(() => replacementWindow({ ownedSince: 0 }, { now: 0, policy: { openFrom: 0 } })).toThrow(RangeError);
  });
});
