import { DAY_MS, type Event, type Json } from "@tributary/core";
import { describe, expect, it } from "vitest";
import { compileCondition } from "../condition/index";
import { defineFacts } from "./define-facts";
import { foldAll } from "./fold-tracks";
import { nextChange } from "./next-change";
import { explainFact, readFacts } from "./read-facts";

const facts = defineFacts({
  quotedSince: { kind: "dwell", events: "statusChanged", property: "status", equals: "quoted", keep: 4 },
  statusSince: { kind: "dwell", events: "statusChanged", property: "status", keep: 4 },
});

const said = (...statuses: readonly (readonly [at: number, status: Json])[]): readonly Event[] =>
  statuses.map(([at, status], i) => ({
    id: `e${i}`,
    type: "statusChanged",
    at,
    ids: [],
    properties: { status },
    source: "test",
  }));

const read = (fact: "quotedSince" | "statusSince", events: readonly Event[], now: number): unknown => {
  const { value, unknown } = explainFact(facts, foldAll(facts, undefined, events), fact, { now });
  return unknown ?? value;
};

describe("a dwell", () => {
  it("starts its clock at the change, not where the value is said again", () => {
    const events = said([1, "new"], [5, "quoted"], [8, "quoted"]);
    expect([4, 5, 9].map((now) => read("quotedSince", events, now))).toEqual(["other-value", 5, 5]);
    expect([4, 5, 9].map((now) => read("statusSince", events, now))).toEqual([1, 5, 5]);
  });

  it("starts anew for who comes back", () => {
    const events = said([1, "quoted"], [5, "lost"], [8, "quoted"]);
    expect([4, 5, 8].map((now) => read("quotedSince", events, now))).toEqual([1, "other-value", 8]);
  });

  it("takes an event that says nothing for no change", () => {
    expect(read("quotedSince", said([1, "quoted"], [2, null], [3, { odd: true }], [4, "quoted"]), 9)).toBe(1);
    expect(read("quotedSince", said([1, null]), 9)).toBe("no-value");
    expect(read("quotedSince", [], 9)).toBe("never");
  });

  it("does not know a beginning that was let go, and still knows another value", () => {
    const events = said([1, "quoted"], [2, "quoted"], [3, "quoted"], [4, "quoted"], [5, "quoted"]);
    expect(read("quotedSince", events, 9)).toBe("bound");
    expect(read("quotedSince", [...events, ...said([6, "lost"]).map((one) => ({ ...one, id: "l" }))], 9)).toBe(
      "other-value",
    );
  });

  it("answers for how long, to the millisecond", () => {
    const condition = { fact: "quotedSince", operator: "olderThan", value: "3d" } as const;
    const { explain } = compileCondition(condition, { schema: facts.schema });
    const tracks = foldAll(facts, undefined, said([1, "quoted"], [5 * DAY_MS, "lost"]));
    const outcomeAt = (now: number): unknown => explain(readFacts(facts, tracks, { now }), { now }).result;
    const changes = [1, 3 * DAY_MS + 1].map((now) => nextChange(facts, tracks, condition, { now }));
    expect(changes).toEqual([3 * DAY_MS + 1, 5 * DAY_MS]);
    expect([3 * DAY_MS, 3 * DAY_MS + 1, 5 * DAY_MS].map(outcomeAt)).toEqual([false, true, "unknown"]);
  });
});
