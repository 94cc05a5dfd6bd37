import { DefinitionError } from "@tributary/core";
import { describe, expect, it } from "vitest";
import type { Condition } from "../condition/index";
import { checkLifecycle } from "./check-lifecycle";
import { defineLifecycle } from "./define-lifecycle";
import { stageOf } from "./stage-of";

const label = { zh: "阶段", en: "Stage" };
const known = (fact: string): Condition => ({ fact, operator: "exists" });
const stages = [
  { stage: "aware", label },
  { stage: "lead", label, entry: known("leadAt") },
  { stage: "owner", label, entry: known("deliveredAt") },
];

describe("stageOf", () => {
  const lifecycle = defineLifecycle({ stages });
  const at = (facts: object): string => stageOf(lifecycle, { ...facts }, { now: 9 }).stage;

  it("is the last stage whose entry holds, whatever was skipped", () => {
    expect(at({})).toBe("aware");
    expect(at({ leadAt: 1 })).toBe("lead");
    expect(at({ leadAt: 1, deliveredAt: 2 })).toBe("owner");
    expect(at({ deliveredAt: 2 })).toBe("owner");
  });

  it("explains the entry it chose", () => {
    const { because } = stageOf(lifecycle, { leadAt: 1 }, { now: 9 });
    expect(because).toMatchObject({ result: true, root: { fact: "leadAt", actual: 1 } });
  });

  it("throws on a bad now", () => {
    expect(() => stageOf(lifecycle, {}, { now: Number.NaN })).toThrow(RangeError);
  });
});

describe("checkLifecycle", () => {
  const issues = (input: unknown): unknown => {
    const checked = checkLifecycle(input, { schema: { leadAt: { type: "date" } } });
    return checked.ok ? [] : checked.error.map(({ code, pointer }) => [code, pointer]);
  };

  it("locates every mistake", () => {
    const bad = [
      { stage: "aware", label, entry: known("leadAt") },
      { stage: "aware", label },
      { stage: "lead", label, entry: known("ledaAt") },
    ];
    expect(issues({ stages: bad })).toEqual([
      ["bad-stage", "/stages/0/entry"],
      ["duplicate-name", "/stages/1/stage"],
      ["bad-stage", "/stages/1/entry"],
      ["unknown-fact", "/stages/2/entry/fact"],
    ]);
    expect(() => defineLifecycle({ stages: bad })).toThrow(DefinitionError);
  });

  it.each([undefined, null, 7, [], { stages: [] }, { stages: {} }])("refuses %j", (input) => {
    expect(checkLifecycle(input).ok).toBe(false);
  });
});
