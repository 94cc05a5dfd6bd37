import { describe, expect, it } from "vitest";
import { HOUR_MS } from "../model";
import { type AssignableLead, assign, DEFAULT_ASSIGN_POLICY } from "./assign";
import { checkDealers, type Dealer } from "./dealer";

const week = [1, 2, 3, 4, 5].map((day) => ({ day, from: "09:00", to: "18:00" }));
const dealer = (id: string, more: Partial<Dealer> = {}): Dealer => ({
  id,
  brands: ["Nova"],
  territories: ["31"],
  hours: { zone: "Asia/Shanghai", week },
  capacity: 10,
  ...more,
});
const lead = (name: string, more: Partial<AssignableLead> = {}): AssignableLead => ({
  lead: name,
  brand: "Nova",
  regions: ["310115", "31"],
  priority: 1,
  ...more,
});
const options = { now: Date.UTC(2026, 2, 4, 4), seed: 1 }; // Wednesday noon in Shanghai
const give = (leads: AssignableLead[], dealers: Dealer[], policy = DEFAULT_ASSIGN_POLICY) =>
  assign(leads, dealers, policy, options);

describe("assign", () => {
  it("names for every dealer the first thing that keeps it from a lead", () => {
    const dealers = [
      dealer("brand", { brands: ["Terra"] }),
      dealer("closed", { hours: { zone: "America/New_York", week } }),
      dealer("full", { capacity: 0 }),
      dealer("language", { languages: ["en"] }),
      dealer("ok"),
      dealer("outscored", { performance: 0.1 }),
      dealer("territory", { territories: ["44"] }),
    ];
    const [only] = give([lead("a", { language: "zh" })], dealers);
    expect(only).toMatchObject({ lead: "a", dealer: "ok", score: 1 });
    expect(only?.refused.map((one) => [one.dealer, one.reason])).toEqual(
      ["brand", "closed", "full", "language", "outscored", "territory"].map((name) => [name, name]),
    );
    expect(only?.refused[1]?.opensAt).toBe(Date.UTC(2026, 2, 4, 14));
  });

  it("waits for a dealer who opens soon, when the policy says so", () => {
    const tokyo = dealer("d", { hours: { zone: "America/New_York", week } });
    const patient = { ...DEFAULT_ASSIGN_POLICY, opensWithinMs: 10 * HOUR_MS };
    expect(give([lead("a")], [tokyo], patient)[0]?.dealer).toBe("d");
    expect(give([lead("a")], [tokyo], { ...patient, opensWithinMs: 10 * HOUR_MS - 1 })[0]).not.toHaveProperty("dealer");
  });

  it("leaves a lead with its owner, and with nobody while the owner is full, unless the policy releases it", () => {
    const dealers = [dealer("better", { performance: 1 }), dealer("owner", { capacity: 1 })];
    const owned = [
      lead("a", { owner: "owner", priority: 2 }),
      lead("b", { owner: "owner" }),
      lead("c", { owner: "gone" }),
    ];
    expect(give(owned, dealers).map((one) => [one.lead, one.dealer])).toEqual([
      ["a", "owner"],
      [expect.anything(), undefined],
      [expect.anything(), undefined],
    ]);
    const released = give(owned, dealers, { ...DEFAULT_ASSIGN_POLICY, ownerAway: "release" });
    expect(released.map((one) => one.dealer)).toEqual(["owner", "better", "better"]);
  });

  it("prefers the narrower region and the better record, by weight", () => {
    const dealers = [dealer("near", { territories: ["310115"] }), dealer("good", { performance: 0.9 })];
    expect(give([lead("a")], dealers)[0]?.dealer).toBe("near");
    const weights = { closeness: 0, performance: 1 };
    expect(give([lead("a")], dealers, { ...DEFAULT_ASSIGN_POLICY, weights })[0]?.dealer).toBe("good");
  });

  it("gives the last place to the greatest priority", () => {
    const leads = [lead("low"), lead("high", { priority: 3 }), lead("middle", { priority: 2 })];
    expect(give(leads, [dealer("d", { capacity: 1 })]).map((one) => [one.lead, one.dealer])).toEqual([
      ["high", "d"],
      ["middle", undefined],
      ["low", undefined],
    ]);
  });

  it("shares leads among equal dealers in proportion to their capacity", () => {
    const dealers = [dealer("small", { capacity: 10 }), dealer("large", { capacity: 30 })];
    const given = give(
      Array.from({ length: 20 }, (_, i) => lead(`L${i}`)),
      dealers,
    );
    expect(given.filter((one) => one.dealer === "small")).toHaveLength(5);
  });

  it("does not favour the first name among equals", () => {
    const dealers = [dealer("a"), dealer("b"), dealer("c")];
    const first = (seed: number): string | undefined =>
      assign([lead("L")], dealers, DEFAULT_ASSIGN_POLICY, { ...options, seed })[0]?.dealer;
    expect(new Set([1, 2, 3, 4, 5, 6, 7, 8].map(first)).size).toBe(3);
  });

  it("throws on what comes twice or is no number", () => {
    const bad: readonly (readonly [AssignableLead[], Dealer[]])[] = [
      [[lead("a"), lead("a")], []],
      [[], [dealer("d"), dealer("d")]],
      [[lead("a", { priority: Number.NaN })], []],
      [[], [dealer("d", { capacity: 0.5 })]],
    ];
    for (const [leads, dealers] of bad) expect(() => give(leads, dealers)).toThrow(RangeError);
    expect(() => give([], [], { ...DEFAULT_ASSIGN_POLICY, opensWithinMs: -1 })).toThrow(RangeError);
  });
});

describe("checkDealers", () => {
  it("accepts dealers", () => {
    expect(checkDealers([dealer("d1"), dealer("d2", { performance: 0.5, languages: ["zh"] })]).ok).toBe(true);
  });

  it("locates every mistake", () => {
    const hours = { zone: "Asia/Shangai", week: [{ day: 8, from: "9:00", to: "18:00" }] };
    const checked = checkDealers([{ ...dealer("d1"), hours, capacity: -1, languges: ["zh"] }]);
    expect(checked.ok ? [] : checked.error.map(({ pointer }) => pointer).sort()).toEqual([
      "/0/capacity",
      "/0/hours/week/0/day",
      "/0/hours/week/0/from",
      "/0/hours/zone",
      "/0/languges",
    ]);
    const closed = { date: "2026-10-01", open: [{ from: "12:00", to: "12:00" }] };
    const other = checkDealers([dealer("d1", { hours: { zone: "UTC", week: [], exceptions: [closed] } })]);
    expect(other.ok ? [] : other.error.map(({ pointer }) => pointer)).toEqual(["/0/hours/exceptions/0/open/0"]);
  });

  it.each([undefined, null, 7, {}, [null], [{}]])("refuses %j", (input) => {
    expect(checkDealers(input).ok).toBe(false);
  });
});
