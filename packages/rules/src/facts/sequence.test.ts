import { DAY_MS, type Event, HOUR_MS, hash53, type JsonObject } from "@tributary/core";
import { describe, expect, it } from "vitest";
import { defineFacts } from "./define-facts";
import type { SequenceFact } from "./definition";
import { foldAll } from "./fold-tracks";
import { nextFactChange } from "./next-change";
import { explainFact } from "./read-facts";

const event = (id: string, type: string, at: number, properties: JsonObject = {}): Event => ({
  id,
  type,
  at,
  ids: [],
  properties,
  source: "test",
});

type Happened = readonly [type: string, at: number, properties?: JsonObject];

const read = (fact: Omit<SequenceFact, "kind">, happened: readonly Happened[], now: number) => {
  const facts = defineFacts({ done: { kind: "sequence", ...fact } as SequenceFact });
  const events = happened.map(([type, at, properties], i) => event(`e${i}`, type, at, properties));
  const tracks = foldAll(facts, undefined, events);
  return { ...explainFact(facts, tracks, "done", { now }), nextAt: nextFactChange(facts, tracks, "done", { now }) };
};
const reads = (...given: Parameters<typeof read>): unknown => {
  const { value, unknown } = read(...given);
  return unknown ?? value;
};

const visitThenOrder = { steps: [{ events: "visited" }, { events: "ordered" }] };
const threeSteps = { steps: [{ events: "visited" }, { events: "driven" }, { events: "ordered" }] };

describe("a sequence", () => {
  it("has happened from the instant of its last step", () => {
    const happened: Happened[] = [
      ["visited", 1],
      ["ordered", 5],
    ];
    expect([4, 5, 9_999].map((now) => reads(visitThenOrder, happened, now))).toEqual([false, true, true]);
    expect(
      reads(
        visitThenOrder,
        [
          ["ordered", 1],
          ["visited", 5],
        ],
        9,
      ),
    ).toBe(false);
    expect(reads(visitThenOrder, [], 9)).toBe(false);
  });

  it("takes what happens at one instant for no order", () => {
    expect(
      reads(
        visitThenOrder,
        [
          ["visited", 5],
          ["ordered", 5],
        ],
        9,
      ),
    ).toBe(false);
    expect(
      reads(
        visitThenOrder,
        [
          ["visited", 5],
          ["ordered", 5],
          ["ordered", 6],
        ],
        9,
      ),
    ).toBe(true);
    expect(
      reads(
        { steps: [{ events: "visited" }, { events: "visited" }] },
        [
          ["visited", 5],
          ["visited", 5],
        ],
        9,
      ),
    ).toBe(false);
  });

  it("allows for a gap of exactly `within`, and not for a millisecond more", () => {
    const within = (gap: number): unknown =>
      reads(
        { ...visitThenOrder, within: "1h" },
        [
          ["visited", 0],
          ["ordered", gap],
        ],
        DAY_MS,
      );
    expect([HOUR_MS, HOUR_MS + 1].map(within)).toEqual([true, false]);
  });

  it("allows for exactly `withinTotal` from the first step to the last", () => {
    const total = (last: number): unknown =>
      reads(
        { ...threeSteps, withinTotal: "1h" },
        [
          ["visited", 0],
          ["driven", 5],
          ["ordered", last],
        ],
        DAY_MS,
      );
    expect([HOUR_MS, HOUR_MS + 1].map(total)).toEqual([true, false]);
  });

  it("is not misled by an earlier way that runs out of time", () => {
    const happened: Happened[] = [
      ["visited", 0],
      ["driven", 10],
      ["visited", 50],
      ["driven", 60],
      ["ordered", 65],
    ];
    expect(read({ ...threeSteps, within: "10ms" }, happened, 99).occurrences.map(({ at }) => at)).toEqual([50, 60, 65]);
    expect(reads({ ...threeSteps, withinTotal: "20ms" }, happened, 99)).toBe(true);
  });

  it("demands an equal value, and that there is one", () => {
    const cars = (...vins: readonly (string | number | null)[]): unknown =>
      reads(
        { ...visitThenOrder, same: "vin" },
        vins.map((vin, i) => [i === 0 ? "visited" : "ordered", i, { vin }] as const),
        9,
      );
    expect([cars("a", "a"), cars("a", "b"), cars("a", "b", "a")]).toEqual([true, false, true]);
    expect([cars("", ""), cars(null, null), cars(1, "1")]).toEqual([false, false, false]);
  });

  it("looks at what satisfies the filter of each step", () => {
    const dear = { steps: [{ events: "visited" }, { events: "ordered", where: { price: { gte: 100 } } }] };
    const costs = (price: number): unknown =>
      reads(
        dear,
        [
          ["visited", 0],
          ["ordered", 1, { price }],
        ],
        9,
      );
    expect([costs(99), costs(100)]).toEqual([false, true]);
  });

  it("forgets steps that leave the window, at that very instant", () => {
    const inOneDay = { ...visitThenOrder, window: "1d" };
    const happened: Happened[] = [
      ["visited", 0],
      ["ordered", HOUR_MS],
    ];
    expect([DAY_MS - 1, DAY_MS].map((now) => reads(inOneDay, happened, now))).toEqual([true, false]);
    expect(read(inOneDay, happened, HOUR_MS).nextAt).toBe(DAY_MS);
    expect(read(inOneDay, happened, DAY_MS).nextAt).toBeUndefined();
    expect(read(inOneDay, happened, 0).nextAt).toBe(HOUR_MS);
  });

  it("names the occurrences of the way completed last", () => {
    const { occurrences } = read(
      visitThenOrder,
      [
        ["visited", 1],
        ["ordered", 2],
        ["visited", 3],
        ["ordered", 4],
      ],
      9,
    );
    expect(occurrences).toEqual([
      { at: 3, hash: hash53("e2") },
      { at: 4, hash: hash53("e3") },
    ]);
  });

  it("never takes what was let go for what never was", () => {
    const kept2 = { ...visitThenOrder, keep: 2 };
    const orders: Happened[] = [
      ["ordered", 3],
      ["ordered", 4],
      ["ordered", 5],
    ];
    expect(reads(kept2, [["visited", 1], ...orders], 9)).toBe(true);
    expect(
      reads(
        kept2,
        [
          ["visited", 4],
          ["ordered", 2],
          ["ordered", 3],
          ["ordered", 4],
        ],
        9,
      ),
    ).toBe("bound");
    expect(reads({ ...kept2, window: "5ms" }, [["visited", 6], ...orders], 9)).toBe(false);
  });
});
