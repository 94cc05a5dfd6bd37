import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, startOfLocalDate } from "../model";
import { actionsIn, arbitraryIntentMatrix, intentLaws } from "../testing";
import { DEFAULT_INTENT_MATRIX } from "./default-matrix";
import { bandOf, bandWithHysteresis } from "./intent-bands";
import { checkMatrix, defineMatrix, type IntentMatrix } from "./intent-matrix";
import { tallyActions } from "./intent-tally";
import { nextDateAt } from "./next-date";
import { scoreIntent } from "./score-intent";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const now = startOfLocalDate("2026-03-10", "Asia/Shanghai") + 12 * HOUR_MS;
const label = { zh: "动作", en: "Action" };

/** One column with one action. */
const single = (action: Partial<IntentMatrix["columns"][number]["actions"][number]>): IntentMatrix => ({
  version: "1",
  zone: "Asia/Shanghai",
  totalCap: 1.5,
  columns: [
    {
      column: "acquire",
      label,
      cap: 1.5,
      actions: [{ action: "a", label, weight: 1, frequencyCap: 10, decay: { kind: "none" }, ...action }],
    },
  ],
  bands: [{ band: "all", label, from: 0 }],
});
const scoreOf = (matrix: IntentMatrix, actions: readonly { at: number; count?: number }[], at: number): number =>
  scoreIntent(
    actions.map((one) => ({ action: "a", ...one })),
    matrix,
    { now: at },
  ).score;

