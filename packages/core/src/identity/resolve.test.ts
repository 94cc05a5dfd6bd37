import { describe, expect, it } from "vitest";
import { DAY_MS, type Identifier } from "../model";
import { definePolicy } from "./define-policy";
import type { Evidence, LinkOverride, Observation } from "./evidence";
import type { IdentityPolicy } from "./policy";
import type { Resolution } from "./resolution";
import { resolve } from "./resolve";
import { resolveSightings } from "./resolve-sightings";

const policy: IdentityPolicy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 20,
  maxComponent: 100,
  consent: "off",
  types: [
    { type: "crmId", normalise: "text", tier: 0, limit: 1 },
    { type: "phone", normalise: "phoneCn", tier: 0, hub: 3 },
    { type: "openid", normalise: "text", scoped: true, tier: 1, limit: 1 },
    { type: "vin", of: "vehicle", normalise: "vin", tier: 0 },
    { type: "face", normalise: "text", tier: 1, merge: false },
    { type: "device", normalise: "text", tier: 2, hub: 3, windowLimit: { limit: 2, within: "7d" } },
  ],
});
const crm = (n: number): Identifier => ({ type: "crmId", value: `C-${n}` });
const phone = (n: number): Identifier => ({ type: "phone", value: `139 0000 000${n}` });
const device = (n: number): Identifier => ({ type: "device", value: `d-${n}` });
const openid = (scope: string, value: string): Identifier => ({ type: "openid", scope, value });

let observed = 0;
const saw = (ids: readonly Identifier[], more: Partial<Observation> = {}): Observation => ({
  obsId: `o${++observed}`,
  ids,
  at: 1,
  source: "app",
  strength: "bound",
  purpose: "service",
  ...more,
});
const override = (link: LinkOverride["link"], a: Identifier, b: Identifier, at = 1): LinkOverride => ({
  link,
  a,
  b,
  at,
  author: "li",
  reason: "called her",
});
const read = (evidence: Evidence, change: Partial<IdentityPolicy> = {}): ReturnType<typeof resolve> =>
  resolve(evidence, { ...policy, ...change }, { asOf: 100 * DAY_MS });

