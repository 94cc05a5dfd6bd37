import { describe, expect, it } from "vitest";
import { type ConsentEntry, DAY_MS, type Identifier } from "../model";
import { definePolicy } from "./define-policy";
import type { Evidence, Observation } from "./evidence";
import { createIdentityGraph } from "./identity-graph";
import type { PersonReport } from "./person-report";
import type { IdentityPolicy } from "./policy";
import { resolve } from "./resolve";

const policy: IdentityPolicy = definePolicy({
  version: "7",
  prefer: "first",
  maxPerson: 8,
  maxComponent: 100,
  consent: "off",
  types: [
    { type: "crmId", normalise: "text", tier: 0, limit: 1 },
    { type: "phone", normalise: "phoneCn", tier: 0, limit: 2, silence: "90d", windowLimit: { limit: 1, within: "7d" } },
    { type: "openid", normalise: "text", scoped: true, tier: 1, limit: 1 },
    { type: "face", normalise: "text", tier: 1, merge: false },
    { type: "device", normalise: "text", tier: 2, hub: 2 },
  ],
});
const crm = (n: number): Identifier => ({ type: "crmId", value: `C-${n}` });
const phone = (n: number): Identifier => ({ type: "phone", value: `+861390000000${n}` });
const openid = (value: string): Identifier => ({ type: "openid", scope: "wx1", value });
const device = (n: number): Identifier => ({ type: "device", value: `d-${n}` });
const face: Identifier = { type: "face", value: "face-1" };

const saw = (day: number, ...ids: Identifier[]): Observation => ({
  obsId: `o${day} ${ids.map(({ value }) => value).join()}`,
  ids,
  at: day * DAY_MS,
  source: "app",
  strength: "bound",
  purpose: "service",
});
const read = (evidence: Evidence, change: Partial<IdentityPolicy> = {}): ReturnType<typeof resolve> =>
  resolve(evidence, { ...policy, ...change }, { asOf: 1000 * DAY_MS });
const reportOn = (who: ReturnType<typeof resolve>, id: Identifier): PersonReport =>
  who.report(who.personOf(id) ?? { oneId: "nobody" }) as PersonReport;