describe("scoreIntent", () => {
  it("scores five clicks and a saved product at 70 %", () => {
    const clicks = Array.from({ length: 5 }, (_, i) => ({ action: "click", at: now - i * HOUR_MS }));
    const { score, band, contributions } = scoreIntent(
      [...clicks, { action: "save", at: now }],
      DEFAULT_INTENT_MATRIX,
      {
        now,
      },
    );
    expect([score, band]).toEqual([0.7, "medium"]);
    expect(contributions.filter(({ points }) => points > 0)).toEqual([
      { action: "click", column: "acquire", count: 5, counted: 5, decay: 1, points: 0.3, next: 0 },
      { action: "save", column: "activate", count: 1, counted: 1, decay: 1, points: 0.4, next: 0 },
    ]);
    expect(contributions.find(({ action }) => action === "testDrive")?.next).toBe(0.5);
  });

  it("tells what counts from what was done: daily cap, window, decay", () => {
    const matrix = single({ dailyCap: 3, windowDays: 10, decay: { kind: "halfLife", days: 5 } });
    const actions = [
      { action: "a", at: now, count: 7 },
      { action: "a", at: now - 5 * DAY_MS, count: 1 },
      { action: "a", at: now - 10 * DAY_MS, count: 9 },
    ];
    expect(scoreIntent(actions, matrix, { now }).contributions[0]).toEqual({
      action: "a",
      column: "acquire",
      count: 17,
      counted: 4,
      decay: 0.875,
      points: 0.35,
      next: 0,
    });
  });

  it("fades in steps, each good through its last day", () => {
    const steps = [
      { throughDays: 7, factor: 1 },
      { throughDays: 15, factor: 0.7 },
    ];
    const matrix = single({ decay: { kind: "steps", steps } });
    const scores = [0, 7, 8, 15, 16].map((age) => scoreOf(matrix, [{ at: now }], now + age * DAY_MS));
    expect(scores).toEqual([0.1, 0.1, 0.07, 0.07, 0]);
  });

  it("falls on every day of a half-life", () => {
    const matrix = single({ decay: { kind: "halfLife", days: 4 } });
    const scores = [0, 1, 2, 3, 4, 6, 8].map((age) => scoreOf(matrix, [{ at: now }], now + age * DAY_MS));
    expect(scores).toEqual([0.1, 0.084089642, 0.070710678, 0.059460356, 0.05, 0.035355339, 0.025]);
  });

  it("fades at the zone's midnight, not at UTC's, not after 24 hours", () => {
    const matrix = single({ decay: { kind: "halfLife", days: 1 } });
    const midnight = startOfLocalDate("2026-03-11", "Asia/Shanghai");
    const late = [{ at: midnight - 1 }];
    expect(scoreOf(matrix, late, midnight - 1)).toBe(0.1);
    expect(scoreOf(matrix, late, midnight)).toBe(0.05);
    expect(scoreOf(matrix, [{ at: midnight }], midnight + 9 * HOUR_MS)).toBe(0.1);
    expect(scoreOf({ ...matrix, zone: "UTC" }, late, midnight)).toBe(0.1);
  });

  it("adds weights as on paper: 0.7 and 0.1 reach the band from 0.8", () => {
    const matrix = defineMatrix({
      ...single({}),
      columns: [0.7, 0.1].map((weight, i) => ({
        column: i === 0 ? ("acquire" as const) : ("refer" as const),
        label,
        cap: 1,
        actions: [{ action: `a${i}`, label, weight, frequencyCap: 1, decay: { kind: "none" as const } }],
      })),
      bands: DEFAULT_INTENT_MATRIX.bands,
    });
    const both = ["a0", "a1"].map((action) => ({ action, at: now }));
    expect(scoreIntent(both, matrix, { now })).toMatchObject({ score: 0.8, band: "high" });
  });

  it("takes the negative group off last, and never goes below 0", () => {
    const full = actionsIn(DEFAULT_INTENT_MATRIX).map(({ action }) => ({ action, at: now, count: 50 }));
    const { negative, ...positive } = DEFAULT_INTENT_MATRIX;
    expect(scoreIntent(full, positive, { now }).score).toBe(1.5);
    expect(scoreIntent(full, DEFAULT_INTENT_MATRIX, { now }).score).toBe(0.7);
    expect(scoreIntent([{ action: "complain", at: now }], DEFAULT_INTENT_MATRIX, { now }).score).toBe(0);
    expect(negative?.cap).toBe(0.8);
  });

  it("announces the midnight, the window's end, the future action; nothing where nothing fades", () => {
    const midnight = startOfLocalDate("2026-03-11", "Asia/Shanghai");
    const next = (action: object, at: number): number | undefined =>
      scoreIntent([{ action: "a", at }], single(action), { now }).nextChange;
    expect(next({ decay: { kind: "halfLife", days: 9 } }, now)).toBe(midnight);
    expect(next({ windowDays: 30 }, now)).toBe(midnight + 29 * DAY_MS);
    expect(next({}, now)).toBeUndefined();
    expect(next({}, now + 5)).toBe(now + 5);
    expect(scoreIntent([{ action: "other", at: now + 5 }], single({}), { now }).nextChange).toBeUndefined();
  });

  it("gives the same bytes in any order, where even the last binary digit of a sum would show", () => {
    const steps = [0.9, 0.7, 0.6].map((factor, throughDays) => ({ throughDays, factor }));
    const matrix = single({ weight: 2.5e-8, decay: { kind: "steps", steps } });
    const actions = [0, 1, 2].map((age) => ({ at: now - age * DAY_MS }));
    expect(0.9 + 0.7 + 0.6).not.toBe(0.6 + 0.7 + 0.9);
    expect(scoreOf(matrix, actions, now)).toBe(scoreOf(matrix, [...actions].reverse(), now));
  });

  it.each([
    [[{ action: "a", at: 0.5 }], 1],
    [[{ action: "a", at: Number.POSITIVE_INFINITY }], 1],
    [[{ action: "a", at: 0, count: -1 }], 1],
    [[{ action: "a", at: 0, count: 1.5 }], 1],
    [[], Number.NaN],
  ])("throws on %j at %s", (actions, at) => {
    expect(() => scoreIntent(actions, single({}), { now: at })).toThrow(RangeError);
  });

  it("takes hostile action names for what they are", () => {
    const names = ["__proto__", "constructor", "toString"].map((action) => ({ action, at: now }));
    expect(scoreIntent(names, DEFAULT_INTENT_MATRIX, { now }).score).toBe(0);
  });
});

