import { createHmac } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import { type IdentityPolicy, leafOf } from "@tributary/core/identity";
import { canonicalJson, DAY_MS, type Event, type Json } from "@tributary/core/model";
import type { Store } from "@tributary/core/ports";
import { generateWorld } from "@tributary/core/testing";
import { type Blueprint, type EventDefinition, readPerson } from "@tributary/rules/blueprint";
import { foldAll } from "@tributary/rules/facts";
import { automotive, automotiveDefinition } from "@tributary/rules/presets/automotive";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../memory/index";
import { postgresStore } from "../postgres/index";
import { createHub, type Hub, type HubOptions } from "./create-hub";
import type { PersonSummary } from "./person-view";
import { resolveAll } from "./resolve-read";

const NOW = 1_790_000_000_000;
const runs = { numRuns: Number(process.env.TRIBUTARY_RUNS ?? 25) };
const preset = automotive().identity;
/** The preset with phones that are soon another's, so that a small world has some. */
const identity: IdentityPolicy = {
  ...preset,
  types: preset.types.map((type) => (type.type === "phone" ? { ...type, silence: "20d" } : type)),
};
const blueprint = automotive({ identifiers: identity });
const seed = (key: string): string => createHmac("sha256", "test").update(key).digest("hex").slice(0, 32);

const hubOf = (store: Store, options: Partial<HubOptions> = {}): Hub =>
  createHub({ blueprint, store, oneIdOrder: "event", ...options });

async function everybody(hub: Hub, now = NOW): Promise<readonly PersonSummary[]> {
  const persons: PersonSummary[] = [];
  for await (const person of hub.persons({ now })) persons.push(person);
  return persons;
}

const bytes = async (hub: Hub, now = NOW): Promise<string> =>
  canonicalJson((await everybody(hub, now)) as unknown as Json);

/** A small world with consents, separations, handovers and traits among its events. */
function decided(worldSeed: number, persons: number): readonly Event[] {
  const { events } = generateWorld({ seed: worldSeed, persons, eventsPerPerson: 6 });
  return events.flatMap((event, i) => {
    const more = (type: string, properties: Event["properties"]): Event => ({
      ...event,
      id: `${event.id}/${type}`,
      type,
      at: event.at + 1_000,
      properties,
    });
    if (i % 17 === 3) return [event, more("consentWithdrawn", { purpose: i % 2 ? "marketing" : "sales" })];
    if (i % 17 === 5) return [event, more("consentGiven", { purpose: "marketing" })];
    if (i % 17 === 7) return [event, more("traitsSet", { name: `n${i}` })];
    if (i % 41 === 11) return [event, more("idsReassigned", {})];
    if (i % 29 === 8 && event.ids.length > 1) return [event, more("idsUnlinked", {})];
    return [event];
  });
}

