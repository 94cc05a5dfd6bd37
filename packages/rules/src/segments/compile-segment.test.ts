import { DAY_MS, DefinitionError } from "@tributary/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FactSchema } from "../condition/index";
import { checkSegment, compileSegment, type SegmentDefinition } from "./compile-segment";

const label = { zh: "近期到店", en: "Visited recently" };
const when = { fact: "lastVisitAt", operator: "withinLast", value: "7d" } as const;
const schema = { lastVisitAt: { type: "date" } } as const;

describe("compileSegment", () => {
  it("tells who belongs and why, to the millisecond", () => {
    const segment = compileSegment({ segment: "recent", label, when }, { schema });
    expect([segment.segment, segment.label]).toEqual(["recent", label]);
    fc.assert(
      fc.property(fc.integer({ min: -DAY_MS, max: 9 * DAY_MS }), (age) => {
        const facts = { lastVisitAt: 100 * DAY_MS - age };
        const now = 100 * DAY_MS;
        expect(segment.test(facts, { now })).toBe(age >= 0 && age < 7 * DAY_MS);
        expect(segment.explain(facts, { now }).result).toBe(segment.test(facts, { now }));
      }),
    );
    expect(segment.test({ lastVisitAt: 0 }, { now: 7 * DAY_MS - 1 })).toBe(true);
    expect(segment.test({ lastVisitAt: 0 }, { now: 7 * DAY_MS })).toBe(false);
  });

  it("throws every mistake at once", () => {
    const mistyped: SegmentDefinition = { segment: "", label, when: { ...when, fact: "lastVisitsAt" } };
    expect(() => compileSegment<FactSchema>(mistyped, { schema })).toThrow(DefinitionError);
  });
});

describe("checkSegment", () => {
  const pointers = (input: unknown): readonly string[] => {
    const checked = checkSegment(input, { schema });
    return checked.ok ? [] : checked.error.map(({ pointer }) => pointer);
  };

  it("locates mistakes of shape and of condition together", () => {
    expect(pointers({ segment: "", label: { zh: "无" }, when: { all: [{ ...when, fact: "x" }] }, wehn: 1 })).toEqual([
      "/segment",
      "/label/en",
      "/wehn",
      "/when/all/0/fact",
    ]);
    expect(pointers({ segment: "a", label })).toEqual(["/when"]);
  });

  it.each([undefined, null, 7, "segment", [], { when: { all: [] } }])("refuses %j", (input) => {
    expect(checkSegment(input).ok).toBe(false);
  });
});