describe("resolve", () => {
  it("joins what was seen together, however it was spelt, strongest identifier first", () => {
    const who = read({
      observations: [
        saw([device(1), { type: "phone", value: "+86-13900000001" }]),
        saw([phone(1), crm(1)], { strength: "verified" }),
      ],
    });
    expect(who.persons).toHaveLength(1);
    expect(who.persons[0]?.ids).toEqual([
      crm(1),
      { type: "phone", value: "+8613900000001" },
      { type: "device", value: "d-1" },
    ]);
    expect(who.personOf(phone(1))).toBe(who.personOf("device:d-1"));
    expect(who.explain("device:d-1", crm(1))?.map(({ a, b }) => `${a} ${b}`)).toEqual([
      "device:d-1 phone:+8613900000001",
      "crmId:C-1 phone:+8613900000001",
    ]);
  });

  it("keeps two customers of one device apart, says which came first, and undoes it when that is retracted", () => {
    const first = saw([crm(1), device(1)], { at: 1 });
    const second = saw([crm(2), device(1)], { at: 2 });
    const who = read({ observations: [second, first] });
    expect(who.personOf(device(1))).toBe(who.personOf(crm(1)));
    expect(who.explainNot(device(1), crm(2))).toMatchObject({
      code: "refused",
      edge: { a: "crmId:C-2", b: "device:d-1", weakest: "device", count: 1 },
      witness: { code: "limit", type: "crmId", limit: 1, ids: ["crmId:C-1", "crmId:C-2"], edges: [{ a: "crmId:C-1" }] },
    });
    expect(who.refused).toHaveLength(1);
    const undone = read({ observations: [second, first], retracted: [first.obsId] });
    expect(undone.personOf(device(1))).toBe(undone.personOf(crm(2)));
  });

  it("gives a contested device to the last customer where the policy prefers the recent", () => {
    const observations = [saw([crm(1), device(1)], { at: 1 }), saw([crm(2), device(1)], { at: 2 })];
    const who = read({ observations }, { prefer: "recent" });
    expect(who.personOf(device(1))).toBe(who.personOf(crm(2)));
    const between = [saw([crm(2), device(1)], { at: 3 }), saw([crm(2), device(1)], { at: 4 })];
    const around = read(
      { observations: [...between, saw([crm(1), device(1)], { at: 9 }), observations[0]!] },
      { prefer: "recent" },
    );
    expect(around.personOf(device(1))).toBe(around.personOf(crm(1)));
  });

  it("breaks a tie by code units, in which capitals come first, and not as a dictionary would", () => {
    const [capital, small] = [
      { type: "crmId", value: "B-1" },
      { type: "crmId", value: "a-1" },
    ];
    const who = read({ observations: [saw([small, device(1)]), saw([capital, device(1)])] });
    expect(who.personOf(device(1))).toBe(who.personOf(capital));
  });

  it("prefers the stronger and then the more frequent evidence to the first", () => {
    const weak = saw([crm(1), device(1)], { at: 1, strength: "form" });
    const strong = saw([crm(2), device(1)], { at: 9, strength: "verified" });
    const contested = read({ observations: [weak, strong] });
    expect(contested.personOf(device(1))).toBe(contested.personOf(crm(2)));
    const often = [saw([crm(1), device(1)], { at: 5 }), saw([crm(1), device(1)], { at: 5 })];
    const counted = read({ observations: [saw([crm(2), device(1)], { at: 1 }), ...often] });
    expect(counted.personOf(device(1))).toBe(counted.personOf(crm(1)));
  });

  it("lets a showroom tablet join nobody, and says so", () => {
    const tablet = device(9);
    const observations = [1, 2, 3, 4].map((n) => saw([crm(n), tablet], { at: n }));
    const who = read({ observations });
    expect(who.hubs).toEqual([{ key: "device:d-9", of: "anchors", count: 4, limit: 3 }]);
    expect(who.personOf(tablet)).toBeUndefined();
    expect(who.persons).toHaveLength(4);
    expect(who.explainNot(crm(1), crm(2))).toEqual({
      code: "hub",
      key: "device:d-9",
      of: "anchors",
      count: 4,
      limit: 3,
    });
    expect(read({ observations: observations.slice(1) }).hubs).toEqual([]);
  });

  it("counts a hub's anchors on whole observations, not on the links made of them", () => {
    // a link is made from the strongest identifier alone, so the device would be linked to one anchor of each pair
    const observations = [1, 2].map((n) => saw([device(9), phone(n), crm(n)], { at: n }));
    expect(read({ observations }).hubs).toEqual([{ key: "device:d-9", of: "anchors", count: 4, limit: 3 }]);
    expect(read({ observations: observations.slice(1) }).hubs).toEqual([]);
  });

  it("takes what no single person could have as a hub, per scope, whatever it was seen with first", () => {
    const types = policy.types.map((type) => (type.type === "device" ? { ...type, hubPersons: 1 } : type));
    const shared = device(9);
    const hubsOf = (...ids: Identifier[]): Resolution["hubs"] =>
      read({ observations: ids.map((id) => saw([shared, id])) }, { types }).hubs;
    const hub = { key: "device:d-9", of: "persons", count: 2, limit: 1 };
    expect(hubsOf(openid("wx1", "o1"), openid("wx2", "o2"), crm(1))).toEqual([]);
    expect(hubsOf(openid("wx1", "o1"), openid("wx1", "o2"))).toEqual([hub]);
    expect(hubsOf(openid("wx1", "o2"), crm(1), openid("wx1", "o1"))).toEqual([hub]);
  });

  it("keeps the rest of an observation together when its strongest identifier is a hub", () => {
    const sales = phone(9);
    const forms = [1, 2, 3, 4].map((n) => saw([sales, openid("wx1", `o${n}`), device(n), crm(n)]));
    const who = read({ observations: forms });
    expect(who.hubs.map(({ key }) => key)).toEqual(["phone:+8613900000009"]);
    expect(who.personOf(device(2))).toBe(who.personOf(openid("wx1", "o2")));
    expect(who.persons).toHaveLength(4);
  });

  it("never joins by a car, a placeholder, a face or an unknown type", () => {
    const through = [
      { type: "vin", value: "LSVAA4187E2184847" },
      { type: "device", value: "null" },
      { type: "face", value: "f-1" },
      { type: "fax", value: "f-1" },
    ];
    const codes = through.map((id) => {
      const who = read({ observations: [saw([crm(1), id]), saw([crm(2), id])] }, { maxPerson: 9 });
      expect(who.persons).toHaveLength(2);
      expect(who.personOf(id)).toBeUndefined();
      return [who.explainNot(crm(1), id).code, who.explainNot(crm(1), crm(2)).code, who.blocked];
    });
    expect(codes).toEqual([
      ["vehicle", "vehicle", []],
      ["blocked", "blocked", [{ key: "device:null", reason: "placeholder" }]],
      ["no-merge", "no-merge", []],
      ["blocked", "blocked", [{ key: "fax:f-1", reason: "unknown-identifier-type" }]],
    ]);
  });

  it("reports what could not be normalised instead of dropping it", () => {
    const who = read({
      observations: [saw([crm(1), { type: "phone", value: "12" }, { type: "openid", value: "oA" }])],
    });
    expect(who.blocked).toEqual([
      { key: "openid:oA", reason: "missing-scope" },
      { key: "phone:12", reason: "bad-phone" },
    ]);
    expect(who.explainNot(crm(1), { type: "phone", value: "12" })).toMatchObject({
      code: "blocked",
      reason: "bad-phone",
    });
  });

  it("never takes an identifier that cannot be normalised for another one that is spelt alike", () => {
    const good = openid("wx1", "b:oA-1");
    const alike = [
      openid("wx1:b", "oA-1"),
      { type: "openid@wx1", value: "b:oA-1" },
      { type: "openid@wx1:b", value: "oA-1" },
    ];
    const seen = saw([good, crm(1)]);
    const alone = read({ observations: [seen] });
    for (const bad of alike) {
      const who = read({ observations: [seen, saw([bad, crm(2)])] });
      expect(who.personOf(good)).toEqual(alone.personOf(good));
      expect(who.personOf(bad)).toBeUndefined();
      expect(who.blocked).toHaveLength(1);
      expect(who.explainNot(bad, crm(2))).toMatchObject({ code: "blocked" });
    }
  });

  it("keeps equal openids of two app ids apart", () => {
    const who = read({ observations: [saw([openid("wx1", "oA"), crm(1)]), saw([openid("wx2", "oA"), crm(2)])] });
    expect(who.persons).toHaveLength(2);
    expect(who.personOf("openid@wx1:oA")).toBe(who.personOf(crm(1)));
    expect(read({ observations: [saw([openid("wx1", "oA"), openid("wx2", "oA"), crm(1)])] }).persons).toHaveLength(1);
  });

  it("limits how many devices may be new within a window of event time", () => {
    const on = (day: number): Observation => saw([crm(1), device(day)], { at: day * DAY_MS });
    const crowded = read({ observations: [on(0), on(3), on(6)] });
    expect(crowded.personOf(crm(1))?.ids).toHaveLength(3);
    expect(crowded.explainNot(crm(1), device(6))).toMatchObject({
      witness: { code: "window-limit", within: "7d", ids: ["device:d-0", "device:d-3", "device:d-6"] },
    });
    expect(read({ observations: [on(0), on(3), on(7)] }).personOf(crm(1))?.ids).toHaveLength(4);
  });

  it("counts evidence only where its purpose is granted at both ends", () => {
    const consent = (id: string, subject: Identifier, granted: boolean, at: number) =>
      ({ id, subject, purpose: "service", granted, at }) as const;
    const observations = [saw([crm(1), phone(1)])];
    const yes = [consent("c1", crm(1), true, 1), consent("c2", phone(1), true, 1)];
    const persons = (consents: readonly ReturnType<typeof consent>[], mode: IdentityPolicy["consent"]): number =>
      read({ observations, consents }, { consent: mode }).persons.length;
    expect(persons(yes, "optIn")).toBe(1);
    expect(persons(yes.slice(1), "optIn")).toBe(2);
    expect(persons([], "optOut")).toBe(1);
    expect(persons([...yes, consent("c3", phone(1), false, 1)], "optOut")).toBe(2);
    expect(persons([...yes, consent("c3", phone(1), false, 2), consent("c4", phone(1), true, 3)], "optIn")).toBe(1);
    const withheld = read({ observations, consents: yes.slice(1) }, { consent: "optIn" });
    expect(withheld.explainNot(phone(1), crm(1))).toMatchObject({
      code: "consent",
      key: "crmId:C-1",
      purpose: "service",
    });
  });

  it("honours decisions, lets the newest stand, and reports one that cannot be honoured", () => {
    const observations = [saw([crm(1), phone(1)]), saw([crm(2)]), saw([phone(2)])];
    const linked = read({ observations, overrides: [override("must", phone(1), phone(2))] });
    expect(linked.personOf(phone(2))).toBe(linked.personOf(crm(1)));
    const apart = read({
      observations,
      overrides: [override("must", crm(1), phone(1)), override("cannot", phone(1), crm(1), 1)],
    });
    expect(apart.explainNot(crm(1), phone(1))).toMatchObject({
      code: "cannot-link",
      override: { reason: "called her" },
    });
    const undone = read({
      observations,
      overrides: [override("cannot", crm(1), phone(1)), override("none", crm(1), phone(1), 2)],
    });
    expect(undone.personOf(phone(1))).toBe(undone.personOf(crm(1)));
    const refused = read({ observations, overrides: [override("must", crm(1), crm(2))] });
    expect(refused.conflicts).toMatchObject([
      { code: "must-link", because: { code: "refused", witness: { code: "limit" } } },
    ]);
    expect(refused.persons).toHaveLength(3);
  });

  it("reports two observations under one id", () => {
    const one = saw([crm(1)]);
    const who = read({ observations: [one, { ...one, at: 2 }, { ...one }] });
    expect(who.conflicts).toEqual([{ code: "observation", obsId: one.obsId }]);
  });

  it("drops the weakest class of a component that is too large, and marks its persons", () => {
    const observations = [
      saw([crm(1), phone(1)]),
      saw([crm(2), phone(2)]),
      saw([phone(1), device(1)]),
      saw([phone(2), device(1)]),
    ];
    const who = read({ observations }, { maxComponent: 4 });
    expect(who.persons.map(({ ids, degraded }) => [ids.length, degraded]).sort()).toEqual([
      [1, "max-component"],
      [2, "max-component"],
      [2, "max-component"],
    ]);
    expect(who.refused.map(({ witness }) => witness)).toEqual([
      { code: "max-component", limit: 4, size: 5, weakest: "device" },
      { code: "max-component", limit: 4, size: 5, weakest: "device" },
    ]);
  });

  it("names persons by their leader, whose seed survives a merge and a split", () => {
    const [early, late] = [saw([device(1)], { at: 1 }), saw([crm(1)], { at: 5 })];
    const before = read({ observations: [early, late] });
    const [anonymous, known] = [before.personOf(device(1))?.oneId as string, before.personOf(crm(1))?.oneId as string];
    const merged = read({ observations: [early, late, saw([crm(1), device(1)], { at: 9 })] });
    expect(merged.persons.map(({ oneId }) => oneId)).toEqual([known]);
    expect(merged.lookup(anonymous)).toBe(merged.persons[0]);
    expect(anonymous).toMatch(/^p_[0-9a-f]{32}$/);
    expect(merged.lookup("p_unknown")).toBeUndefined();
    expect(merged.lookup(anonymous.slice(2))).toBeUndefined();
  });

  it("takes a seed from the first observation in event time, whatever is observed later", () => {
    const first = saw([crm(1)], { obsId: "z", at: 1 });
    const later = saw([crm(1)], { obsId: "a", at: 2 });
    const oneId = (observations: readonly Observation[]): string | undefined =>
      read({ observations }).personOf(crm(1))?.oneId;
    expect(oneId([later, first])).toBe(oneId([first]));
    expect(oneId([later])).not.toBe(oneId([first]));
  });

  it("makes no name from a value", () => {
    const oneIds = read({ observations: [saw([phone(1)], { obsId: "x" }), saw([phone(2)], { obsId: "y" })] }).persons;
    const others = read({ observations: [saw([phone(3)], { obsId: "x" }), saw([phone(4)], { obsId: "y" })] }).persons;
    expect(oneIds.map(({ oneId }) => oneId)).toEqual(others.map(({ oneId }) => oneId));
  });

  it("names the refusal nearest to the first of two identifiers", () => {
    const observations = [
      saw([crm(1), device(1)], { at: 1 }),
      saw([crm(2), device(1)], { at: 2 }),
      saw([crm(2), device(2)], { at: 3 }),
      saw([crm(2), device(2)], { at: 3 }),
      saw([crm(3), device(2)], { at: 4 }),
    ];
    const who = read({ observations });
    expect(who.explainNot(crm(1), crm(3))).toMatchObject({ edge: { a: "crmId:C-2", b: "device:d-1" } });
    expect(who.explainNot(crm(3), crm(1))).toMatchObject({ edge: { a: "crmId:C-3", b: "device:d-2" } });
  });

  it("counts the anchors of a hub only where consent lets both count", () => {
    const observations = [1, 2, 3, 4].map((n) => saw([crm(n), device(9)], { at: n }));
    const refusal = { id: "c1", subject: crm(4), purpose: "service", granted: false, at: 1 };
    expect(read({ observations }, { consent: "optOut" }).hubs).toHaveLength(1);
    expect(read({ observations, consents: [refusal] }, { consent: "optOut" }).hubs).toEqual([]);
  });

  it("finds the owner of a leaf by its strongest identifier that is part of a person", () => {
    const who = read({
      observations: [saw([crm(1), phone(1)]), saw([device(1)]), saw([{ type: "face", value: "f1" }])],
    });
    expect(who.ownerOf(["device:d-1", "phone:+8613900000001"])).toBe(who.personOf(crm(1)));
    expect(who.ownerOf(["device:d-1", "face:f1"])).toBe(who.personOf(device(1)));
    expect(who.ownerOf(["face:f1", "device:never"])).toBeUndefined();
    expect(who.ownerOf([])).toBeUndefined();
  });

  it("explains nothing where there is nothing", () => {
    const who = read({ observations: [saw([crm(1)]), saw([crm(2)])] });
    expect(who.explain(crm(1), crm(1))).toEqual([]);
    expect(who.explain(crm(1), crm(2))).toBeUndefined();
    expect(who.explain(crm(1), crm(3))).toBeUndefined();
    expect(who.explainNot(crm(1), crm(2))).toEqual({ code: "not-connected" });
    expect(who.explainNot(crm(1), crm(3))).toEqual({ code: "unknown", key: "crmId:C-3" });
    expect(who.explainNot(crm(1), crm(1)).code).toBe("same-person");
    expect(read({ observations: [] }).persons).toEqual([]);
  });

  it("throws on a moment that is none", () => {
    expect(() => resolve({ observations: [] }, policy, { asOf: Number.NaN })).toThrow(/asOf/);
    const never = override("must", crm(1), crm(2), Number.NaN);
    expect(() => read({ observations: [], overrides: [never] })).toThrow(/override \(must\): at must be an instant/);
    const consent = { id: "c1", subject: crm(1), purpose: "service", granted: true, at: 1.5 };
    expect(() => read({ observations: [], consents: [consent] })).toThrow(/consent c1: at must be an instant/);
  });
});

