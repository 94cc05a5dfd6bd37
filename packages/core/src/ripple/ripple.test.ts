import { describe, expect, it } from "vitest";
import { DAY_MS } from "../model";
import { drawRipple } from "./draw-ripple";
import { growRipples, type RippleOptions, type Ripples } from "./grow-ripples";
import { rewardRipples } from "./reward-ripples";
import { checkRewards, defineRewards } from "./reward-rules";
import type { RippleEvents, RippleJoin, RippleShare, RippleVisit } from "./ripple-events";

const share = (id: string, at: number, by: string, more: Partial<RippleShare> = {}): RippleShare => ({
  id,
  at,
  by,
  ...more,
});
const visit = (id: string, at: number, of: string, who: string, device?: string): RippleVisit => ({
  id,
  at,
  share: of,
  who,
  ...(device !== undefined && { device }),
});
const join = (id: string, at: number, who: string, device?: string): RippleJoin => ({
  id,
  at,
  who,
  ...(device !== undefined && { device }),
});
const grow = (events: Partial<RippleEvents>, options: Partial<RippleOptions> = {}): Ripples =>
  growRipples({ shares: [], visits: [], joins: [], ...events }, { now: 1_000, ...options });

/** Li brings Wang and Zhao; Wang brings Sun, who brings Qian. */
const family: RippleEvents = {
  shares: [share("s1", 1, "li"), share("s2", 5, "wang", { parent: "s1" }), share("s3", 8, "sun", { parent: "s2" })],
  visits: [
    visit("v1", 2, "s1", "wang"),
    visit("v2", 3, "s1", "zhao"),
    visit("v3", 3, "s1", "zhou"),
    visit("v4", 6, "s2", "sun"),
    visit("v5", 9, "s3", "qian"),
  ],
  joins: [join("j1", 4, "wang"), join("j2", 4, "zhao"), join("j3", 7, "sun"), join("j4", 10, "qian")],
};

