import { DAY_MS, type Event, HOUR_MS, type Json } from "@tributary/core";
import { describe, expect, it } from "vitest";
import { defineFacts } from "./define-facts";
import { foldAll } from "./fold-tracks";
import { nextFactChange } from "./next-change";
import { explainFact } from "./read-facts";

const facts = defineFacts({
  warmth: { kind: "decayed", events: "viewed", within: "28d", halfLife: "7d", keep: 3 },
  spending: { kind: "decayed", events: "viewed", property: "amount", within: "28d", halfLife: "7d", keep: 3 },
});

const viewed = (...happened: readonly (readonly [at: number, amount?: Json])[]): readonly Event[] =>
  happened.map(([at, amount = 1], i) => ({
    id: `e${i}`,
    type: "viewed",
    at,
    ids: [],
    properties: { amount },
    source: "test",
  }));

const read = (fact: "warmth" | "spending", events: readonly Event[], now: number): unknown => {
  const { value, unknown, skipped } = explainFact(facts, foldAll(facts, undefined, events), fact, { now });
  return unknown ?? (skipped ? [value, skipped] : value);
};

describe("a decayed fact", () => {
  it("halves with every half-life, and ends with its window", () => {
    const days = [0, 7, 14, 21, 28].map((day) => read("warmth", viewed([0]), day * DAY_MS));
    expect(days).toEqual([1, 0.5, 0.25, 0.125, 0]);
  });

  it("grows older by whole steps, each at its very instant", () => {
    const at = [DAY_MS - 1, DAY_MS, DAY_MS + 1].map((now) => read("warmth", viewed([0]), now));
    expect(at).toEqual([1, 0.905723664, 0.905723664]);
    const tracks = foldAll(facts, undefined, viewed([0], [HOUR_MS]));
    const next = [HOUR_MS, DAY_MS, DAY_MS + HOUR_MS, 28 * DAY_MS].map((now) =>
      nextFactChange(facts, tracks, "warmth", { now }),
    );
    expect(next).toEqual([DAY_MS, DAY_MS + HOUR_MS, 2 * DAY_MS, 28 * DAY_MS + HOUR_MS]);
  });

  it("weighs with a number, and skips what is none", () => {
    expect(read("spending", viewed([0, 30], [7 * DAY_MS, 8]), 7 * DAY_MS)).toBe(23);
    expect(read("spending", viewed([0, 30], [0, "12"]), 0)).toEqual([30, 1]);
  });

  it("does not add up what is not all kept", () => {
    expect(read("warmth", viewed([0], [1], [2], [3]), 3)).toBe("bound");
    expect(read("warmth", viewed([0], [1], [2], [3]), 28 * DAY_MS + 1)).toBe(0.138011189);
  });
});
