import type { Json } from "@tributary/core";
import Ajv from "ajv/dist/2020";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkCondition } from "../condition/index";
import { automotive, automotiveDefinition } from "../presets/automotive/index";
import { type DefinitionPart, definitionJsonSchema } from "./definition-json-schema";

const ajv = new Ajv({ strict: false });
const validator = (part: DefinitionPart, facts?: object) =>
  ajv.compile(definitionJsonSchema(part, facts ? { facts: facts as never } : {}));
const preset = automotiveDefinition();
const leaf = fc.record(
  {
    fact: fc.constantFrom("visits", "city", "nope"),
    operator: fc.constantFrom("greaterThan", "equal", "not:equal", "exists", "over", "somefact:equal"),
    value: fc.constantFrom<Json>(1, "上海", null, ["x"]),
    name: fc.constantFrom<Json>("n", 1),
    extra: fc.constant(1),
  },
  { requiredKeys: ["fact", "operator"] },
);
const sound = fc.constantFrom<Json>(
  { fact: "visits", operator: "greaterThan", value: 1 },
  { fact: "city", operator: "not:in", value: ["上海"], name: "n", label: { zh: "城", en: "City" } },
  { fact: "visits", operator: "exists", priority: 2 },
);
const { condition } = fc.letrec((tie) => ({
  condition: fc.oneof(
    { depthSize: "small" },
    leaf,
    { arbitrary: sound, weight: 4 },
    fc.record({ all: fc.array(tie("condition"), { maxLength: 2 }) }),
    fc.record({ any: fc.array(tie("condition"), { maxLength: 2 }) }),
    fc.record({ not: tie("condition") }),
  ),
}));

describe("definitionJsonSchema", () => {
  it("accepts the preset, whole and in parts", () => {
    for (const part of ["events", "facts", "tags", "segments", "lifecycle", "grades"] as const) {
      const validate = validator(part);
      expect([part, validate(preset[part]), validate.errors]).toEqual([part, true, null]);
    }
    expect(validator("blueprint", automotive().facts.schema)).toBeTypeOf("function");
    expect(validator("blueprint")(preset)).toBe(true);
  });

  it("accepts every condition that checkCondition accepts", () => {
    const schema = { visits: { type: "number" }, city: { type: "string" } } as const;
    const validate = validator("condition", schema);
    let accepted = 0;
    fc.assert(
      fc.property(condition, (input) => {
        if (!checkCondition(input, { schema }).ok) return;
        accepted++;
        expect([validate(input), validate.errors]).toEqual([true, null]);
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(200);
  });

  it.each<[DefinitionPart, unknown]>([
    ["condition", { fact: "visits", operator: "greaterThen", value: 1 }],
    ["condition", { fact: "visits", operator: "not:greaterThen", value: 1 }],
    ["condition", { all: [] }],
    ["condition", { all: [{ fact: "visit", operator: "exists" }] }],
    ["condition", { not: { fact: "visits", operator: "exists" }, any: [] }],
    ["facts", { visits: { kind: "coutn", events: "storeVisited" } }],
    ["facts", { visits: { kind: "count" } }],
    ["tags", [{ tag: "x" }]],
    ["tags", [{ tag: "x", when: { fact: "visits", operator: "exists" }, colour: "red" }]],
    ["segments", [{ segment: "x", label: { zh: "人" }, when: { fact: "visits", operator: "exists" } }]],
    ["segments", [{ segment: "x", label: { zh: "人", en: "P" }, when: { fact: "visits", operator: "over" } }]],
    ["tags", [{ tag: "x", when: { fact: "visits", operator: "over" } }]],
    ["lifecycle", { stages: [] }],
    ["grades", { dueFrom: ["visits"], grades: [{ grade: "H" }] }],
    ["blueprint", { ...preset, zones: "Asia/Shanghai" }],
  ])("refuses in %s: %j", (part, input) => {
    expect(validator(part, { visits: { type: "number" } })(input)).toBe(false);
  });
});