describe("growRipples", () => {
  it("links shares into chains, and says how deep they are", () => {
    const { shares, refused } = grow(family);
    expect(shares.map(({ id, root, depth }) => [id, root, depth])).toEqual([
      ["s1", "s1", 0],
      ["s2", "s1", 1],
      ["s3", "s1", 2],
    ]);
    expect(refused).toEqual([]);
  });

  it("refuses a circle of shares, a parent that is later, and one that nobody knows, by name", () => {
    const { shares, refused } = grow({
      shares: [
        share("a", 1, "li", { parent: "b" }),
        share("b", 2, "wang", { parent: "a" }),
        share("c", 3, "sun", { parent: "d" }),
        share("d", 4, "qian"),
        share("e", 5, "zhou", { parent: "nowhere" }),
        share("f", 6, "wu", { parent: "f" }),
      ],
    });
    expect(refused).toEqual([
      { code: "cycle", share: "a", parent: "b" },
      { code: "later-parent", share: "c", parent: "d" },
      { code: "unknown-parent", share: "e", parent: "nowhere" },
      { code: "cycle", share: "f", parent: "f" },
    ]);
    expect(shares.filter(({ parent }) => parent !== undefined).map(({ id }) => id)).toEqual(["b"]);
  });

  it("gives a newcomer to the first touch, ties to the lesser id, and counts the others", () => {
    const { newcomers } = grow({
      shares: [share("s1", 1, "li"), share("s2", 1, "wang"), share("s3", 1, "zhao")],
      visits: [visit("v3", 5, "s3", "sun"), visit("v2", 3, "s2", "sun"), visit("v1", 3, "s1", "sun")],
      joins: [join("j1", 6, "sun")],
    });
    const by = { inviter: "li", key: "li", share: "s1", visit: "v1", alsoTouchedBy: 2 };
    expect(newcomers).toEqual([{ person: "sun", key: "sun", join: "j1", at: 6, by, generation: 1 }]);
  });

  it("counts a touch in the window, at the moment of joining, and not after", () => {
    const inviter = (visitAt: number): string | undefined =>
      grow(
        {
          shares: [share("s1", 0, "li")],
          visits: [visit("v1", visitAt, "s1", "sun")],
          joins: [join("j1", 100, "sun")],
        },
        { windowMs: 10 },
      ).newcomers[0]?.by?.inviter;
    expect([90, 91, 100, 101].map(inviter)).toEqual([undefined, "li", "li", undefined]);
  });

  it("breaks a circle of persons where it would close, by name", () => {
    const { newcomers, refused } = grow({
      shares: [share("s1", 1, "li"), share("s2", 4, "wang")],
      visits: [visit("v1", 2, "s1", "wang"), visit("v2", 5, "s2", "li")],
      joins: [join("j1", 3, "wang"), join("j2", 6, "li")],
    });
    expect(newcomers.map(({ person, by }) => [person, by?.inviter])).toEqual([
      ["wang", "li"],
      ["li", undefined],
    ]);
    expect(refused).toEqual([{ code: "cycle", person: "li", inviter: "wang", join: "j2", visit: "v2" }]);
  });

  it("lets somebody who brought others before joining be brought as well", () => {
    const { newcomers } = grow({
      shares: [share("s1", 1, "li"), share("s2", 1, "zheng")],
      visits: [visit("v1", 2, "s1", "wang"), visit("v2", 5, "s2", "li")],
      joins: [join("j1", 3, "wang"), join("j2", 6, "li")],
    });
    expect(newcomers.map(({ person, by, generation }) => [person, by?.inviter, generation])).toEqual([
      ["wang", "li", 2],
      ["li", "zheng", 1],
    ]);
  });

  it("says the K-factor of every generation and over all, with what it is made of", () => {
    const { generations, overall, depth, breadth } = grow(family);
    expect(generations.map(({ members, invited, joined, k }) => [members, invited, joined, k])).toEqual([
      [1, 3, 2, 2],
      [2, 1, 1, 0.5],
      [1, 1, 1, 1],
      [1, 0, 0, 0],
    ]);
    expect(overall).toMatchObject({
      members: 5,
      sharers: 3,
      shares: 3,
      invited: 5,
      joined: 4,
      k: 0.8,
      conversion: 0.8,
    });
    expect([depth, breadth]).toEqual([3, 2]);
    expect(grow({})).toMatchObject({ generations: [], depth: -1, breadth: 0, overall: { members: 0 } });
  });

  it("counts a person once however often they open an inviter's shares", () => {
    const shares = [...family.shares, share("s4", 5, "li")];
    const visits = [...family.visits, visit("v9", 9, "s4", "zhou"), visit("v10", 9, "s4", "li")];
    expect(grow({ ...family, shares, visits }).overall.invited).toBe(5);
  });

  it("credits spreaders by level", () => {
    expect(grow(family).spreaders).toEqual([
      { person: "li", levels: [2, 1, 1], score: 2.75 },
      { person: "wang", levels: [1, 1], score: 1.5 },
      { person: "sun", levels: [1], score: 1 },
    ]);
    expect(grow(family, { depthWeight: 1 }).spreaders[0]?.score).toBe(4);
  });

  it("leaves out what is later than now, and names what leads to nothing or is said twice", () => {
    expect(grow(family, { now: 6 }).newcomers.map(({ person }) => person)).toEqual(["wang", "zhao"]);
    const { refused, conflicts, newcomers } = grow({
      visits: [visit("v1", 1, "nowhere", "sun")],
      joins: [join("j1", 5, "sun"), join("j1", 4, "sun")],
    });
    expect(refused).toEqual([{ code: "unknown-share", visit: "v1" }]);
    expect(conflicts).toEqual([{ id: "j1", stands: join("j1", 4, "sun"), ignored: [join("j1", 5, "sun")] }]);
    expect(newcomers.map(({ at }) => at)).toEqual([4]);
  });

  it("throws where an option or an instant is out of range", () => {
    expect(() => grow({}, { windowMs: 0 })).toThrow("windowMs must be above 0, got 0");
    expect(() => grow({}, { depthWeight: 2 })).toThrow("depthWeight must be in (0, 1], got 2");
    expect(() => grow({}, { fraud: { maxBurst: Number.NaN } })).toThrow("maxBurst must be above 0, got NaN");
    expect(() => grow({ joins: [join("j", 0.5, "sun")] })).toThrow("at of j must be");
  });
});

