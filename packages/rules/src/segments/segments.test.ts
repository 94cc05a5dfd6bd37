import { DefinitionError } from "@tributary/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSegments, compileSegments } from "./check-segments";
import { differenceOf, intersectionOf, unionOf } from "./combine-segments";
import { compileSegment, type SegmentDefinition } from "./compile-segment";
import { estimateSize } from "./estimate-size";

const label = { zh: "人群", en: "Segment" };
const over = (fact: string) => ({ fact, operator: "greaterThan", value: 0 });
const segment = (name: string, when: object): SegmentDefinition => ({
  segment: name,
  label,
  when: when as SegmentDefinition["when"],
});
const issuesOf = (input: unknown, schema?: object): unknown => {
  const checked = checkSegments(input, { ...(schema && { schema: schema as never }) });
  return checked.ok ? [] : checked.error.map(({ code, pointer }) => `${code} ${pointer}`);
};

describe("compileSegments", () => {
  const facts = fc.record(
    { a: fc.integer({ min: 0, max: 1 }), b: fc.integer({ min: 0, max: 1 }) },
    { requiredKeys: [] },
  );

  it("answers union, intersection and difference as sets do, and unknown as neither", () => {
    const [a, b, union, both, rest] = compileSegments([
      segment("a", over("a")),
      segment("b", over("b")),
      unionOf({ segment: "union", label }, ["a", "b"]),
      intersectionOf({ segment: "both", label }, ["a", "b"]),
      differenceOf({ segment: "rest", label }, "a", ["b"]),
    ]).map((one) => (known: object) => one.test({ ...known }, { now: 0 }));
    fc.assert(
      fc.property(facts, (known) => {
        expect(union?.(known)).toBe(a?.(known) || b?.(known));
        expect(both?.(known)).toBe(a?.(known) && b?.(known));
        expect(rest?.(known)).toBe(a?.(known) && known.b !== undefined && !b?.(known));
      }),
    );
  });

  it("takes a segment that stands before those it refers to, through any number of others", () => {
    const chain = Array.from({ length: 30 }, (_, i) => segment(`s${i}`, { not: { condition: `s${i + 1}` } }));
    const compiled = compileSegments([...chain, segment("s30", over("a"))]);
    expect(compiled.map((one) => one.test({ a: 1 }, { now: 0 }))).toEqual(compiled.map((_, i) => i % 2 === 0));
  });

  it("throws every mistake at once", () => {
    expect(() => compileSegments([segment("", over("a"))])).toThrow(DefinitionError);
  });
});

describe("checkSegments", () => {
  it("locates every mistake once, in the segment it stands in", () => {
    const bad = [
      segment("a", { all: [{ condition: "b" }, over("visit")] }),
      segment("b", { any: [{ condition: "a" }, { condition: "c/d" }] }),
      segment("a", over("visits")),
      { segment: "c", when: over("visits") },
      7,
    ];
    expect(issuesOf(bad, { visits: { type: "number" } })).toEqual([
      "invalid-type /3/label",
      "invalid-type /4",
      "duplicate-name /2/segment",
      "unknown-fact /0/when/all/1/fact",
      "unknown-condition /1/when/any/1/condition",
    ]);
  });

  it("refuses circles, of one, of two and of many", () => {
    expect(issuesOf([segment("a", { not: { condition: "a" } })])).toEqual(["cycle /0/when/not/condition"]);
    const circle = Array.from({ length: 500 }, (_, i) => segment(`s${i}`, { condition: `s${(i + 1) % 500}` }));
    expect(issuesOf(circle)).toContainEqual(expect.stringMatching(/^cycle \/\d+\/when\/condition$/));
  });

  it.each([undefined, null, {}, [null], "segments", [{ segment: "a", label, when: 7 }]])("refuses %j", (input) => {
    expect(checkSegments(input).ok).toBe(false);
  });

  it("takes two thousand segments and not one more", () => {
    const many = Array.from({ length: 2_001 }, (_, i) => segment(`s${i}`, over("a")));
    expect(issuesOf(many.slice(1))).toEqual([]);
    expect(issuesOf(many)).toEqual(["too-large "]);
  });

  it("refuses what grows beyond all bounds when its references are followed", () => {
    const twice = Array.from({ length: 40 }, (_, i) =>
      segment(`s${i}`, i === 0 ? over("a") : { all: [{ condition: `s${i - 1}` }, { condition: `s${i - 1}` }] }),
    );
    expect(issuesOf(twice)).toContainEqual(expect.stringMatching(/^too-large /));
  });
});

describe("estimateSize", () => {
  const visited = compileSegment(segment("visited", over("visits")));

  it("holds the true size in its interval in about 95 of 100 samples", () => {
    let state = 42;
    const dice = (): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) / 2 ** 24;
    };
    const population = Array.from({ length: 20_000 }, () => ({ visits: dice() < 0.13 ? 1 : 0 }));
    const size = population.filter(({ visits }) => visits > 0).length;
    const held = Array.from({ length: 400 }, () => {
      const sample = Array.from({ length: 300 }, () => population[Math.floor(dice() * 20_000)] as { visits: number });
      const { low, high } = estimateSize(visited, sample, { now: 0, population: 20_000 });
      return low <= size && size <= high;
    }).filter(Boolean).length;
    expect(held).toBeGreaterThan(400 * 0.92);
    expect(held).toBeLessThan(400 * 0.98);
  });

  it("never leaves what a share can be, nor its own estimate", () => {
    for (let n = 1; n <= 60; n++) {
      for (let matched = 0; matched <= n; matched++) {
        const sample = Array.from({ length: n }, (_, i) => ({ visits: i < matched ? 1 : 0 }));
        const { low, size, high } = estimateSize(visited, sample, { now: 0, population: n });
        expect([0 <= low, low <= size, size <= high, high <= n]).toEqual([true, true, true, true]);
      }
    }
  });

  it("counts who is not known, and bounds nobody and everybody", () => {
    const sample = [{ visits: 1 }, {}, { visits: 0 }, { visits: "many" }];
    expect(estimateSize(visited, sample, { now: 0, population: 8 })).toMatchObject({ matched: 1, unknown: 2, size: 2 });
    const none = estimateSize(visited, [{ visits: 0 }], { now: 0, population: 100 });
    const all = estimateSize(visited, [{ visits: 1 }], { now: 0, population: 100 });
    expect([none.low, all.high]).toEqual([0, 100]);
    expect([none.high < 100, all.low > 0]).toEqual([true, true]);
  });

  it("throws on an empty sample, a population smaller than it, and a bad now", () => {
    expect(() => estimateSize(visited, [], { now: 0, population: 9 })).toThrow(RangeError);
    expect(() => estimateSize(visited, [{}, {}], { now: 0, population: 1 })).toThrow(RangeError);
    expect(() => estimateSize(visited, [{}], { now: Number.NaN, population: 1 })).toThrow(RangeError);
  });
});
