import { describe, expect, it } from "vitest";
import type { Identifier, IdentifierKey } from "../model";
import { definePolicy } from "./define-policy";
import { type Erasure, eraseIdentifiers } from "./erase-identifiers";
import type { Evidence, Tombstone } from "./evidence";
import { createIdentityGraph } from "./identity-graph";
import { nameTable } from "./name-table";
import type { IdentityPolicy } from "./policy";
import type { Resolution } from "./resolution";
import { resolve } from "./resolve";

const policy: IdentityPolicy = definePolicy({
  version: "1",
  prefer: "first",
  maxPerson: 20,
  maxComponent: 100,
  consent: "off",
  types: [
    { type: "crmId", normalise: "text", tier: 0, limit: 1 },
    { type: "phone", normalise: "phoneCn", tier: 0 },
    { type: "openid", normalise: "text", scoped: true, tier: 1 },
    { type: "device", normalise: "text", tier: 2, hub: 2 },
  ],
});
const phone: Identifier = { type: "phone", value: "139 0000 0001" };
const openid: Identifier = { type: "openid", scope: "wx1", value: "oA-1" };
const [device, tablet] = ["d-1", "d-2"].map((value) => ({ type: "device", value })) as [Identifier, Identifier];
const crm = (value: string): Identifier => ({ type: "crmId", value });

let observed = 0;
const seen = (...ids: readonly Identifier[]): Evidence["observations"][number] => ({
  obsId: `o${++observed}`,
  ids,
  at: observed,
  source: "app",
  strength: "bound",
  purpose: "service",
});
const KEYS = ["device:d-1", "openid@wx1:oA-1", "phone:+8613900000001", "device:d-2", "crmId:C-1", "crmId:C-2"];
const NAMES = nameTable(new Map(KEYS.map((key, seq) => [key, { seed: `s${seq}`, seq }])));

type Erased = Pick<Erasure, "evidence" | "names">;
const erase = ({ evidence, names }: Erased, ...ids: readonly (Identifier | IdentifierKey)[]): Erasure =>
  eraseIdentifiers(evidence, names, ids, policy, { asOf: 1_000 });
const read = ({ evidence, names }: Erased): Resolution => resolve(evidence, policy, { asOf: 1_000, names });
const names = ({ persons }: Resolution): readonly string[] => persons.map(({ oneId }) => oneId);
const tombstonesOf = ({ names: { tombstones } }: Erased): Readonly<Record<string, readonly Tombstone[]>> =>
  Object.fromEntries(tombstones);

