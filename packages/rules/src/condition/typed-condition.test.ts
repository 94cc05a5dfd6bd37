import { DefinitionError } from "@tributary/core";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { Condition, FactSchema } from "./condition";
import { defineCondition, defineRule, type TypedCondition } from "./typed-condition";

const facts = {
  schema: {
    visits: { type: "number" },
    orders: { type: "number" },
    lastVisitAt: { type: "date" },
    city: { type: "string" },
    consented: { type: "boolean" },
    tags: { type: "list", of: { type: "string" } },
    perDay: { type: "object", of: { type: "number" } },
    note: { type: "any" },
  },
} as const;

describe("defineCondition", () => {
  it("gives the condition as it was written", () => {
    const written = {
      all: [
        { fact: "visits", operator: "greaterThan", value: { fact: "orders" } },
        {
          any: [
            { fact: "lastVisitAt", operator: "withinLast", value: "7d" },
            { fact: "city", operator: "in", value: ["上海", null] },
          ],
        },
        { not: { fact: "consented", operator: "equal", value: false, label: { zh: "未同意", en: "Refused" } } },
        { fact: "tags", operator: "contains", value: "owner" },
        { fact: "tags", operator: "someFact:startsWith", value: "own" },
        { fact: "perDay", path: "$.2026-01-01", operator: "greaterThan", value: 1 },
        { fact: "note", operator: "notEqual", value: 3 },
        { fact: "lastVisitAt", operator: "exists" },
      ],
    } as const;
    expect(defineCondition(facts, written)).toBe(written);
  });

  it("does not compile where the compiler can see a mistake, and throws as well", () => {
    // @ts-expect-error no fact has this name
    expect(() => defineCondition(facts, { fact: "vists", operator: "equal", value: 1 })).toThrow(DefinitionError);
    // @ts-expect-error a number is not compared with a text
    expect(() => defineCondition(facts, { fact: "visits", operator: "equal", value: "1" })).toThrow(DefinitionError);
    // @ts-expect-error a text has no order
    expect(() => defineCondition(facts, { fact: "city", operator: "greaterThan", value: 1 })).toThrow(DefinitionError);
    // @ts-expect-error months have no fixed length
    expect(() => defineCondition(facts, { fact: "lastVisitAt", operator: "olderThan", value: "3 months" })).toThrow(
      DefinitionError,
    );
    // @ts-expect-error a number is not compared with a fact that is a text
    expect(() => defineCondition(facts, { fact: "visits", operator: "lessThan", value: { fact: "city" } })).toThrow(
      DefinitionError,
    );
    // @ts-expect-error no operator has this name
    expect(() => defineCondition(facts, { not: { fact: "visits", operator: "graterThan", value: 1 } })).toThrow(
      DefinitionError,
    );
    expect(() => defineCondition(facts, { condition: "nowhere" })).toThrow(DefinitionError);
  });

  it("is a condition like any other, and over an unknown schema every condition is one", () => {
    expectTypeOf<TypedCondition<typeof facts.schema>>().toExtend<Condition>();
    expectTypeOf<Condition>().toExtend<TypedCondition<FactSchema>>();
  });
});

describe("defineRule", () => {
  it("checks the condition against the schema", () => {
    const event = { type: "tag", params: { tag: "hot" } };
    const rule = {
      name: "hot",
      conditions: { fact: "visits", operator: "greaterThan", value: 2 },
      event,
      priority: 3,
    } as const;
    expect(defineRule(facts, rule)).toEqual(rule);
    // @ts-expect-error no fact has this name
    expect(() => defineRule(facts, { conditions: { fact: "vists", operator: "equal", value: 1 }, event })).toThrow(
      DefinitionError,
    );
  });
});
