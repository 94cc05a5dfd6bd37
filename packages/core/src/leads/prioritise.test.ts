import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderOf } from "./order-of";
import { type CallCandidate, prioritise } from "./prioritise";

const RUNS = Number(process.env.TRIBUTARY_RUNS ?? 100);
const now = 1_000;
const candidate = (lead: string, probability: number, more: Partial<CallCandidate> = {}): CallCandidate => ({
  lead,
  state: "open",
  probability,
  valueMinor: 100,
  ...more,
});
const options = { now, seed: 1, learningShare: 0, dueShare: 0 };

describe("prioritise", () => {
  it("calls by probability times value and says who is next in line", () => {
    const leads = [
      candidate("a", 0.5),
      candidate("b", 0.2, { valueMinor: 400 }),
      candidate("c", 0.9),
      candidate("d", 0.6),
    ];
    const { called, notCalled } = prioritise(leads, { ...options, capacity: 2 });
    expect(called).toEqual([
      { lead: "c", because: "value", expectedMinor: 90 },
      { lead: "b", because: "value", expectedMinor: 80 },
    ]);
    expect(notCalled).toEqual([
      { lead: "d", reason: "overCapacity" },
      { lead: "a", reason: "overCapacity" },
    ]);
  });

  it("names why the others are not called", () => {
    const leads = [
      candidate("a", 0.9, { state: "ordered" }),
      candidate("b", 0.8, { notContactable: "no consent", due: 400 }),
      candidate("c", 0.7, { notBefore: now + 1 }),
      candidate("d", 0.6, { notBefore: now }),
    ];
    const { called, notCalled } = prioritise(leads, { ...options, capacity: 9 });
    expect(called.map(({ lead }) => lead)).toEqual(["d"]);
    expect(notCalled).toEqual([
      { lead: "a", reason: "closed" },
      { lead: "b", reason: "notContactable", detail: "no consent", overdueMs: 600 },
      { lead: "c", reason: "notYet" },
    ]);
  });

  it("keeps a share for overdue leads where value alone would leave them out", () => {
    const leads = [0.9, 0.8, 0.7, 0.6, 0.5].map((p, i) => candidate(`v${i}`, p));
    const overdue = [
      candidate("d1", 0.2, { due: now }),
      candidate("d2", 0.1, { due: 0 }),
      candidate("d3", 0.05, { due: now + 1 }),
    ];
    const { called } = prioritise([...overdue, ...leads], { ...options, capacity: 5, dueShare: 0.4 });
    expect(called.map(({ lead, because }) => [lead, because])).toEqual([
      ["v0", "value"],
      ["v1", "value"],
      ["v2", "value"],
      ["d1", "due"],
      ["d2", "due"],
    ]);
    const rich = prioritise([...leads, candidate("d1", 0.95, { due: now })], {
      ...options,
      capacity: 2,
      dueShare: 0.5,
    });
    expect(rich.called[0]).toEqual({ lead: "d1", because: "value", expectedMinor: 95, overdueMs: 0 });
  });

  it("draws every callable lead with the same chance, whatever it is worth", () => {
    const leads = Array.from({ length: 200 }, (_, i) => candidate(`L${i}`, i / 200));
    const times = new Map<string, number>();
    for (let seed = 0; seed < 400; seed++) {
      const { called, learningChance } = prioritise(leads, { now, capacity: 100, learningShare: 0.2, seed });
      expect(learningChance).toBe(0.1);
      for (const { lead, because } of called) if (because === "learning") times.set(lead, (times.get(lead) ?? 0) + 1);
    }
    const half = (low: number): number =>
      leads.slice(low, low + 100).reduce((sum, { lead }) => sum + (times.get(lead) ?? 0), 0);
    expect(half(0) + half(100)).toBe(400 * 20);
    expect(Math.abs(half(0) - 4_000)).toBeLessThan(4 * Math.sqrt(2_000)); // four standard errors of a fair coin
    expect(Math.max(...times.values())).toBeLessThan(40 + 5 * 6); // five of 400 draws at one in ten
  });

  it("does not let the lot favour one end of equal values", () => {
    const leads = Array.from({ length: 400 }, (_, i) => candidate(`L${i}`, 0.5));
    const { called, notCalled } = prioritise(leads, { now, capacity: 399, learningShare: 0.5, seed: 3 });
    const plain = prioritise(leads, { ...options, capacity: 400, seed: 3 }).called.map(({ lead }) => lead);
    const drawn = called.filter(({ because }) => because === "learning").map(({ lead }) => plain.indexOf(lead));
    const early = drawn.filter((place) => place < 200).length;
    expect(notCalled).toHaveLength(1);
    expect(Math.abs(early - 100)).toBeLessThan(30);
  });

  it("breaks ties anew with another seed, and not by name", () => {
    const leads = Array.from({ length: 9 }, (_, i) => candidate(`L${i}`, 0.5));
    const order = (seed: number): string =>
      prioritise(leads, { ...options, seed, capacity: 9 })
        .called.map(({ lead }) => lead)
        .join();
    expect(new Set([1, 2, 3, 4, 5].map(order)).size).toBe(5);
  });

  it("ranks a chance of minus zero as none", () => {
    const { called } = prioritise([candidate("a", -0), candidate("b", 0.1)], { ...options, capacity: 1 });
    expect(called[0]?.lead).toBe("b");
  });

  it.each([
    [[candidate("a", 1.1)], {}],
    [[candidate("a", Number.NaN)], {}],
    [[candidate("a", 0.1, { valueMinor: -1 })], {}],
    [[candidate("a", 0.1), candidate("b", 0.3), candidate("a", 0.2, { state: "lost" })], {}],
    [[], { capacity: 1.5 }],
    [[], { capacity: -1 }],
    [[], { learningShare: 0.6, dueShare: 0.5 }],
    [[], { now: Number.NaN }],
  ] as const)("throws on %j %j", (leads, more) => {
    expect(() => prioritise(leads, { ...options, capacity: 1, ...more })).toThrow(RangeError);
  });
});

describe("orderOf", () => {
  it("orders as a stable comparing sort does", () => {
    const any = fc.oneof(
      fc.double({ min: 0, noNaN: true }),
      fc.constantFrom(0, 1, 2 ** 52, Number.MIN_VALUE, Infinity),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 300 }), fc.boolean(), (list, descending) => {
        const numbers = Float64Array.from(list, (n) => n + 0);
        const expected = [...list.keys()].sort((a, b) =>
          numbers[a] === numbers[b] ? a - b : (numbers[a] as number) < (numbers[b] as number) === descending ? 1 : -1,
        );
        expect([...orderOf(Uint32Array.from(list.keys()), numbers, { descending })]).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  });
});