describe("eraseIdentifiers", () => {
  const whole: Erased = { evidence: { observations: [seen(phone, openid, device)] }, names: NAMES };

  it("leaves the leader's name, without its value, on the next leader", () => {
    const erased = erase(whole, { type: "phone", value: "+86-13900000001" });
    expect(read(erased).persons).toEqual([{ oneId: "p_s2", ids: [openid, device] }]);
    expect(tombstonesOf(erased)).toEqual({ "openid@wx1:oA-1": [{ seed: "s2", seq: 2, tier: 0 }] });
    expect(read(erased).lookup("p_s1")).toEqual(read(erased).persons[0]);
    expect(erased.retired).toEqual([]);
  });

  it("hands tombstones on when their bearer is erased, and retires them with the last member", () => {
    const second = erase(erase(whole, phone), openid);
    expect(read(second).persons).toEqual([{ oneId: "p_s2", ids: [device] }]);
    expect(second.retired).toEqual(["p_s1"]);
    const last = erase(second, device);
    expect([last.retired, last.evidence.observations, tombstonesOf(last)]).toEqual([["p_s0", "p_s2"], [], {}]);
  });

  it("keeps nothing of an identifier that leads nobody", () => {
    const erased = erase(whole, device);
    expect([erased.retired, tombstonesOf(erased)]).toEqual([["p_s0"], {}]);
    expect(read(erased).lookup("p_s0")).toBeUndefined();
  });

  it("gives the OneID to the part with the next leader where the person falls apart", () => {
    const star = { evidence: { observations: [seen(phone, openid), seen(phone, device)] }, names: NAMES };
    expect(names(read(star))).toEqual(["p_s2"]);
    expect(read(erase(star, phone)).persons).toEqual([
      { oneId: "p_s0", ids: [device] },
      { oneId: "p_s2", ids: [openid] },
    ]);
  });

  it("lets a tombstone lead whoever joins later, as its identifier would have", () => {
    const { evidence, names: left } = erase(whole, phone);
    const joined = { evidence: { observations: [...evidence.observations, seen(crm("C-1"), device)] }, names: left };
    expect(read(joined).persons).toEqual([{ oneId: "p_s2", ids: [crm("C-1"), openid, device] }]);
    const both = erase(joined, "crmId:C-1");
    expect(both.retired).toEqual(["p_s4"]);
    expect(names(read(both))).toEqual(["p_s2"]);
  });

  it("leads to nobody while the bearer is a hub, and is retired when that is erased", () => {
    const { evidence, names: left } = erase(
      { evidence: { observations: [seen(crm("C-1"), tablet)] }, names: NAMES },
      crm("C-1"),
    );
    const forms = [crm("C-1"), crm("C-2"), phone].map((id) => seen(id, tablet));
    const entries = new Map([...left.entries, ["crmId:C-1", { seed: "again", seq: 9 }] as const]);
    const hub = {
      evidence: { observations: [...evidence.observations, ...forms] },
      names: nameTable(entries, left.tombstones),
    };
    expect([read(hub).hubs.length, read(hub).lookup("p_s4")]).toEqual([1, undefined]);
    expect(erase(hub, tablet).retired).toEqual(["p_s3", "p_s4"]);
  });

  it("takes decisions and consents about it along, and leaves those about others", () => {
    const decision = { link: "must", at: 1, author: "li", reason: "called" } as const;
    const consent = { id: "c", purpose: "service", granted: true, at: 1 } as const;
    const evidence: Evidence = {
      observations: [seen(phone), seen(openid), seen(device)],
      overrides: [
        { ...decision, a: phone, b: device },
        { ...decision, a: openid, b: device },
      ],
      consents: [
        { ...consent, subject: phone },
        { ...consent, subject: device },
      ],
    };
    const erased = erase({ evidence, names: NAMES }, phone).evidence;
    expect(erased).toEqual({
      observations: evidence.observations.slice(1),
      overrides: evidence.overrides?.slice(1),
      consents: evidence.consents?.slice(1),
    });
  });

  it("erases later evidence and what could not be read", () => {
    const bad: Identifier = { type: "phone", value: "12" };
    const evidence = { observations: [seen(device, bad), { ...seen(phone, device), at: 5_000 }] };
    const erased = erase({ evidence, names: NAMES }, bad, phone).evidence.observations;
    expect(erased.map(({ ids }) => ids)).toEqual([[device], [device]]);
  });

  it("changes nothing for what was never seen", () => {
    const erased = erase(whole, { type: "phone", value: "139 0000 0009" });
    expect(erased).toMatchObject({ evidence: whole.evidence, retired: [] });
    expect(erased.names.entries).toEqual(NAMES.entries);
  });

  it("throws when a name is missing, of the erased or of those who may inherit", () => {
    const without = (gone: string): Erased => ({
      ...whole,
      names: nameTable(new Map([...NAMES.entries].filter(([key]) => key !== gone))),
    });
    expect(() => erase(without("phone:+8613900000001"), phone)).toThrow(
      'names has no entry for "phone:+8613900000001"',
    );
    expect(() => erase(without("device:d-1"), phone)).toThrow('names has no entry for "device:d-1"');
  });

  it("stays with the owner of then, when its bearer goes to somebody else", () => {
    const owners = ["C-1", "C-2", "C-3"].map((value, i) => ({ ...seen(phone, crm(value)), at: 10 + i * 20 }));
    const cuts = [20, 40].map((at) => ({ identifier: phone, at, author: "li", reason: "new owner" }));
    const entries = ["C-1", "C-2", "C-3"].map((value, seq) => [`crmId:${value}`, { seed: value, seq }] as const);
    const named = nameTable(new Map([...entries, ["phone:+8613900000001", { seed: "phone", seq: 9 }]]));
    const one = erase({ evidence: { observations: owners.slice(0, 1) }, names: named }, crm("C-1"));
    const two = erase(
      {
        evidence: { observations: [...one.evidence.observations, ...owners.slice(1, 2)], cuts: cuts.slice(0, 1) },
        names: one.names,
      },
      crm("C-2"),
    );
    expect(tombstonesOf(two)).toEqual({
      "phone:+8613900000001": [
        { seed: "C-1", seq: 0, tier: 0 },
        { seed: "C-2", seq: 1, tier: 0, epoch: 1 },
      ],
    });
    const who = read({
      evidence: { observations: [...two.evidence.observations, ...owners.slice(2)], cuts },
      names: two.names,
    });
    const former = [0, 1].map((number) => who.lookup(`p_C-${number + 1}`)?.former?.map(({ epoch }) => epoch));
    expect(former).toEqual([[0], [1]]);
    expect(who.personOf(phone)?.oneId).toBe("p_C-3");
  });

  it("takes an identifier that changed hands from all who had it, and makes no heir of one that went to others", () => {
    const cuts = [{ identifier: phone, at: 20, author: "li", reason: "new owner" }];
    const observations = [
      { ...seen(phone, device), at: 10 },
      { ...seen(phone, openid), at: 30 },
    ];
    const both = { evidence: { observations, cuts }, names: NAMES };
    expect(names(read(both))).toEqual(["p_s2", "p_s2.1"]);
    const erased = erase(both, phone);
    expect(read(erased).persons).toEqual([
      { oneId: "p_s2", ids: [device] },
      { oneId: "p_s2.1", ids: [openid] },
    ]);
    expect(erased.evidence.cuts).toEqual([]);
    const withoutDevice = erase(both, device);
    expect(erase(withoutDevice, phone).retired).toEqual(["p_s2"]);
    const led = {
      ...both,
      names: nameTable(new Map([...NAMES.entries, ["phone:+8613900000001", { seed: "s2", seq: 9 }]])),
    };
    const customer = {
      ...led,
      evidence: { cuts, observations: [{ ...seen(phone, crm("C-1")), at: 10 }, ...observations.slice(1)] },
    };
    expect(erase(customer, crm("C-1")).retired).toEqual(["p_s4"]);
  });

  it("is found by a graph that follows the evidence", () => {
    const { evidence, names: left } = erase(whole, phone);
    const graph = createIdentityGraph(policy, { names: left });
    graph.add(evidence.observations);
    expect(graph.lookup("p_s2")).toEqual({ oneId: "p_s2", ids: [openid, device] });
    graph.retract(evidence.observations.map(({ obsId }) => obsId));
    expect([...graph.persons()]).toEqual([]);
    expect(graph.lookup("p_s2")).toBeUndefined();
  });

  it("names where two tombstones meet by the better one", () => {
    const stones = (...seqs: readonly number[]): readonly Tombstone[] =>
      seqs.map((seq) => ({ seed: `t${seq}`, seq, tier: 1 }));
    const left = nameTable(
      NAMES.entries,
      new Map([
        ["device:d-1", stones(8, 3)],
        ["openid@wx1:oA-1", stones(5)],
      ]),
    );
    const who = (...ids: readonly Identifier[]): Resolution =>
      read({ evidence: { observations: [seen(...ids)] }, names: left });
    expect(names(who(device))).toEqual(["p_t3"]);
    expect(names(who(openid))).toEqual(["p_s1"]);
    expect(names(who(phone, device, openid))).toEqual(["p_s2"]);
    expect(who(phone, device, openid).lookup("p_t5")?.oneId).toBe("p_s2");
  });
});
