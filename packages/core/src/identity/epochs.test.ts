import { describe, expect, it } from "vitest";
import { DAY_MS, type Identifier, identifierKey } from "../model";
import { definePolicy } from "./define-policy";
import { EPOCH_SEPARATOR } from "./epoch";
import type { Evidence, Observation } from "./evidence";
import { resolve } from "./resolve";
import { resolveSightings } from "./resolve-sightings";
import { sumUp } from "./sum-up";

const policy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 50,
  maxComponent: 1_000,
  consent: "optOut",
  types: [
    { type: "crmId", normalise: "text", tier: 0, limit: 1 },
    { type: "phone", normalise: "phoneCn", tier: 0, limit: 1, silence: "90d" },
    { type: "openid", normalise: "text", tier: 1, limit: 1 },
    { type: "device", normalise: "text", tier: 2 },
  ],
});
const phone = { type: "phone", value: "13912345678" };
const [anna, ben]: Identifier[] = [
  { type: "crmId", value: "anna-01" },
  { type: "crmId", value: "ben-0002" },
] as const;
const key = "phone:+8613912345678";

let next = 0;
const seen = (day: number, ...ids: readonly (Identifier | undefined)[]): Observation => ({
  obsId: `o${next++}`,
  ids: ids as readonly Identifier[],
  at: day * DAY_MS,
  source: "crm",
  strength: "form",
  purpose: "service",
});
const read = (evidence: Evidence, day = 1_000): ReturnType<typeof resolve> =>
  resolve(evidence, policy, { asOf: day * DAY_MS });
const moved = [seen(1, phone, anna), seen(20, phone, anna), seen(120, phone, ben), seen(121, phone)];