describe("resolveSightings", () => {
  const sighting = {
    keys: ["crmId:C-1", "device:d-1"],
    source: "app",
    strength: "bound",
    purpose: "service",
    count: 2,
    firstAt: 1,
    lastAt: 5,
  } as const;
  const names = new Map([
    ["crmId:C-1", { seed: "a", seq: 2 }],
    ["device:d-1", { seed: "b", seq: 1 }],
  ]);

  it("lets no order of arrival break a tie", () => {
    const rival = { ...sighting, keys: ["crmId:C-2", "device:d-1"] };
    const all = new Map([...names, ["crmId:C-2", { seed: "c", seq: 3 }]]);
    for (const sightings of [
      [sighting, rival],
      [rival, sighting],
    ]) {
      const who = resolveSightings({ sightings }, policy, { asOf: 5, names: all });
      expect(who.personOf("device:d-1")).toBe(who.personOf("crmId:C-1"));
    }
  });

  it("names by tier before entry", () => {
    const who = resolveSightings({ sightings: [sighting] }, policy, { asOf: 5, names });
    expect(who.persons.map(({ oneId }) => oneId)).toEqual(["p_a"]);
    expect(who.lookup("p_b")).toBe(who.persons[0]);
  });

  it.each([
    ["a name that is missing", { sightings: [sighting] }, { asOf: 5, names: new Map() }, /no entry for "crmId:C-1"/],
    ["a sighting later than asOf", { sightings: [sighting] }, { asOf: 4, names }, /lastAt 5 is later than asOf 4/],
    [
      "a seed given twice",
      {
        sightings: [
          { ...sighting, keys: ["crmId:C-1"] },
          { ...sighting, keys: ["device:d-1"] },
        ],
      },
      { asOf: 5, names: new Map([...names.keys()].map((key) => [key, { seed: "a", seq: 1 }])) },
      /two persons/,
    ],
  ])("throws on %s", (_, evidence, options, message) => {
    expect(() => resolveSightings(evidence, policy, options).persons).toThrow(message);
  });
});