describe("fraud hints", () => {
  const aliases: RippleEvents = {
    shares: [share("s1", 1, "li")],
    visits: [visit("v1", 2, "s1", "li-second")],
    joins: [join("j0", 0, "li"), join("j1", 3, "li-second")],
  };
  const oneLi = (key: string): string => (key.startsWith("li") ? "li" : key);

  it("tell of somebody who joined by their own share, once OneID knows", () => {
    expect(grow(aliases).hints).toEqual([]);
    const { hints, newcomers } = grow(aliases, { personOf: oneLi });
    expect(hints).toEqual([{ code: "self-referral", person: "li", joins: ["j1"] }]);
    expect(newcomers.map(({ join: first, by }) => [first, by])).toEqual([["j0", undefined]]);
  });

  it("tell of a newcomer on the inviter's device, and of more on one device than a family", () => {
    const names = ["a", "b", "c", "d"];
    const events = {
      shares: [share("s1", 1, "li", { device: "d0" })],
      visits: names.map((who) => visit(`v-${who}`, 2, "s1", who)),
      joins: names.map((who) => join(`j-${who}`, 3, who, who === "d" ? "d0" : "d1")),
    };
    const ring = { code: "device-ring", device: "d1", joins: ["j-a", "j-b", "j-c"] };
    expect(grow(events).hints).toEqual([{ code: "same-device", person: "li", device: "d0", joins: ["j-d"] }]);
    expect(grow(events, { fraud: { maxPerDevice: 2 } }).hints[1]).toEqual(ring);
  });

  it("tell of a burst, and not of as many in a longer time", () => {
    const days = [0, 1, 2, 3, 100];
    const events = (step: number): Partial<RippleEvents> => ({
      shares: [share("s1", 0, "li")],
      visits: days.map((day) => visit(`v${day}`, day * step, "s1", `n${day}`)),
      joins: days.map((day) => join(`j${day}`, day * step, `n${day}`)),
    });
    const limits = { now: 999 * DAY_MS, fraud: { maxBurst: 3, burstMs: 4 } };
    const joins = ["j0", "j1", "j2", "j3"];
    expect(grow(events(1), limits).hints).toEqual([{ code: "burst", person: "li", from: 0, joins }]);
    expect(grow(events(2), limits).hints).toEqual([]);
    expect(grow(events(1), { ...limits, fraud: { maxBurst: 4, burstMs: 4 } }).hints).toEqual([]);
  });
});