describe("createHub", () => {
  it("reads the same persons, to the byte, whatever the order, repetition and batches of the events", async () => {
    const shuffled = fc
      .record({ worldSeed: fc.nat(1_000), persons: fc.integer({ min: 1, max: 25 }) })
      .chain(({ worldSeed, persons }) => {
        const events = decided(worldSeed, persons);
        return fc.record({
          events: fc.constant(events),
          order: fc.shuffledSubarray([...events, ...events.slice(0, 20)], {
            minLength: events.length + Math.min(20, events.length),
          }),
          batchSize: fc.integer({ min: 1, max: 60 }),
        });
      });
    await fc.assert(
      fc.asyncProperty(shuffled, async ({ events, order, batchSize }) => {
        const inOrder = hubOf(memoryStore({ seed }));
        await inOrder.ingest(events, { now: NOW });
        const anyhow = hubOf(memoryStore({ seed }), { batchSize });
        await anyhow.ingest(order, { now: NOW });
        expect(await bytes(anyhow)).toBe(await bytes(inOrder));
      }),
      runs,
    );
  });

  it("reads every fact of everybody as from a rebuild of all events", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), async (worldSeed) => {
        const events = decided(worldSeed, 20);
        const store = memoryStore({ seed });
        const hub = hubOf(store);
        const half = Math.floor(events.length / 2);
        await hub.ingest(events.slice(half), { now: NOW }); // the later half first: merges, splits and handovers follow
        await everybody(hub);
        await hub.ingest(events.slice(0, half), { now: NOW });
        const options = { asOf: NOW, oneIdOrder: "event" } as const;
        const { resolution } = await resolveAll(store, blueprint.identity, options);
        const byPerson = new Map<string, Event[]>();
        for (const event of await store.events("all")) {
          const { leaf } = leafOf(event.ids, blueprint.identity);
          const oneId = resolution.ownerOf(leaf, event.at)?.oneId ?? "nobody";
          byPerson.set(oneId, [...(byPerson.get(oneId) ?? []), event]);
        }
        for (const { oneId, facts } of await everybody(hub)) {
          const tracks = foldAll(blueprint.facts, undefined, byPerson.get(oneId) ?? []);
          expect(facts).toEqual(readPerson(blueprint, tracks, { now: NOW }).facts);
        }
      }),
      runs,
    );
  });

  it("reads one person from the evidence around an identifier as from all of it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), fc.constantFrom("off", "optOut", "optIn"), async (worldSeed, consent) => {
        const own = automotive({ identifiers: { ...blueprint.identity, consent } as never });
        const hub = hubOf(memoryStore({ seed }), { blueprint: own });
        await hub.ingest(decided(worldSeed, 20), { now: NOW });
        const rfmModel = await hub.fitRfm({ now: NOW });
        const at = { now: NOW, ...(rfmModel && { rfmModel }) };
        for (const person of await everybody(hub)) {
          for (const who of [...person.ids, person.oneId]) {
            const view = (await hub.person(who, at)) ?? fail(who);
            const { why, factsBecause, tagsBecause, events, vehicles, intentions, ...summary } = view;
            expect(summary).toEqual(person);
            expect(why).toHaveLength(person.ids.length + (person.former?.length ?? 0) - 1);
            expect(events.length).toBeLessThanOrEqual(20);
            expect(factsBecause.length + tagsBecause.length).toBeGreaterThan(0);
          }
        }
      }),
      { numRuns: Math.ceil(runs.numRuns / 3) },
    );
  });

  it("reads the same persons after the definitions changed as if they had always been so", async () => {
    const changed: Blueprint = automotive({
      facts: { dearest: { kind: "max", events: "vehicleViewed", property: "priceMinor" } },
    });
    expect(changed.facts.version).not.toBe(blueprint.facts.version);
    const events = decided(5, 25);
    const [early, late] = [events.slice(0, 90), events.slice(90)];
    const store = memoryStore({ seed });
    await hubOf(store).ingest(early, { now: NOW });
    await hubOf(store, { blueprint: changed }).ingest(late, { now: NOW });
    const fresh = hubOf(memoryStore({ seed }), { blueprint: changed });
    await fresh.ingest(events, { now: NOW });
    const hub = hubOf(store, { blueprint: changed });
    const [one] = await everybody(fresh);
    const model = await fresh.fitRfm({ now: NOW });
    const at = { now: NOW, ...(model && { rfmModel: model }) };
    expect(await hub.person(one?.oneId ?? "", at)).toEqual(await fresh.person(one?.oneId ?? "", at));
    expect(await bytes(hub)).toBe(await bytes(fresh));
    expect((await store.leaves("all")).every(({ version }) => version === changed.facts.version)).toBe(true);
  });

  it("reads the same from PostgreSQL as from memory, to the byte", async () => {
    const events = decided(11, 60);
    const pglite = await PGlite.create();
    const stores = [memoryStore({ seed }), await postgresStore({ pglite }, { seed })];
    const read = await Promise.all(
      stores.map(async (store) => {
        const hub = hubOf(store, { batchSize: 100 });
        await hub.ingest(events, { now: NOW });
        const [first] = await everybody(hub);
        return [await bytes(hub), await hub.person(first?.oneId ?? "", { now: NOW })];
      }),
    );
    expect(read[1]).toEqual(read[0]);
    await pglite.close();
  });

  const viewed = automotiveDefinition().events.find(({ type }) => type === "vehicleViewed");

  it("holds a declared list to be a list, and a declared object an object", async () => {
    const properties = { list: "list", object: "object" } as const;
    const blueprint = automotive({
      events: [{ ...(viewed as EventDefinition), type: "carConfigured", properties }],
    });
    const event = (id: string, given: object): object => ({
      ...{ id, type: "carConfigured", at: NOW, source: "app", properties: given },
      ids: [{ type: "phone", value: "13912345678" }],
    });
    const events = [
      event("a", { list: [1], object: { a: 1 } }),
      event("b", { list: { a: 1 } }),
      event("c", { object: [1] }),
      event("d", { list: "1", object: 1 }),
    ];
    const items = await hubOf(memoryStore({ seed }), { blueprint }).ingest(events, { now: NOW });
    expect(items.map(({ status, issues }) => [status, ...issues.map(({ pointer }) => pointer)])).toEqual([
      ["accepted"],
      ["refused", "/properties/list"],
      ["refused", "/properties/object"],
      ["refused", "/properties/list", "/properties/object"],
    ]);
  });

  it("gives the same bytes from every store for properties in any order, folded on or anew", async () => {
    const own = (facts: "last" | "first"): Blueprint =>
      automotive({
        events: [{ ...(viewed as EventDefinition), properties: { seen: "object", zz: "number", list: "list" } }],
        facts: { seen: { kind: facts, events: "vehicleViewed", property: "seen" } },
      });
    const seen = { zz: 1, a: { b: -0, "10": 2, "9": [{ y: 1, x: 2 }] }, bb: null };
    const event = {
      id: "a",
      type: "vehicleViewed",
      at: NOW - DAY_MS,
      source: "app",
      properties: { zz: 1, seen, b: 2 },
    };
    const ids = [{ type: "phone", value: "13912345678" }];
    const pglite = await PGlite.create();
    const read: string[] = [];
    for (const store of [memoryStore({ seed }), await postgresStore({ pglite }, { seed })]) {
      await hubOf(store, { blueprint: own("last") }).ingest([{ ...event, ids }], { now: NOW });
      for (const facts of ["last", "first"] as const) {
        const hub = hubOf(store, { blueprint: own(facts) });
        read.push(JSON.stringify([await everybody(hub), await hub.person(ids[0] ?? "", { now: NOW })]));
      }
    }
    expect(read[0]).toContain('"seen":{"a":{"9":[{"x":2,"y":1}],"10":2,"b":0},"bb":null,"zz":1}');
    expect(read.slice(2)).toEqual(read.slice(0, 2));
    await pglite.close();
  });

  it("refolds every leaf of other definitions, in as many transactions as it takes", async () => {
    const store = memoryStore({ seed });
    const views = Array.from({ length: 1_001 }, (_, i) => ({
      id: `v${i}`,
      type: "vehicleViewed",
      at: NOW - DAY_MS,
      ids: [{ type: "phone", value: `+86139${10_000_000 + i}` }],
      properties: { series: "星愿" },
      source: "app",
    }));
    await hubOf(store).ingest(views, { now: NOW });
    const changed = automotive({ facts: { seen: { kind: "last", events: "vehicleViewed", property: "series" } } });
    const persons = await everybody(hubOf(store, { blueprint: changed }));
    expect(persons.filter(({ facts }) => facts.seen === "星愿")).toHaveLength(views.length);
    const stale = (await store.leaves("all")).filter(({ version }) => version !== changed.facts.version);
    expect(stale).toEqual([]);
  });

  it("gives bins that are fixed as they are, whoever bought", async () => {
    const breaks = { recencyDays: [30], frequency: [2], monetaryMinor: [10_000] };
    const orders = { count: "purchases", sum: "purchasesMinor", last: "lastPurchaseAt" };
    const hub = hubOf(memoryStore(), { blueprint: automotive({ rfm: { orders, method: "fixed", breaks } }) });
    expect(await hub.fitRfm({ now: NOW })).toMatchObject({ method: "fixed", bins: 2, breaks, customers: 0 });
    expect(await hubOf(memoryStore()).fitRfm({ now: NOW })).toBeUndefined();
  });

  it("reads the past as it was then", async () => {
    const events = decided(9, 15);
    const then = (events[0]?.at ?? 0) + 60 * DAY_MS;
    const hub = hubOf(memoryStore({ seed }));
    await hub.ingest(events, { now: NOW });
    const before = hubOf(memoryStore({ seed }));
    await before.ingest(
      events.filter(({ at }) => at <= then),
      { now: NOW },
    );
    const summary = ({ oneId, ids, segments, stage, consents }: PersonSummary): unknown => [
      oneId,
      ids,
      segments,
      stage.stage,
      consents,
    ];
    expect((await everybody(hub, then)).map(summary)).toEqual((await everybody(before, then)).map(summary));
  });
});