describe("the laws of a mergeable score", () => {
  it.each(intentLaws(DEFAULT_INTENT_MATRIX))("hold for the default matrix: $name", ({ check }) => {
    check({ numRuns: RUNS });
  });

  const seeded = fc.sample(arbitraryIntentMatrix(), { numRuns: 12, seed: 7 });
  it.each(intentLaws(DEFAULT_INTENT_MATRIX).map(({ name }, i) => ({ name, i })))(
    "hold for any matrix: $name",
    ({ i }) => {
      for (const matrix of seeded) {
        expect(checkMatrix(matrix)).toMatchObject({ ok: true });
        intentLaws(matrix)[i]?.check({ numRuns: Math.ceil(RUNS / 5) });
      }
    },
  );

  it("announce the next change where clocks went back across midnight", () => {
    // in St. John's, clocks went from 00:01 back to 23:01 of the day before
    const back = Date.UTC(2010, 10, 7, 2, 31);
    const matrix = { ...single({ decay: { kind: "halfLife", days: 1 } }), zone: "America/St_Johns" };
    const around = fc.oneof(
      fc.integer({ min: back - 3 * HOUR_MS, max: back + 3 * HOUR_MS }),
      fc.integer({ min: back - 90_000, max: back + 60_000 }),
    );
    fc.assert(
      fc.property(around, fc.array(around), fc.double({ min: 0, max: 1, noNaN: true }), (at, actions, share) => {
        const times = actions.map((one) => ({ action: "a", at: one }));
        const { score, nextChange } = scoreIntent(times, matrix, { now: at });
        expect(score).toBeLessThanOrEqual(Math.min(1, times.length / 10));
        const end = nextChange ?? at + DAY_MS;
        for (const later of [at + Math.floor((end - 1 - at) * share), end - 1]) {
          expect(scoreIntent(times, matrix, { now: later }).score).toBe(score);
        }
      }),
      { numRuns: RUNS * 3 },
    );
  });
});

describe("tallyActions", () => {
  it("leaves out what was done no times", () => {
    const none = { action: "click", at: 0, count: 0 };
    expect(tallyActions([none], "UTC")).toEqual({});
    expect(tallyActions([none, { action: "save", at: 0 }, { action: "save", at: DAY_MS, count: 0 }], "UTC")).toEqual({
      save: { "1970-01-01": 1 },
    });
  });
});

describe("nextDateAt", () => {
  it("leaps over a skipped midnight, and comes twice where a date comes back", () => {
    const saoPaulo = Date.UTC(2018, 10, 3, 20);
    expect(nextDateAt(saoPaulo, "America/Sao_Paulo")).toBe(Date.UTC(2018, 10, 4, 3));
    const midnight = Date.UTC(2010, 10, 7, 2, 30);
    expect(nextDateAt(midnight - 1, "America/St_Johns")).toBe(midnight);
    expect(nextDateAt(midnight, "America/St_Johns")).toBe(midnight + 60_000);
    expect(nextDateAt(midnight + 60_000, "America/St_Johns")).toBe(Date.UTC(2010, 10, 7, 3, 30));
  });

  it("is the next midnight where clocks change within the day", () => {
    expect(nextDateAt(Date.UTC(2026, 2, 8, 6), "America/New_York")).toBe(Date.UTC(2026, 2, 9, 4));
    expect(nextDateAt(Date.UTC(2026, 10, 1, 5), "America/New_York")).toBe(Date.UTC(2026, 10, 2, 5));
  });
});

