import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model";
import { arbitraryActions, arbitraryIntentMatrix } from "../testing";
import { compareMatrices, type IntentHistory } from "./compare-matrices";
import { DEFAULT_INTENT_MATRIX } from "./default-matrix";
import type { IntentMatrix } from "./intent-matrix";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const now = Date.UTC(2026, 2, 10, 4);
const at = now - DAY_MS;

/** The default matrix with another weight for an action. */
const reweighed = (name: string, weight: number): IntentMatrix => ({
  ...DEFAULT_INTENT_MATRIX,
  version: "draft",
  columns: DEFAULT_INTENT_MATRIX.columns.map((column) => ({
    ...column,
    actions: column.actions.map((one) => (one.action === name ? { ...one, weight } : one)),
  })),
});

const histories: readonly IntentHistory[] = [
  {
    person: "Lin",
    actions: [
      { action: "testDrive", at },
      { action: "quote", at },
    ],
  },
  { person: "Wu", actions: [{ action: "testDrive", at }] },
  { person: "Zhao", actions: [{ action: "follow", at }] },
  { person: "An", actions: [{ action: "testDrive", at }] },
];

describe("compareMatrices", () => {
  it("says who moves to which band, by how much, and through which action", () => {
    const found = compareMatrices(histories, DEFAULT_INTENT_MATRIX, reweighed("testDrive", 0.2), { now });
    expect(found).toMatchObject({
      before: "automotive-1",
      after: "draft",
      persons: 4,
      raised: 0,
      lowered: 3,
      moved: 3,
      meanDifference: -0.225,
    });
    expect(found.bands.map(({ band, before, after }) => [band, before, after])).toEqual([
      ["none", 0, 0],
      ["low", 1, 3],
      ["medium", 2, 1],
      ["high", 1, 0],
      ["veryHigh", 0, 0],
    ]);
    expect(found.moves).toEqual([
      { from: "medium", to: "low", persons: 2 },
      { from: "high", to: "medium", persons: 1 },
    ]);
    expect(found.changes.map(({ person }) => person)).toEqual(["An", "Lin", "Wu"]);
    expect(found.changes[1]).toEqual({
      person: "Lin",
      before: { score: 0.9, band: "high" },
      after: { score: 0.6, band: "medium" },
      difference: -0.3,
      because: [{ action: "testDrive", label: { zh: "试驾", en: "Take a test drive" }, difference: -0.3 }],
    });
  });

  it("lists the largest differences first, as many as asked for, and counts all", () => {
    const found = compareMatrices(histories, DEFAULT_INTENT_MATRIX, reweighed("quote", 0.1), { now, limit: 0 });
    expect([found.lowered, found.changes]).toEqual([1, []]);
    const both = { ...reweighed("quote", 0.1), totalCap: 0.45, bands: DEFAULT_INTENT_MATRIX.bands.slice(0, 3) };
    const { changes } = compareMatrices(histories, DEFAULT_INTENT_MATRIX, both, { now, limit: 2 });
    expect(changes.map(({ person, difference }) => [person, difference])).toEqual([
      ["Lin", -0.45],
      ["An", -0.05],
    ]);
  });

  it("names actions and bands that only one of the matrices has", () => {
    const [acquire] = DEFAULT_INTENT_MATRIX.columns as [IntentMatrix["columns"][number]];
    const renamed = [{ band: "everybody", label: { zh: "全部", en: "Everybody" }, from: 0 }];
    const small = { ...DEFAULT_INTENT_MATRIX, version: "small", columns: [acquire], bands: renamed };
    const found = compareMatrices(histories, DEFAULT_INTENT_MATRIX, small, { now });
    expect(found.bands.at(-1)).toEqual({ ...renamed[0], from: undefined, before: 0, after: 4 });
    expect(found.moved).toBe(4);
    expect(found.changes[0]?.because.map(({ action, difference }) => [action, difference])).toEqual([
      ["testDrive", -0.5],
      ["quote", -0.4],
    ]);
    const zhao = found.changes.find(({ person }) => person === "Zhao");
    expect([zhao?.difference, zhao?.because]).toEqual([0, []]);
  });

  const world = fc.tuple(arbitraryIntentMatrix("UTC"), arbitraryIntentMatrix("UTC")).chain(([a, b]) =>
    fc.record({
      a: fc.constant(a),
      b: fc.constant(b),
      histories: fc
        .array(arbitraryActions(a, now), { maxLength: 6 })
        .map((all) => all.map((actions, i) => ({ person: `person ${i}`, actions }))),
    }),
  );

  it("is the reverse when read the other way, nothing against itself, and the same in any order", () => {
    fc.assert(
      fc.property(world, ({ a, b, histories: some }) => {
        const there = compareMatrices(some, a, b, { now });
        const back = compareMatrices(some, b, a, { now });
        expect([back.raised, back.lowered, back.moved]).toEqual([there.lowered, there.raised, there.moved]);
        expect(back.meanDifference + there.meanDifference).toBeCloseTo(0, 8);
        expect(compareMatrices(some, a, a, { now })).toMatchObject({ moved: 0, moves: [], changes: [] });
        const reversed = compareMatrices([...some].reverse(), a, b, { now });
        expect(JSON.stringify(reversed)).toBe(JSON.stringify(there));
        expect(there.moves.reduce((sum, { persons }) => sum + persons, 0)).toBe(there.moved);
        for (const side of ["before", "after"] as const)
          expect(there.bands.reduce((sum, band) => sum + band[side], 0)).toBe(some.length);
      }),
      { numRuns: RUNS },
    );
  });

  it("throws on a person who is there twice, and a limit that is none", () => {
    const compare = (all: readonly IntentHistory[], limit?: number) => () =>
      compareMatrices(all, DEFAULT_INTENT_MATRIX, DEFAULT_INTENT_MATRIX, {
        now,
        ...(limit !== undefined && { limit }),
      });
    expect(compare([...histories, { person: "Wu", actions: [] }])).toThrow("got Wu twice");
    expect(compare(histories, -1)).toThrow(RangeError);
    expect(compareMatrices([], DEFAULT_INTENT_MATRIX, DEFAULT_INTENT_MATRIX, { now }).meanDifference).toBe(0);
  });
});