describe("ingest", () => {
  const good = { id: "e1", type: "vehicleViewed", at: NOW - 1_000, source: "app", properties: { series: "星愿" } };
  const phone = { type: "phone", value: "139 1234 5678" };
  const event = (more: object = {}): object => ({ ...good, ids: [phone], ...more });

  it("says of each input what became of it, and a bad one never harms its neighbours", async () => {
    const hub = hubOf(memoryStore());
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    const inputs: readonly [unknown, string, string[]][] = [
      [event(), "accepted", []],
      [event(), "duplicate", []],
      [event({ at: NOW - 2_000 }), "conflict", ["conflict /id"]],
      [null, "refused", ["invalid-type "]],
      ["{}", "refused", ["invalid-type "]],
      [cyclic, "refused", ["too-deep /self/self/self/self/self/self/self/self"]],
      [event({ id: "e2", type: "vehicleVieved" }), "refused", ["unknown-event /type"]],
      [event({ id: "e3", at: "yesterday" }), "refused", ["invalid-type /at"]],
      [event({ id: "e4", at: NOW + 300_001 }), "refused", ["future /at"]],
      [event({ id: "e5", at: NOW + 300_000 }), "accepted", []],
      [event({ id: "e6", at: 1_760_000_000 }), "refused", ["too-old /at"]],
      [event({ id: "e7", ids: [phone, { type: "phone", value: "12" }] }), "accepted", ["bad-phone /ids/1/value"]],
      [
        event({ id: "e8", ids: [{ type: "phone", value: "12" }] }),
        "refused",
        ["bad-phone /ids/0/value", "no-identifier /ids"],
      ],
      [
        event({ id: "e9", ids: [phone, { type: "openid", scope: "wx1", value: "undefined" }] }),
        "accepted",
        ["blocked /ids/1/value"],
      ],
      [event({ id: "e10", ids: [{ type: "vin", value: "1M8GDM9AXKP042788" }] }), "refused", ["no-identifier /ids"]],
      [
        event({ id: "e18", ids: [phone, { type: "vin", value: "1m8gdm9a1kp042788" }] }),
        "accepted",
        ["check-digit /ids/1/value"],
      ],
      [event({ id: "e19", ids: [phone, { type: "vin", value: "1m8gdm9axkp042788" }] }), "accepted", []],
      [event({ id: "e11", properties: { series: 7 } }), "refused", ["bad-property /properties/series"]],
      [event({ id: "e12", properties: { series: null } }), "accepted", []],
      [
        event({ id: "e13", properties: JSON.parse('{"__proto__":{"x":1}}') }),
        "refused",
        ["hostile-key /properties/__proto__"],
      ],
      [event({ id: "e14", type: "consentWithdrawn", properties: {} }), "refused", ["bad-property /properties/purpose"]],
      ...["", "x".repeat(101), " \n"].map((purpose, i): [unknown, string, string[]] => [
        event({ id: `p${i}`, type: "consentGiven", properties: { purpose } }),
        "refused",
        ["bad-property /properties/purpose"],
      ]),
      [event({ id: "e20", type: "consentGiven", properties: { purpose: "x".repeat(100) } }), "accepted", []],
      [event({ id: "e21", at: Date.UTC(1990, 0, 1) }), "accepted", []],
      [event({ id: "e22", at: Date.UTC(1990, 0, 1) - 1 }), "refused", ["too-old /at"]],
      [event({ id: "e15", type: "idsLinked", properties: {} }), "refused", ["no-identifier /ids"]],
      [event({ id: "e16", type: "constructor" }), "refused", ["unknown-event /type"]],
      [event({ id: "e17" }), "accepted", []],
    ];
    const items = await hub.ingest(
      inputs.map(([input]) => input),
      { now: NOW },
    );
    expect(
      items.map(({ status, issues }) => [status, issues.map(({ code, pointer }) => `${code} ${pointer}`)]),
    ).toEqual(inputs.map(([, status, issues]) => [status, issues]));
    expect(items.map(({ index }) => index)).toEqual(inputs.map((_, i) => i));
    expect(items[6]).toMatchObject({ id: "e2", issues: [{ hint: "did you mean vehicleViewed?" }] });
  });

  it("files in batches, tells the counts of each, and files nothing twice", async () => {
    const counts: unknown[] = [];
    const store = memoryStore();
    const hub = hubOf(store, { batchSize: 3, log: ({ what: _, ...entry }) => counts.push(Object.values(entry)) });
    const events = Array.from({ length: 7 }, (_, i) => event({ id: `e${i}` }));
    const items = await hub.ingest([...events, {}], { now: NOW });
    expect(items.map(({ index }) => index)).toEqual([...events, {}].map((_, i) => i));
    await hub.ingest(events, { now: NOW });
    expect(counts).toEqual([
      [3, 0, 0, 0],
      [3, 0, 0, 0],
      [1, 0, 0, 1],
      [0, 3, 0, 0],
      [0, 3, 0, 0],
      [0, 1, 0, 0],
    ]);
    expect(await store.events("all")).toHaveLength(7);
  });

  it("takes the same event for a duplicate however its identifiers and properties are ordered", async () => {
    const hub = hubOf(memoryStore());
    const crm = { type: "crmId", value: "crm-0001" };
    const once = event({ ids: [phone, crm], properties: { series: "星愿", city: "杭州" } });
    const again = event({ ids: [crm, phone], properties: { city: "杭州", series: "星愿" } });
    const other = event({ ids: [crm, phone], properties: { city: "宁波", series: "星愿" } });
    const items = await hub.ingest([once, again, other], { now: NOW });
    expect(items.map(({ status }) => status)).toEqual(["accepted", "duplicate", "conflict"]);
  });

  it("survives inputs whose members cannot be read, and gaps in the list", async () => {
    const [good1, good2] = [event({ id: "g1" }), event({ id: "g2" })];
    const unreadable = Object.defineProperty({ ...good }, "id", {
      enumerable: true,
      get: () => {
        throw new Error("no");
      },
    });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const items = await hubOf(memoryStore()).ingest([good1, unreadable, proxy, good2], { now: NOW });
    expect(items.map(({ status, issues }) => [status, issues.length])).toEqual([
      ["accepted", 0],
      ["refused", 1],
      ["refused", 1],
      ["accepted", 0],
    ]);
    const sparse = Object.assign(new Array<unknown>(3), [good1]);
    expect((await hubOf(memoryStore()).ingest(sparse, { now: NOW })).map(({ status }) => status)).toEqual([
      "accepted",
      "refused",
      "refused",
    ]);
  });

  it("refuses inputs that are no list", async () => {
    for (const inputs of [undefined, null, {}, "e1", new Set([event()])]) {
      await expect(hubOf(memoryStore()).ingest(inputs as never, { now: NOW })).rejects.toThrow(TypeError);
    }
  });

  it("refuses a clock that is none", async () => {
    await expect(hubOf(memoryStore()).ingest([], { now: Number.NaN })).rejects.toThrow(RangeError);
  });
});