describe("bandWithHysteresis", () => {
  it("rises at once, falls late, and never holds a band for long", () => {
    const { bands } = DEFAULT_INTENT_MATRIX;
    const from = (name?: string): number => bands.find(({ band }) => band === name)?.from ?? -1;
    for (const previous of [undefined, "gone", ...bands.map(({ band }) => band)]) {
      for (let percent = 0; percent <= 150; percent++) {
        const score = percent / 100;
        const plain = bandOf(score, DEFAULT_INTENT_MATRIX);
        const band = bandWithHysteresis(previous, score, DEFAULT_INTENT_MATRIX, { margin: 0.05 });
        expect(from(band)).toBeGreaterThanOrEqual(from(plain));
        expect(score).toBeGreaterThan(from(band) - 0.05);
        if (band !== plain) expect(from(band)).toBeLessThanOrEqual(from(previous));
        if (previous !== undefined && score > from(previous) - 0.05)
          expect(from(band)).toBeGreaterThanOrEqual(from(previous));
        expect(bandWithHysteresis(previous, score, DEFAULT_INTENT_MATRIX, { margin: 0 })).toBe(plain);
      }
    }
  });

  it.each([Number.NaN, -0.1])("throws on a score of %s", (score) => {
    expect(() => bandWithHysteresis("low", score, DEFAULT_INTENT_MATRIX)).toThrow(RangeError);
    expect(() => bandWithHysteresis("low", 1, DEFAULT_INTENT_MATRIX, { margin: score })).toThrow(RangeError);
  });
});

describe("DEFAULT_INTENT_MATRIX", () => {
  it("is a matrix; this is checked here and not whenever a program starts", () => {
    expect(checkMatrix(DEFAULT_INTENT_MATRIX)).toEqual({ ok: true, value: DEFAULT_INTENT_MATRIX });
  });
});

describe("checkMatrix", () => {
  const issues = (matrix: unknown): unknown => {
    const checked = checkMatrix(matrix);
    return checked.ok ? [] : checked.error.map(({ code, pointer, hint }) => [code, pointer, hint ?? ""]);
  };

  it("accepts the default matrix, through JSON as well", () => {
    expect(issues(JSON.parse(JSON.stringify(DEFAULT_INTENT_MATRIX)))).toEqual([]);
    for (const { column, cap } of DEFAULT_INTENT_MATRIX.columns)
      expect([column, cap >= 0.8]).toEqual([column, column === "revenue"]);
  });

  it("says every mistake of the shape at once", () => {
    const bad = single({
      weight: 0,
      dailyCap: 0.5,
      windowDays: 0,
      decay: {
        kind: "steps",
        steps: [
          { throughDays: 3, factor: 0.5 },
          { throughDays: 2, factor: 0.9 },
        ],
      },
    });
    expect(issues({ ...bad, zone: "Asia/Shangai", totalcap: 1 })).toEqual([
      ["bad-value", "/zone", ""],
      ["too-small", "/columns/0/actions/0/weight", ""],
      ["invalid-type", "/columns/0/actions/0/dailyCap", ""],
      ["too-small", "/columns/0/actions/0/windowDays", ""],
      ["bad-value", "/columns/0/actions/0/decay/steps", ""],
      ["unknown-member", "/totalcap", "did you mean totalCap?"],
    ]);
  });

  it("refuses names taken twice, and bands out of order", () => {
    const [column] = single({}).columns;
    const bands = [0.1, 0.1, 2].map((from, i) => ({ band: `b${i % 2}`, label, from }));
    expect(issues({ ...single({}), columns: [column, column], bands })).toEqual([
      ["duplicate-name", "/columns/1/column", ""],
      ["duplicate-name", "/columns/1/actions/0/action", ""],
      ["duplicate-name", "/bands/2/band", ""],
      ["bad-band", "/bands/0/from", ""],
      ["bad-band", "/bands/1/from", ""],
      ["bad-band", "/bands/2/from", ""],
    ]);
    expect(() => defineMatrix({ ...single({}), bands: [] })).toThrow("intent matrix was refused");
  });
});
