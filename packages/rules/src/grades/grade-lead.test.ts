import { DAY_MS, DefinitionError, HOUR_MS } from "@tributary/core";
import { describe, expect, it } from "vitest";
import type { FactSchema } from "../condition/index";
import { checkGrades, defineGrades, type GradeDefinition, type GradeSetDefinition } from "./define-grades";
import { gradeLead } from "./grade-lead";

const label = { zh: "级别", en: "Grade" };
const intent = (value: number) => ({ fact: "intent", operator: "greaterThanInclusive", value }) as const;
const set: GradeSetDefinition = {
  dueFrom: ["lastFollowUpAt", "lastLeadAt"],
  statedFacts: ["deliveredAt"],
  grades: [
    { grade: "D", label, stated: true, when: { fact: "deliveredAt", operator: "exists" } },
    { grade: "H", label, when: intent(0.8), followUpWithin: "24h" },
    {
      grade: "N",
      label,
      when: { fact: "lastLeadAt", operator: "exists" },
      followUpWithin: "2h",
      dueFrom: ["lastLeadAt"],
    },
  ],
};
const schema: FactSchema = {
  intent: { type: "number" },
  lastFollowUpAt: { type: "date" },
  lastLeadAt: { type: "date" },
  deliveredAt: { type: "date" },
};

describe("gradeLead", () => {
  const grades = defineGrades(set, { schema });
  const now = 30 * DAY_MS;

  it("gives the first grade that holds, and why", () => {
    expect(gradeLead(grades, { intent: 0.9, deliveredAt: 5 }, { now })).toMatchObject({ grade: "D" });
    expect(gradeLead(grades, { intent: 0.8, lastLeadAt: 5 }, { now })).toMatchObject({
      grade: "H",
      because: { result: true, root: { fact: "intent", actual: 0.8, expected: 0.8 } },
    });
    expect(gradeLead(grades, { intent: 0.79, lastLeadAt: 5 }, { now })?.grade).toBe("N");
    expect(gradeLead(grades, { intent: 0.79 }, { now })).toBeUndefined();
    expect(gradeLead(grades, {}, { now })).toBeUndefined();
  });

  it("is due after the first known date, and stays due while nobody follows up", () => {
    const lead = { intent: 1, lastLeadAt: DAY_MS };
    expect(gradeLead(grades, lead, { now })?.due).toBe(2 * DAY_MS);
    expect(gradeLead(grades, lead, { now: now + 9 * DAY_MS })?.due).toBe(2 * DAY_MS);
    expect(gradeLead(grades, { ...lead, lastFollowUpAt: 3 * DAY_MS }, { now })?.due).toBe(4 * DAY_MS);
  });

  it("is due at once where no date is known or a date is none", () => {
    expect(gradeLead(grades, { intent: 1 }, { now })?.due).toBe(now);
    expect(gradeLead(grades, { intent: 1, lastFollowUpAt: "today", lastLeadAt: 7 }, { now })?.due).toBe(7 + DAY_MS);
  });

  it("is due at once where the date it counts from is beyond its bound, not after the next one", () => {
    const lead = { intent: 1, lastLeadAt: DAY_MS, $bound: ["lastFollowUpAt"] };
    expect(gradeLead(grades, lead, { now })?.due).toBe(now);
    expect(gradeLead(grades, { ...lead, $bound: ["lastLeadAt"] }, { now })?.due).toBe(2 * DAY_MS);
  });

  it("is due from the grade's own dates where it names some, and never where it asks for no follow-up", () => {
    expect(gradeLead(grades, { lastLeadAt: 5, lastFollowUpAt: 1 }, { now })?.due).toBe(5 + 2 * HOUR_MS);
    expect(gradeLead(grades, { deliveredAt: 5 }, { now })).not.toHaveProperty("due");
  });

  it("throws on a bad now", () => {
    expect(() => gradeLead(grades, {}, { now: 0.5 })).toThrow(RangeError);
  });
});

describe("checkGrades", () => {
  const issues = (input: unknown): unknown => {
    const checked = checkGrades(input, { schema });
    return checked.ok ? [] : checked.error.map(({ code, pointer, hint }) => [code, pointer, hint ?? ""]);
  };

  it("refuses to infer what must be stated", () => {
    for (const grade of ["O", "D", "T", "lost"]) {
      const inferred: GradeDefinition = { grade, label, when: intent(0.1), followUpWithin: "1d" };
      expect(issues({ ...set, grades: [inferred] })).toEqual([["not-stated", "/grades/0/stated", ""]]);
      expect(issues({ ...set, grades: [{ ...inferred, stated: true }] })).toEqual([["inferred", "/grades/0/when", ""]]);
    }
  });

  it("refuses a grade that could lapse silently", () => {
    expect(issues({ ...set, grades: [{ grade: "H", label, when: intent(1) }] })).toEqual([
      ["no-follow-up", "/grades/0/followUpWithin", ""],
    ]);
  });

  it("locates names taken twice, unknown facts and dates that are none", () => {
    const [, hot] = set.grades;
    const bad = {
      dueFrom: ["lastLeadsAt", "intent"],
      statedFacts: ["deliverdAt"],
      grades: [hot, { ...hot, dueFrom: ["x"] }],
    };
    expect(issues(bad)).toEqual([
      ["unknown-fact", "/dueFrom/0", "lastLeadAt"],
      ["wrong-type", "/dueFrom/1", ""],
      ["unknown-fact", "/statedFacts/0", "deliveredAt"],
      ["duplicate-name", "/grades/1/grade", ""],
      ["unknown-fact", "/grades/1/dueFrom/0", ""],
    ]);
    expect(() => defineGrades(bad as GradeSetDefinition, { schema })).toThrow(DefinitionError);
  });

  it("locates mistakes of shape and of condition together", () => {
    const bad = { grade: "H", label, when: { ...intent(1), operator: "over" }, followUpWithin: "1 month" };
    expect(issues({ dueFrom: [], grades: [bad] })).toEqual([
      ["too-small", "/dueFrom", ""],
      ["bad-value", "/grades/0/followUpWithin", ""],
      ["unknown-operator", "/grades/0/when/operator", expect.anything()],
    ]);
  });

  it.each([undefined, null, 7, [], { grades: 3 }, { dueFrom: ["a"], grades: [null] }])("refuses %j", (input) => {
    expect(checkGrades(input).ok).toBe(false);
  });
});