describe("person", () => {
  const at = NOW - DAY_MS;
  const base = { type: "loggedIn", source: "app", at, properties: {} };
  const phone = { type: "phone", value: "+8613912345678" };
  const openid = { type: "openid", scope: "wx1", value: "oA1b2C3" };

  it("knows nobody by a value that is none of its type, and refuses a type the blueprint has not", async () => {
    const hub = hubOf(memoryStore());
    expect(await hub.person({ type: "phone", value: "12" }, { now: NOW })).toBeUndefined();
    expect(await hub.person(phone, { now: NOW })).toBeUndefined();
    expect(await hub.person("p_nobody", { now: NOW })).toBeUndefined();
    expect(await hub.person("nobody", { now: NOW })).toBeUndefined();
    await expect(hub.person({ type: "fax", value: "1" }, { now: NOW })).rejects.toThrow(RangeError);
    for (const who of [undefined, null, 7, {}, { type: "phone" }]) {
      await expect(hub.person(who as unknown as string, { now: NOW })).rejects.toThrow(/who must be an identifier/);
    }
  });

  it("joins identifiers seen together, and takes them apart again on idsUnlinked", async () => {
    const hub = hubOf(memoryStore());
    await hub.ingest([{ ...base, id: "a", ids: [phone, openid] }], { now: NOW });
    const joined = await hub.person(openid, { now: NOW });
    expect(joined?.ids).toEqual([phone, openid]);
    await hub.ingest([{ ...base, id: "b", type: "idsUnlinked", at: at + 1, ids: [phone, openid] }], { now: NOW });
    expect((await hub.person(openid, { now: NOW }))?.ids).toEqual([openid]);
    expect((await hub.person(openid, { now: at }))?.ids).toEqual([phone, openid]);
    expect((await hub.person(joined?.oneId ?? "", { now: NOW }))?.ids).toEqual([phone]);
  });

  it("gives a phone to its next owner on idsReassigned, and what was done before to the one before", async () => {
    const hub = hubOf(memoryStore());
    await hub.ingest(
      [
        { ...base, id: "a", ids: [phone] },
        { ...base, id: "b", type: "idsReassigned", at: at + 1_000, ids: [phone] },
        { ...base, id: "c", at: at + 2_000, ids: [phone] },
        { ...base, id: "d", at: at + 3_000, ids: [phone] },
      ],
      { now: NOW },
    );
    const now = await hub.person(phone, { now: NOW });
    expect(now?.events.map(({ id }) => id)).toEqual(["d", "c", "b"]);
    const [before, after] = await everybody(hub);
    expect([before?.ids, before?.former]).toEqual([[], [{ identifier: phone, epoch: 0, to: at + 1_000 }]]);
    expect(after?.oneId).toBe(`${before?.oneId}.1`);
    const first = await hub.person(before?.oneId ?? "", { now: NOW });
    expect(first?.events.map(({ id }) => id)).toEqual(["a"]);
    expect((await hub.person(after?.oneId ?? "", { now: NOW }))?.oneId).toBe(now?.oneId);
  });

  it("reads all of an owner whose phone went on to be everybody's", async () => {
    const hub = hubOf(memoryStore());
    const crm = (value: string): object => ({ type: "crmId", value });
    const email = { type: "email", value: "first@example.com" };
    const everybodys = Array.from({ length: 12 }, (_, i) => ({
      ...base,
      id: `late${i}`,
      at: at + 2_000,
      ids: [phone, crm(`crm-1${i}`)],
    }));
    await hub.ingest(
      [
        { ...base, id: "a", ids: [phone, crm("crm-0001")] },
        { ...base, id: "b", ids: [phone, openid] },
        { ...base, id: "c", ids: [openid, email] },
        { ...base, id: "d", type: "idsReassigned", at: at + 1_000, ids: [phone] },
        ...everybodys,
      ],
      { now: NOW },
    );
    const whole = (await everybody(hub)).find(({ ids }) => ids.some(({ value }) => value === "crm-0001"));
    expect(whole?.ids).toHaveLength(3);
    expect((await hub.person({ type: "crmId", value: "crm-0001" }, { now: NOW }))?.ids).toEqual(whole?.ids);
  });

  it("joins again what was taken apart, once it is linked later", async () => {
    const hub = hubOf(memoryStore());
    const moments = [
      { ...base, id: "a", ids: [phone, openid] },
      { ...base, id: "b", type: "idsUnlinked", at: at + 1, ids: [phone, openid] },
      { ...base, id: "c", type: "idsLinked", at: at + 2, ids: [openid, phone] },
      { ...base, id: "d", type: "idsUnlinked", at: at + 3, ids: [phone, openid] },
    ];
    await hub.ingest([...moments].reverse(), { now: NOW });
    const together = async (now: number): Promise<number | undefined> =>
      (await hub.person(openid, { now }))?.ids.length;
    expect([await together(at), await together(at + 1), await together(at + 2), await together(at + 3)]).toEqual([
      2, 1, 2, 1,
    ]);
  });

  it("joins again what was taken apart once, and linked once", async () => {
    const hub = hubOf(memoryStore());
    const ids = [phone, openid];
    const moments = ["loggedIn", "idsUnlinked", "idsLinked"].map((type, i) => ({
      ...base,
      id: type,
      type,
      at: at + i,
      ids,
    }));
    await hub.ingest(moments, { now: NOW });
    expect((await hub.person(openid, { now: at + 1 }))?.ids).toEqual([openid]);
    expect((await hub.person(openid, { now: at + 2 }))?.ids).toEqual(ids);
  });

  it("reports links refused, hubs and placeholders", async () => {
    const hub = hubOf(memoryStore());
    const crm = (value: string): object => ({ type: "crmId", value });
    const tablet = { type: "deviceId", value: "tablet_1" };
    const visits = Array.from({ length: 12 }, (_, i) => ({
      ...base,
      id: `v${i}`,
      ids: [{ type: "phone", value: `+86139${10_000_000 + i}` }, tablet],
    }));
    await hub.ingest(
      [
        ...visits,
        { ...base, id: "a", ids: [crm("crm-0001"), openid] },
        { ...base, id: "b", ids: [crm("crm-0002"), openid] },
        { ...base, id: "c", ids: [crm("crm-0001"), { type: "phone", value: "13800138000" }] },
      ],
      { now: NOW },
    );
    const report = await hub.identityReport({ now: NOW });
    expect(report.persons).toBe(14);
    expect(report.hubs.map(({ key }) => key)).toEqual(["deviceId:tablet_1"]);
    expect(report.blocked.map(({ key }) => key)).toEqual(["phone:+8613800138000"]);
    expect(report.refused.map(({ witness }) => [witness.code, "type" in witness && witness.type])).toEqual([
      ["limit", "crmId"],
    ]);
  });

  it("does not take a separation for having been seen together", async () => {
    const hub = hubOf(memoryStore());
    const device = { type: "deviceId", value: "device_1" };
    const others = Array.from({ length: 9 }, (_, i) => ({ type: "phone", value: `+8613800000${200 + i}` }));
    const apart = others.map((other, i) => ({ ...base, id: `u${i}`, type: "idsUnlinked", ids: [device, other] }));
    await hub.ingest([{ ...base, id: "a", ids: [phone, device] }, ...apart], { now: NOW });
    expect((await hub.person(phone, { now: NOW }))?.ids).toEqual([phone, device]);
  });

  it("reads a showroom tablet as nobody's, and does not read all its visitors for one of them", async () => {
    const store = memoryStore();
    const hub = hubOf(store);
    const tablet = { type: "deviceId", value: "tablet_1" };
    const visitors = Array.from({ length: 200 }, (_, i) => ({ type: "phone", value: `+86139${10_000_000 + i}` }));
    await hub.ingest(
      visitors.map((visitor, i) => ({ ...base, id: `v${i}`, ids: [visitor, tablet] })),
      { now: NOW },
    );
    let asked = 0;
    const counting: Store = {
      ...store,
      sightings: (keys, options) => {
        asked += keys.length;
        return store.sightings(keys, options);
      },
    };
    expect((await hubOf(counting).person(visitors[7] ?? phone, { now: NOW }))?.ids).toEqual([visitors[7]]);
    expect(asked).toBeLessThan(5);
    expect(await hub.person(tablet, { now: NOW })).toBeUndefined();
  });

  it("shows consents by purpose, the withdrawal winning a tie, and the latest events first", async () => {
    const hub = hubOf(memoryStore());
    const consent = (id: string, type: string, time: number): object => ({
      ...base,
      id,
      type,
      at: time,
      ids: [phone],
      properties: { purpose: "marketing" },
    });
    await hub.ingest(
      [
        consent("c3", "consentGiven", at + 9),
        consent("c1", "consentGiven", at),
        consent("c2", "consentWithdrawn", at + 9),
      ],
      { now: NOW },
    );
    const person = await hub.person(phone, { now: NOW });
    expect(person?.consents).toEqual({ marketing: { granted: false, at: at + 9 } });
    expect(person?.events.map(({ id }) => id)).toEqual(["c3", "c2", "c1"]);
  });
});

