import { checkMatrix, DEFAULT_INTENT_MATRIX, DEFAULT_VEHICLE_POLICY, type Issue, type Result } from "@tributary/core";
import { describe, expect, it } from "vitest";
import { checkCondition, checkRules } from "../condition/index";
import { checkFacts } from "../facts/index";
import { checkGrades } from "../grades/index";
import { checkLifecycle } from "../lifecycle/index";
import { automotiveDefinition } from "../presets/automotive/index";
import { checkSegment } from "../segments/index";
import { checkTags } from "../tags/index";
import { checkVehicles } from "../vehicles/index";
import { checkBlueprint } from "./define-blueprint";

type Check = (part: unknown) => Result<unknown, readonly Issue[]>;

/** Each check, given a part to put where a list or a condition stands. */
const checks: readonly (readonly [string, Check])[] = [
  ["checkRules", checkRules],
  ["checkRules", (conditions) => checkRules([{ conditions, event: { type: "warm" } }])],
  ["checkRules", (event) => checkRules([{ conditions: { fact: "visits", operator: "exists" }, event }])],
  ["checkCondition", (value) => checkCondition({ fact: "visits", operator: "in", value })],
  ["checkCondition", (params) => checkCondition({ fact: "visits", operator: "exists", params })],
  ["checkFacts", checkFacts],
  ["checkFacts", (kind) => checkFacts({ visits: { kind, events: "storeVisited" } })],
  ["checkTags", checkTags],
  ["checkSegment", checkSegment],
  ["checkSegment", (when) => checkSegment({ segment: "warm", label: { zh: "温", en: "Warm" }, when })],
  ["checkLifecycle", checkLifecycle],
  ["checkLifecycle", (stages) => checkLifecycle({ stages })],
  ["checkGrades", checkGrades],
  ["checkGrades", (grades) => checkGrades({ dueFrom: ["lastLeadAt"], grades })],
  ["checkMatrix", (columns) => checkMatrix({ ...DEFAULT_INTENT_MATRIX, columns })],
  ["checkMatrix", (bands) => checkMatrix({ ...DEFAULT_INTENT_MATRIX, bands })],
  ["checkVehicles", checkVehicles],
  ["checkVehicles", (told) => checkVehicles({ policy: DEFAULT_VEHICLE_POLICY, statements: { told } })],
  ["checkBlueprint", (events) => checkBlueprint({ ...automotiveDefinition(), events })],
];

const boom = (): never => {
  throw new Error("boom");
};
const names = ["segment", "label", "when", "stages", "entry", "grades", "dueFrom", "kind", "length", "conditions"];
const getters = Object.defineProperties({}, Object.fromEntries(names.map((n) => [n, { get: boom, enumerable: true }])));

describe.each(checks)("%s", (_, check) => {
  it("refuses what throws when it is read", () => {
    for (const part of [
      getters,
      [getters],
      new Proxy({}, { get: boom, ownKeys: boom }),
      new Proxy([], { get: boom }),
    ]) {
      expect(check(part).ok).toBe(false);
    }
  });

  it("looks no further into a list that is far too long", () => {
    const reads = { count: 0 };
    const entry = {
      get label(): number {
        return ++reads.count;
      },
    };
    const length = 20_000;
    const checked = check(new Array(length).fill(entry));
    expect(checked.ok ? [] : checked.error.length).toBeLessThanOrEqual(110);
    // each walk that bounds a document or a condition in it reads every entry once
    expect(reads.count).toBeLessThanOrEqual(3 * length + 200);
  });
});

describe("checkFacts", () => {
  it("names a kind that is no text, even one without a prototype", () => {
    const checked = checkFacts({ visits: { kind: Object.create(null), events: "storeVisited" } });
    expect(checked.ok ? [] : checked.error.map(({ pointer }) => pointer)).toEqual(["/visits/kind"]);
  });
});

describe("checkBlueprint", () => {
  it("points at a reserved fact name whatever is in it", () => {
    const { facts } = automotiveDefinition();
    const name = "$intent.a/b";
    const checked = checkBlueprint({
      ...automotiveDefinition(),
      facts: { ...facts, [name]: { kind: "count", events: "x" } },
    });
    expect(checked.ok ? [] : checked.error.map(({ pointer }) => pointer)).toContain("/facts/$intent.a~1b");
  });
});