describe("rewardRipples", () => {
  const rules = defineRewards({
    campaign: "spring",
    rewards: [
      { to: "newcomer", points: 50 },
      { to: "inviter", points: 200, maxPerPerson: 1 },
      { to: "inviter's inviter", points: 20 },
    ],
  });

  it("rewards newcomers and two levels above them, up to a cap", () => {
    const { commands, refused } = rewardRipples(grow(family), rules);
    expect(commands.map(({ id, key, points }) => [id, key, points])).toEqual([
      ["spring/newcomer/j1", "wang", 50],
      ["spring/inviter/j1", "li", 200],
      ["spring/newcomer/j2", "zhao", 50],
      ["spring/newcomer/j3", "sun", 50],
      ["spring/inviter/j3", "wang", 200],
      ["spring/inviter's inviter/j3", "li", 20],
      ["spring/newcomer/j4", "qian", 50],
      ["spring/inviter/j4", "sun", 200],
      ["spring/inviter's inviter/j4", "wang", 20],
    ]);
    expect(refused).toEqual([{ code: "cap", id: "spring/inviter/j2", person: "li" }]);
    expect(commands[1]?.because).toEqual({ to: "inviter", join: "j1", share: "s1" });
  });

  it("pays nothing again, not even to another inviter who comes to light later", () => {
    const { commands } = rewardRipples(grow(family), rules);
    expect(rewardRipples(grow(family), rules, { paid: commands }).commands).toEqual([]);
    const earlier = {
      ...family,
      shares: [...family.shares, share("s0", 0, "zheng")],
      visits: [...family.visits, visit("v0", 1, "s0", "wang")],
    };
    const after = rewardRipples(grow(earlier), rules, { paid: commands });
    expect(after.commands).toEqual([]);
    expect(after.unfounded).toEqual([]);
  });

  it("counts what was paid towards the cap before anything new", () => {
    const paid = [{ id: "spring/inviter/j2", key: "li" }];
    const { commands, refused } = rewardRipples(grow(family), rules, { paid });
    expect(commands.some(({ id }) => id === "spring/inviter/j1")).toBe(false);
    expect(refused).toEqual([{ code: "cap", id: "spring/inviter/j1", person: "li" }]);
  });

  it("refuses what is hinted at, and names what was paid for nothing", () => {
    const onOneDevice = {
      ...family,
      shares: [...family.shares, share("s9", 1, "li", { device: "d0" })],
      joins: family.joins.map((one) => (one.id === "j1" ? { ...one, device: "d0" } : one)),
    };
    const paid = [
      { id: "spring/inviter/j1", key: "li" },
      { id: "spring/inviter/gone", key: "li" },
      { id: "autumn/inviter/gone", key: "li" },
    ];
    const { refused, unfounded } = rewardRipples(grow(onOneDevice), rules, { paid });
    expect(refused.slice(0, 2)).toEqual([
      { code: "hinted", id: "spring/newcomer/j1", person: "wang", hints: ["same-device"] },
      { code: "hinted", id: "spring/inviter/j1", person: "li", hints: ["same-device"] },
    ]);
    expect(unfounded).toEqual(["spring/inviter/gone", "spring/inviter/j1"]);
  });

  it("has rules that are checked", () => {
    const bad = {
      campaign: "a/b",
      rewards: [
        { to: "inviter", points: 1 },
        { to: "inviter", points: 1 },
        { to: "all", points: 1 },
      ],
    };
    const pointers = (input: unknown): readonly string[] => {
      const checked = checkRewards(input);
      return checked.ok ? [] : checked.error.map(({ pointer }) => pointer);
    };
    expect(pointers(bad)).toEqual(["/campaign", "/rewards/2/to"]);
    expect(pointers({ campaign: "a", rewards: bad.rewards.slice(0, 2) })).toEqual(["/rewards/1/to"]);
    expect(() => defineRewards({ campaign: "a", rewards: [] })).toThrow("reward rules was refused");
  });
});

describe("drawRipple", () => {
  it("draws who brought whom, marks what is hinted at, and counts the rest", () => {
    const joins = family.joins.map((one) => ({ ...one, device: one.id === "j4" ? "d0" : `d-${one.id}` }));
    const shares = family.shares.map((one) => (one.by === "sun" ? { ...one, device: "d0" } : one));
    const text = drawRipple(grow({ ...family, shares, joins }), { name: (person) => person });
    expect(text.split("\n")).toEqual([
      "flowchart LR",
      ...["li", "wang", "zhao", "sun", "qian"].map((name, i) => `  p${i}["${name}"]`),
      "  p0 --> p1",
      "  p0 --> p2",
      "  p1 --> p3",
      "  p3 --> p4",
      "  classDef hinted stroke-dasharray:6 3",
      "  class p4 hinted",
      "",
    ]);
    expect(drawRipple(grow(family), { limit: 1 })).toContain('  rest["+ 3"]');
    expect(() => drawRipple(grow(family), { limit: 0 })).toThrow("limit must be a whole number from 1, got 0");
  });

  it("lets no name out of its label, and shows little of it by default", () => {
    const events = {
      shares: [share("s1", 1, 'x"]; click p0 "javascript:alert(1)')],
      visits: [visit("v1", 2, "s1", "13912345678")],
      joins: [join("j1", 3, "13912345678")],
    };
    const text = drawRipple(grow(events), { name: (person) => person });
    expect(text).toContain('p0["x#34;#93;#59; click p0 #34;javascript#58;alert#40;1#41;"]');
    expect(drawRipple(grow(events))).toContain('p1["…5678"]');
  });
});