describe("callList", () => {
  it("puts every lead on exactly one list, the most urgent first, with reasons", async () => {
    const hub = hubOf(memoryStore({ seed }));
    const { events } = generateWorld({ seed: 3, persons: 120 });
    const now = Math.max(...events.map(({ at }) => at));
    await hub.ingest(events, { now });
    const withdrawn = events.find(({ type }) => type === "leadSubmitted");
    await hub.ingest(
      [{ ...withdrawn, id: "w", type: "consentWithdrawn", at: now, properties: { purpose: "marketing" } }],
      { now },
    );
    const leads = (await everybody(hub, now)).filter(({ grade }) => grade?.due !== undefined);
    const list = await hub.callList({ now, capacity: 10 });
    const listed = [...list.calls, ...list.waiting.map((oneId) => ({ oneId })), ...list.notCallable].map(
      ({ oneId }) => oneId,
    );
    expect([...listed].sort()).toEqual(leads.map(({ oneId }) => oneId));
    expect(list.calls).toHaveLength(10);
    expect(new Set(list.notCallable.map(({ reason }) => reason))).toEqual(new Set(["no-contact", "consent-withdrawn"]));
    for (const { contact } of list.calls) expect(contact).toMatch(/^1\d{2}\*{4}\d{4}$/);
    const order = [...blueprint.grades.definition.grades].sort((a, b) => Number(a.stated ?? 0) - Number(b.stated ?? 0));
    const all = await hub.callList({ now, capacity: 1_000 });
    const ranks = all.calls.map(({ grade }) => order.findIndex((known) => known.grade === grade.grade));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(new Set(all.calls.map(({ grade: { grade } }) => grade))).toContain("O"); // somebody who stated it comes last
    expect(all.calls.slice(0, 10)).toEqual(list.calls);
    expect(all.calls.slice(10).map(({ oneId }) => oneId)).toEqual(list.waiting);
  });

  it("orders one grade by intent, then by how long the follow-up is due, then by OneID", async () => {
    const hub = hubOf(memoryStore({ seed }));
    const { events, to } = generateWorld({ seed: 3, persons: 200 });
    const twins = Array.from({ length: 12 }, (_, i) => ({
      id: `twin${i}`,
      type: "leadSubmitted",
      at: to - 1 - Math.max(0, i - 6),
      ids: [{ type: "phone", value: `+86150${12_340_000 + i}` }],
      properties: {},
      source: "crm",
    }));
    await hub.ingest([...events, ...twins], { now: to });
    const { calls } = await hub.callList({ now: to, capacity: 1_000 });
    let [byIntent, byDue, byOneId] = [0, 0, 0];
    for (const [i, next] of calls.slice(1).entries()) {
      const call = calls[i] as (typeof calls)[number];
      if (call.grade.grade !== next.grade.grade) continue;
      const fall = (call.intent?.score ?? 0) - (next.intent?.score ?? 0);
      const wait = (next.grade.due ?? 0) - (call.grade.due ?? 0);
      if (fall !== 0) byIntent++;
      else if (wait !== 0) byDue++;
      else byOneId++;
      expect(fall > 0 || (fall === 0 && (wait > 0 || (wait === 0 && call.oneId < next.oneId)))).toBe(true);
    }
    expect(byIntent).toBeGreaterThan(50);
    expect(byDue).toBeGreaterThan(5);
    expect(byOneId).toBeGreaterThanOrEqual(5);
  });

  it("says of whom the intent is unknown, and puts them before others of their grade", async () => {
    const hub = hubOf(memoryStore({ seed }));
    const phone = (i: number): object => ({ type: "phone", value: `+86150${12_340_000 + i}` });
    const lead = (i: number): object => ({
      ...{ id: `lead${i}`, type: "leadSubmitted", at: NOW - 1, properties: {}, source: "crm" },
      ids: [phone(i)],
    });
    const ahead = Array.from({ length: 200 }, (_, i) => ({
      ...{ id: `view${i}`, type: "vehicleViewed", at: NOW + 1 + i, properties: {}, source: "app" },
      ids: [phone(1)],
    }));
    await hub.ingest([lead(0), lead(1), lead(2), ...ahead], { now: NOW });
    const { calls } = await hub.callList({ now: NOW, capacity: 9 });
    expect(new Set(calls.map(({ grade: { grade } }) => grade)).size).toBe(1);
    expect(calls.map(({ contact, intentUnknown, intent }) => [contact.slice(-1), intentUnknown, intent?.band])).toEqual(
      [
        ["1", "bound", undefined],
        [expect.stringMatching(/0|2/), undefined, "medium"],
        [expect.stringMatching(/0|2/), undefined, "medium"],
      ],
    );
  });

  it("reaches persons by the identifiers it is told, and refuses one the policy has not", async () => {
    const hub = hubOf(memoryStore());
    const openid = { type: "openid", scope: "wx1", value: "oA1b2C3d4" };
    const lead = { id: "a", type: "leadSubmitted", at: NOW - 1, ids: [openid], properties: {}, source: "app" };
    await hub.ingest([lead], { now: NOW });
    expect((await hub.callList({ now: NOW, capacity: 9 })).notCallable.map(({ reason }) => reason)).toEqual([
      "no-contact",
    ]);
    expect((await hub.callList({ now: NOW, capacity: 9, reach: ["openid"] })).calls).toHaveLength(1);
    await expect(hub.callList({ now: NOW, capacity: 9, reach: ["fax"] })).rejects.toThrow(/"fax"/);
  });

  it("calls nobody who withdrew consent last, and whoever granted it last or never spoke of it", async () => {
    const hub = hubOf(memoryStore({ seed }));
    const ids = [0, 1, 2].map((i) => [{ type: "phone", value: `+86150${12_340_000 + i}` }]);
    const said = (i: number, type: string, at: number): object => ({
      id: `${type}${i}`,
      type,
      at,
      ids: ids[i],
      properties: { purpose: "marketing" },
      source: "crm",
    });
    const leads = ids.map((_, i) => said(i, "leadSubmitted", NOW - 9));
    const granted = [said(0, "consentWithdrawn", NOW - 5), said(0, "consentGiven", NOW - 4)];
    const withdrawn = [said(1, "consentGiven", NOW - 5), said(1, "consentWithdrawn", NOW - 4)];
    await hub.ingest([...leads, ...granted, ...withdrawn], { now: NOW });
    const { calls, notCallable } = await hub.callList({ now: NOW, capacity: 9 });
    expect(calls.map(({ contact }) => contact).sort()).toEqual(["150****0000", "150****0002"]);
    expect(notCallable.map(({ reason }) => reason)).toEqual(["consent-withdrawn"]);
  });

  it("says a follow-up is overdue once its moment is past, and the three actions that speak most for an order", async () => {
    const hub = hubOf(memoryStore());
    const ids = [{ type: "phone", value: "13912345678" }];
    const types = ["leadSubmitted", "testDriveCompleted", "storeVisited", "vehicleSaved", "vehicleViewed"];
    const base = { at: NOW - DAY_MS, ids, properties: {}, source: "crm" };
    const acts = types.map((type) => ({ ...base, id: type, type }));
    await hub.ingest(acts, { now: NOW });
    const [call] = (await hub.callList({ now: NOW, capacity: 1 })).calls;
    const due = call?.grade.due ?? 0;
    const overdue = async (now: number): Promise<boolean | undefined> =>
      (await hub.callList({ now, capacity: 1 })).calls[0]?.overdue;
    expect([await overdue(due), await overdue(due + 1)]).toEqual([false, true]);
    const said = (await hub.person(ids[0] ?? "", { now: NOW }))?.intent?.contributions ?? [];
    const points = said
      .map((one) => one.points)
      .filter((each) => each > 0)
      .sort((a, b) => b - a);
    expect(points.length).toBeGreaterThan(3);
    expect(call?.contributions.map((one) => one.points)).toEqual(points.slice(0, 3));
  });

  it("refuses a capacity that is no number of calls", async () => {
    await expect(hubOf(memoryStore()).callList({ now: NOW, capacity: -1 })).rejects.toThrow(RangeError);
  });
});

function fail(who: unknown): never {
  throw new Error(`nobody is known by ${JSON.stringify(who)}`);
}
