import { createHmac } from "node:crypto";
import { automotive } from "@tributary/rules";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../memory/index";
import { createHub, type Hub, type PersonSummary } from "./index";

const NOW = 1_790_000_000_000;
const seed = (key: string): string => createHmac("sha256", "test").update(key).digest("hex").slice(0, 32);
const phone = { type: "phone", value: "13912345678" };
const openid = { type: "openid", value: "oX7fk2", scope: "wx1" };
const event = (id: string, type: string, ids: object[], properties: object, at = NOW - 1_000): object => ({
  id,
  type,
  at,
  ids,
  properties,
  source: "crm",
});
const stated = (id: string, ids: object[], properties: object, at?: number): object =>
  event(id, "tagStated", ids, properties, at);
const give = { by: "staff", tag: "member", says: "give", author: "adviser:17" };

const hub = (): Hub => createHub({ blueprint: automotive(), store: memoryStore({ seed }) });
async function everybody(one: Hub): Promise<readonly PersonSummary[]> {
  const persons: PersonSummary[] = [];
  for await (const person of one.persons({ now: NOW })) persons.push(person);
  return persons;
}
const tagsOf = (person: PersonSummary | undefined): readonly string[] => (person?.tags ?? []).map(({ tag }) => tag);

describe("tagStated", () => {
  it("is read of the person, alone and among everybody, and follows who is who", async () => {
    const one = hub();
    await one.ingest([stated("t1", [openid], give), event("e1", "leadSubmitted", [phone], {})], { now: NOW });
    expect(tagsOf(await one.person(openid, { now: NOW }))).toContain("member");
    expect(tagsOf(await one.person(phone, { now: NOW }))).not.toContain("member");
    await one.ingest([event("e2", "idsLinked", [openid, phone], {})], { now: NOW });
    const person = await one.person(phone, { now: NOW });
    expect(person?.tags.find(({ tag }) => tag === "member")?.stated?.author).toBe("adviser:17");
    expect((await everybody(one)).map(tagsOf)).toEqual([tagsOf(person)]);
  });

  it("lets the person opt out of everything for good", async () => {
    const one = hub();
    await one.ingest([event("e1", "wecomContactAdded", [phone], {}), stated("t1", [phone], give)], { now: NOW });
    expect(tagsOf((await everybody(one))[0])).toEqual(["member", "wecomContact", "newcomer"]);
    await one.ingest([stated("t2", [phone], { by: "subject", tag: "*", says: "optOut" })], { now: NOW });
    const person = await one.person(phone, { now: NOW });
    expect(person?.tags).toEqual([]);
    expect(person?.tagsBecause.find(({ tag }) => tag === "member")?.reason).toBe("opted-out");
    expect(tagsOf((await everybody(one))[0])).toEqual([]);
  });

  it("is refused with every mistake located, and a tag that is not there with the nearest", async () => {
    const items = await hub().ingest(
      [
        stated("t1", [phone], { ...give, says: "gave", value: null }),
        stated("t2", [phone], { ...give, tag: "membre" }),
        stated("t3", [phone], { ...give, at: 5 }),
        stated("t4", [phone], give),
      ],
      { now: NOW },
    );
    expect(items.map(({ status, issues }) => [status, issues.map(({ pointer }) => pointer)])).toEqual([
      ["refused", ["/properties/says", "/properties/value"]],
      ["refused", ["/properties/tag"]],
      ["refused", ["/properties/at"]],
      ["accepted", []],
    ]);
    expect(items[1]?.issues[0]?.hint).toBe("did you mean member?");
  });
});