describe("report", () => {
  it("says how full every limit and window is, by the policy's order", () => {
    const observations = [saw(1, crm(1), phone(1)), saw(2, crm(1), openid("oA")), saw(8, crm(1), phone(2))];
    const { policy: version, size, limits, edges } = reportOn(read({ observations }), crm(1));
    expect([version, size, edges.length]).toEqual(["7", { used: 4, limit: 8 }, 3]);
    expect(limits).toEqual([
      { type: "crmId", used: 1, limit: 1 },
      { type: "phone", used: 2, limit: 2, window: { used: 1, limit: 1, within: "7d" } },
      { type: "openid", scope: "wx1", used: 1, limit: 1 },
    ]);
  });

  it("names who is beyond each refused edge, on both sides of it", () => {
    const who = read({ observations: [saw(1, crm(1), openid("oA")), saw(2, crm(2), openid("oA"))] });
    const [one, two] = [reportOn(who, crm(1)), reportOn(who, crm(2))];
    expect(one.refused.map(({ own, other, oneId }) => [own, other, oneId])).toEqual([
      ["openid@wx1:oA", "crmId:C-2", two.person.oneId],
    ]);
    expect(two.refused.map(({ own, other, oneId }) => [own, other, oneId])).toEqual([
      ["crmId:C-2", "openid@wx1:oA", one.person.oneId],
    ]);
    expect(one.refused[0]?.witness).toBe(who.refused[0]?.witness);
  });

  it("tells what a person was seen with that joins nobody", () => {
    const tablet = [1, 2, 3].map((n) => saw(n, crm(n), device(1)));
    const observations = [...tablet, saw(4, crm(1), phone(1), device(1)), saw(5, crm(1), face)];
    expect(reportOn(read({ observations }), crm(1)).associated).toEqual([
      {
        key: "device:d-1",
        because: { code: "hub", of: "anchors", count: 4, limit: 2 },
        seenWith: ["crmId:C-1", "phone:+8613900000001"],
        count: 2,
        firstAt: DAY_MS,
        lastAt: 4 * DAY_MS,
      },
      {
        key: "face:face-1",
        because: { code: "no-merge" },
        seenWith: ["crmId:C-1"],
        count: 1,
        firstAt: 5 * DAY_MS,
        lastAt: 5 * DAY_MS,
      },
    ]);
  });

  it("tells where a former identifier went and why, and from whom a present one came", () => {
    const who = read({ observations: [saw(1, crm(1), phone(1)), saw(200, crm(2), phone(1))] });
    const [before, now] = [reportOn(who, crm(1)), reportOn(who, crm(2))];
    const because = {
      code: "silence",
      silentFrom: DAY_MS,
      before: ["crmId:C-1"],
      after: ["crmId:C-2"],
    };
    const key = "phone:+8613900000001";
    expect(before.handovers).toEqual([
      { epoch: { key, number: 0, to: 200 * DAY_MS, ended: because }, after: now.person.oneId },
    ]);
    expect(now.handovers).toEqual([
      { epoch: { key, number: 1, from: 200 * DAY_MS, because }, before: before.person.oneId },
    ]);
  });

  it("knows the decision that took an identifier away before anybody else was seen with it", () => {
    const cut = { identifier: phone(1), at: 100 * DAY_MS, author: "operator", reason: "number given back" };
    const who = read({ observations: [saw(1, crm(1), phone(1))], cuts: [cut] });
    expect(reportOn(who, crm(1)).handovers).toEqual([
      { epoch: { key: "phone:+8613900000001", number: 0, to: 100 * DAY_MS, ended: { code: "cut", cut } } },
    ]);
  });

  it("lists what does not count for want of consent, and at which end it is missing", () => {
    const consent = (subject: Identifier, granted: boolean, day: number): ConsentEntry => ({
      id: `${subject.value} ${day}`,
      subject,
      purpose: "service",
      granted,
      at: day * DAY_MS,
    });
    const observations = [saw(1, crm(1), phone(1)), saw(2, crm(1), phone(1))];
    const consents = [consent(crm(1), true, 0), consent(phone(1), true, 0), consent(phone(1), false, 3)];
    const who = read({ observations, consents }, { consent: "optIn" });
    const { oneId } = who.personOf(phone(1)) ?? { oneId: "" };
    expect(reportOn(who, crm(1)).withheld).toEqual([
      {
        own: "crmId:C-1",
        other: "phone:+8613900000001",
        oneId,
        purpose: "service",
        missing: ["phone:+8613900000001"],
        count: 2,
        firstAt: DAY_MS,
        lastAt: 2 * DAY_MS,
      },
    ]);
  });

  it("says when the person is what a cap left of a larger component", () => {
    const observations = [1, 2, 3, 4].map((n) => saw(n, openid("oA"), device(n)));
    const { degraded, refused } = reportOn(read({ observations }, { maxComponent: 4 }), openid("oA"));
    expect(degraded).toEqual({ code: "max-component", size: 5, limit: 4 });
    expect(refused.map(({ witness }) => witness.code)).toEqual(Array(4).fill("max-component"));
  });

  it("follows a OneID to whom it names now, and knows nothing of others", () => {
    const alone = read({ observations: [saw(1, openid("oA"))] });
    const joined = read({ observations: [saw(1, openid("oA")), saw(2, openid("oA"), crm(1))] });
    const before = alone.personOf(openid("oA")) ?? { oneId: "" };
    expect(joined.report(before)?.person).toBe(joined.personOf(crm(1)));
    expect([joined.report({ oneId: "p_nobody" }), joined.draw({ oneId: "p_nobody" })]).toEqual([undefined, undefined]);
  });

  it("is the same from a graph that follows its evidence", () => {
    const observations = [saw(1, crm(1), openid("oA")), saw(2, crm(2), openid("oA")), saw(3, crm(2), device(1))];
    const graph = createIdentityGraph(policy);
    for (const one of observations) graph.add([one]);
    const who = read({ observations });
    for (const person of who.persons) {
      expect(graph.report(person)).toEqual(who.report(person));
      expect(graph.draw(person)).toBe(who.draw(person));
    }
  });
});