describe("resolve of an identifier that changed hands", () => {
  it("gives each owner the phone of their time", () => {
    const who = read({ observations: moved });
    expect(who.persons.map(({ ids, former }) => [ids.map(({ value }) => value), former]).sort()).toEqual([
      [["anna-01"], [{ identifier: { type: "phone", value: "+8613912345678" }, epoch: 0, to: 120 * DAY_MS }]],
      [["ben-0002", "+8613912345678"], undefined],
    ]);
    expect(who.personOf(phone)).toBe(who.personOf(ben as Identifier));
    expect(who.personOf(phone, 120 * DAY_MS - 1)).toBe(who.personOf(anna as Identifier));
    expect(who.ownerOf([key], 20 * DAY_MS)).toBe(who.personOf(anna as Identifier));
    expect(who.handovers([key])).toEqual([120 * DAY_MS]);
    expect(who.handovers([key, "crmId:anna-01"])).toEqual([]); // the CRM id says whose these are, whenever
  });

  it("says why, and what separates", () => {
    const who = read({ observations: moved });
    const [first, second] = who.epochs;
    const because = {
      code: "silence",
      silentFrom: 20 * DAY_MS,
      before: ["crmId:anna-01"],
      after: ["crmId:ben-0002"],
    };
    expect(first).toEqual({ key, number: 0, to: 120 * DAY_MS, ended: because });
    expect(second).toEqual({ key, number: 1, from: 120 * DAY_MS, because });
    expect(who.explainNot(phone, anna as Identifier)).toEqual({ code: "epoch", key, epochs: [first, second] });
    expect(who.explainNot(anna as Identifier, ben as Identifier)).toMatchObject({ code: "epoch", key });
    const [edge] = who.explain(`${key}${EPOCH_SEPARATOR}0`, anna as Identifier) ?? [];
    expect(edge).toMatchObject({ a: "crmId:anna-01", b: `${key}${EPOCH_SEPARATOR}0`, count: 2, firstAt: DAY_MS });
  });

  it.each([
    ["silent one millisecond less", [seen(1, phone, anna), { ...seen(91, phone, ben), at: 91 * DAY_MS - 1 }]],
    ["seen with the same person again", [seen(1, phone, anna), seen(120, phone, ben), seen(125, phone, anna)]],
    ["seen with nobody else", [seen(1, phone, anna), seen(120, phone, { type: "device", value: "d-1" })]],
    ["seen with nobody before", [seen(1, phone), seen(120, phone, ben)]],
    [
      "seen with somebody of before and a stranger",
      [seen(1, phone, anna), seen(120, phone, ben), seen(121, phone, anna)],
    ],
    [
      "seen with the same device, and a slip",
      [seen(1, phone, anna), seen(120, phone, ben, anna), seen(240, phone, { type: "device", value: "d-1" })],
    ],
  ])("does not cut what was %s", (_, observations) => {
    expect(read({ observations }).epochs).toEqual([]);
  });

  it("cuts what was seen with another kind of identifier only", () => {
    const observations = [seen(1, phone, anna), seen(120, phone, { type: "openid", value: "o1" })];
    expect(read({ observations }).epochs).toHaveLength(2);
  });

  it("cuts what was silent to the millisecond", () => {
    expect(read({ observations: [seen(1, phone, anna), seen(91, phone, ben)] }).epochs).toHaveLength(2);
  });

  it("cuts by the time of events, in whatever order they arrive", () => {
    const normal = { type: "phone", value: "+8613912345678" };
    const sightings = sumUp([seen(1, normal, anna), seen(120, normal, ben), seen(240, normal, anna)], {
      asOf: 1e12,
      gapMs: 90 * DAY_MS,
    });
    const keys = [key, ...[anna, ben].map((id) => identifierKey(id as Identifier))];
    const names = new Map(keys.map((one, seq) => [one, { seed: one, seq }]));
    const epochs = [sightings, [...sightings].reverse()].map(
      (arrived) => resolveSightings({ sightings: arrived }, policy, { asOf: 1e12, names }).epochs,
    );
    expect(epochs[0]?.map(({ from }) => from)).toEqual([undefined, 120 * DAY_MS, 240 * DAY_MS]);
    expect(epochs[1]).toEqual(epochs[0]);
  });

  it("lets late events land in the epoch of their time", () => {
    const who = read({ observations: [...moved, seen(30, phone, { type: "openid", value: "oLate" })] });
    expect(who.personOf({ type: "openid", value: "oLate" })).toBe(who.personOf(anna as Identifier));
  });

  it("keeps the first owner's OneID, whoever's the phone is now", () => {
    const names = new Map([[key, { seed: "phone-seed", seq: 1 }]]);
    const cuts = [{ identifier: phone, at: 50 * DAY_MS, author: "operator", reason: "number given out again" }];
    const observations = [seen(1, phone), seen(60, phone)];
    const before = resolve({ observations }, policy, { asOf: 1e12, names });
    const after = resolve({ observations, cuts }, policy, { asOf: 1e12, names });
    expect(before.persons.map(({ oneId }) => oneId)).toEqual(["p_phone-seed"]);
    expect(after.persons.map(({ oneId }) => oneId)).toEqual(["p_phone-seed", "p_phone-seed.1"]);
    expect(after.lookup("p_phone-seed")).toEqual({
      oneId: "p_phone-seed",
      ids: [],
      former: [{ identifier: { type: "phone", value: "+8613912345678" }, epoch: 0, to: 50 * DAY_MS }],
    });
  });

  it("is nobody's after a cut until it is seen again", () => {
    const cuts = [{ identifier: phone, at: 50 * DAY_MS, author: "operator", reason: "number given out again" }];
    const who = read({ observations: [seen(1, phone, anna)], cuts });
    expect(who.personOf(phone)).toBeUndefined();
    expect(who.explainNot(phone, anna as Identifier)).toMatchObject({ code: "epoch", key });
    expect(who.personOf(phone, DAY_MS)?.former).toHaveLength(1);
    expect(read({ observations: [seen(1, phone, anna)], cuts }, 49).personOf(phone)).toBeDefined(); // not decided yet
  });

  it("asks each owner for consent", () => {
    const withdrawn = { id: "c", subject: phone, purpose: "service", granted: false, at: 2 * DAY_MS };
    const who = read({ observations: moved, consents: [withdrawn] });
    expect(who.personOf(anna as Identifier)?.former).toBeUndefined();
    expect(who.personOf(phone)).toBe(who.personOf(ben as Identifier));
  });

  it("keeps a decision to the owners it was about", () => {
    const apart = {
      link: "cannot",
      a: phone,
      b: anna as Identifier,
      at: 130 * DAY_MS,
      author: "li",
      reason: "looked",
    } as const;
    const who = read({ observations: moved, overrides: [apart] });
    expect(who.personOf(phone, DAY_MS)).toBe(who.personOf(anna as Identifier));
  });

  it("refuses a sighting that lies on both sides of a cut", () => {
    const normal = { type: "phone", value: "+8613912345678" };
    const sightings = sumUp([seen(1, normal), seen(9, normal)], { asOf: 1e12 });
    const cuts = [{ identifier: normal, at: 5 * DAY_MS, author: "operator", reason: "given out again" }];
    const names = new Map([[key, { seed: "s", seq: 1 }]]);
    expect(() => resolveSightings({ sightings, cuts }, policy, { asOf: 1e12, names })).toThrow(/both sides of the cut/);
  });
});
