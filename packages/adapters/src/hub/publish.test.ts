import { createHmac } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import { byCodeUnit, type Event } from "@tributary/core/model";
import type { Store } from "@tributary/core/ports";
import { generateWorld } from "@tributary/core/testing";
import type { Blueprint } from "@tributary/rules/blueprint";
import { automotive } from "@tributary/rules/presets/automotive";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryStore } from "../memory/index";
import { postgresStore } from "../postgres/index";
import { createHub, type Hub } from "./create-hub";
import { publishAll, readPublished, readResolved } from "./published-for-tests";

const NOW = 1_790_000_000_000;
const runs = { numRuns: Number(process.env.TRIBUTARY_RUNS ?? 25) };
const blueprint = automotive();
const seed = (key: string): string => createHmac("sha256", "test").update(key).digest("hex").slice(0, 32);

/** A small world in which persons consent, withdraw, are taken apart and joined again, tablets and all. */
function decided(worldSeed: number, persons: number): readonly Event[] {
  const { events } = generateWorld({ seed: worldSeed, persons, eventsPerPerson: 6 });
  return events.flatMap((event, i) => {
    const more = (type: string, properties: Event["properties"] = {}): Event => ({
      ...event,
      id: `${event.id}/${type}`,
      type,
      at: event.at + 1_000,
      properties,
    });
    if (i % 17 === 3) return [event, more("consentWithdrawn", { purpose: i % 2 ? "marketing" : "sales" })];
    if (i % 17 === 5) return [event, more("consentGiven", { purpose: "marketing" })];
    if (i % 23 === 8 && event.ids.length > 1) return [event, more("idsUnlinked")];
    if (i % 23 === 9 && event.ids.length > 1) return [event, more("idsLinked")];
    if (i % 31 === 4) return [event, { ...more("idsReassigned"), ids: event.ids.slice(0, 1) }];
    return [event];
  });
}

interface Story {
  readonly worldSeed: number;
  readonly persons: number;
  readonly consent: "off" | "optOut" | "optIn";
  readonly hub: number;
  /** Whether a phone that was silent for a month can be another person's. */
  readonly silence: boolean;
  readonly order: number;
  readonly batch: number;
  readonly limit: number;
}

const stories: fc.Arbitrary<Story> = fc.record({
  worldSeed: fc.nat(1_000),
  persons: fc.integer({ min: 1, max: 25 }),
  consent: fc.constantFrom("off", "optOut", "optIn"),
  hub: fc.constantFrom(1, 2, 8),
  silence: fc.boolean(),
  order: fc.nat(1_000),
  batch: fc.integer({ min: 1, max: 80 }),
  limit: fc.integer({ min: 1, max: 60 }),
});

/** The story's events, shuffled by its own dice. */
function eventsOf({ worldSeed, persons, order }: Story): readonly Event[] {
  const place = ({ id }: Event): string => createHmac("sha256", String(order)).update(id).digest("hex");
  const events = decided(worldSeed, persons);
  return order === 0 ? events : [...events].sort((x, y) => byCodeUnit(place(x), place(y)));
}

function blueprintOf({ consent, hub, silence }: Story): Blueprint {
  const types = blueprint.identity.types.map((type) => ({
    ...type,
    ...(type.hub !== undefined && { hub }),
    ...(silence && type.type === "phone" && { silence: "30d" }),
  }));
  return automotive({ identifiers: { ...blueprint.identity, types, consent } as never });
}

/** Events come in batch by batch, with a bounded publication after each, and at the end all of it is published. */
async function live(store: Store, story: Story, own: Blueprint): Promise<Hub> {
  const hub = createHub({ blueprint: own, store, oneIdOrder: "event" });
  const { batch, limit } = story;
  const events = eventsOf(story);
  for (let from = 0; from < events.length; from += batch) {
    await hub.ingest(events.slice(from, from + batch), { now: NOW });
    await hub.publish({ now: NOW, limit });
  }
  await publishAll(hub, NOW);
  return hub;
}

describe("publish", () => {
  let pglite: PGlite;
  let schemas = 0;
  beforeAll(async () => {
    pglite = await PGlite.create();
  });
  afterAll(() => pglite.close());
  const stores: readonly (readonly [string, () => Promise<Store>])[] = [
    ["memory", async () => memoryStore({ seed })],
    ["PostgreSQL", () => postgresStore({ pglite }, { seed, schema: `s${schemas++}` })],
  ];

  it.each(stores)("ends as everybody resolved, and its changes lead there, in %s", async (name, fresh) => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const store = await fresh();
        const own = blueprintOf(story);
        await live(store, story, own);
        const { members, followed } = await readPublished(store);
        expect(members).toBe(await readResolved(store, own, { now: NOW, oneIdOrder: "event" }));
        expect(followed).toBe(members);
      }),
      name === "memory" ? runs : { numRuns: Math.ceil(runs.numRuns / 8) },
    );
  });

  const phone = { type: "phone", value: "+8613912345678" };
  const openid = { type: "openid", scope: "wx1", value: "oA1b2C3" };
  const login = { id: "a", type: "loggedIn", at: NOW - 9, ids: [phone, openid], properties: {}, source: "app" };

  it.each(stores)("publishes everybody anew under another policy, in bounded steps, in %s", async (_, fresh) => {
    const store = await fresh();
    const story = {
      worldSeed: 3,
      persons: 20,
      consent: "off",
      hub: 8,
      silence: false,
      order: 0,
      batch: 50,
      limit: 50,
    } as const;
    await live(store, story, blueprintOf(story));
    const before = (await readPublished(store)).members;
    const own = blueprintOf({ ...story, hub: 1 });
    const hub = createHub({ blueprint: own, store, oneIdOrder: "event" });
    const steps: number[] = [];
    for (let left = true; left; ) {
      const publication = await hub.publish({ now: NOW, limit: 20 });
      steps.push(publication.settled);
      left = publication.left;
    }
    const { members, followed } = await readPublished(store);
    expect(members).not.toBe(before);
    expect(members).toBe(await readResolved(store, own, { now: NOW, oneIdOrder: "event" }));
    expect(followed).toBe(members);
    expect(steps.length).toBeGreaterThan(3);
    expect(steps.reduce((sum, settled) => sum + settled, 0)).toBe((await store.names("all")).size);
    expect(await hub.publish({ now: NOW })).toEqual({ settled: 0, changes: [], left: false });
    const elder = createHub({ blueprint: own, store, oneIdOrder: "arrival" });
    expect((await elder.publish({ now: NOW })).settled).toBeGreaterThan(0);
  });

  it("reads again whatever hung together by a device that became a hub, whoever it was refused", async () => {
    const device = { type: "deviceId", value: "device_1" };
    const types = blueprint.identity.types.map((type) => (type.type === "deviceId" ? { ...type, hub: 2 } : type));
    const own = automotive({ identifiers: { ...blueprint.identity, types, maxComponent: 3 } as never });
    const store = memoryStore();
    const hub = createHub({ blueprint: own, store });
    const other = (n: number): Event["ids"][number] => ({ type: "phone", value: `+8613800000${200 + n}` });
    const seen = [
      [phone, device],
      [other(1), openid],
      [openid, device],
    ];
    await hub.ingest(
      seen.map((ids, i) => ({ ...login, id: `e${i}`, ids })),
      { now: NOW },
    );
    await publishAll(hub, NOW);
    expect([...(await store.members("all")).values()].some(({ degraded }) => degraded !== undefined)).toBe(true);
    await hub.ingest(
      [2, 3].map((n) => ({ ...login, id: `h${n}`, ids: [device, other(n)] })),
      { now: NOW },
    );
    await publishAll(hub, NOW);
    const { members, followed } = await readPublished(store);
    expect(members).toBe(await readResolved(store, own, { now: NOW, oneIdOrder: "arrival" }));
    expect(members).not.toContain("degraded");
    expect(followed).toBe(members);
  });

  it("reads on where consent withdrawn makes a hub a person's device again", async () => {
    const device = { type: "deviceId", value: "device_1" };
    const other = (n: number): Event["ids"][number] => ({ type: "phone", value: `+8613800000${200 + n}` });
    const types = blueprint.identity.types.map((type) => (type.type === "deviceId" ? { ...type, hub: 2 } : type));
    const own = automotive({ identifiers: { ...blueprint.identity, types, consent: "optOut" } as never });
    const store = memoryStore();
    const hub = createHub({ blueprint: own, store });
    await hub.ingest(
      [1, 2, 3].map((n) => ({ ...login, id: `e${n}`, ids: [other(n), device] })),
      { now: NOW },
    );
    await publishAll(hub, NOW);
    expect(await hub.oneIdOf(device)).toBeUndefined();
    const properties = { purpose: own.eventTypes.get(login.type)?.purpose };
    await hub.ingest([{ ...login, id: "w", type: "consentWithdrawn", ids: [other(3)], properties }], { now: NOW });
    const { changes } = await hub.publish({ now: NOW });
    expect(changes.map(({ diff }) => [diff.created, diff.moved.map(({ key }) => key)])).toEqual([
      [[], ["deviceId:device_1", "phone:+8613800000202"]],
    ]);
    expect(await hub.oneIdOf(device)).toBe(await hub.oneIdOf(other(1)));
    const { members, followed } = await readPublished(store);
    expect(members).toBe(await readResolved(store, own, { now: NOW, oneIdOrder: "arrival" }));
    expect(followed).toBe(members);
  });

  it("gives what it wrote, once, and changes gives it again from any place", async () => {
    const hub = createHub({ blueprint, store: memoryStore() });
    await hub.ingest([login], { now: NOW });
    const { changes } = await hub.publish({ now: NOW });
    expect(changes.map(({ seq, at }) => [seq, at])).toEqual([[1, NOW]]);
    expect(await hub.publish({ now: NOW })).toEqual({ settled: 0, changes: [], left: false });
    expect(await hub.changes()).toEqual(changes);
    expect(await hub.changes({ after: 1 })).toEqual([]);
    await hub.ingest([{ ...login, id: "b", type: "idsUnlinked" }], { now: NOW });
    const [split] = (await hub.publish({ now: NOW })).changes;
    expect(split?.diff.created).toHaveLength(1);
    expect(split?.diff.moved.map(({ key }) => key)).toEqual(["openid@wx1:oA1b2C3"]);
    expect((await hub.changes({ limit: 1 })).map(({ seq }) => seq)).toEqual([1]);
    expect((await hub.changes({ after: 1, limit: 1 })).map(({ seq }) => seq)).toEqual([2]);
  });

  it("looks up the OneID of an identifier as published, not as filed since", async () => {
    const hub = createHub({ blueprint, store: memoryStore() });
    await hub.ingest([login], { now: NOW });
    expect(await hub.oneIdOf(phone)).toBeUndefined();
    await hub.publish({ now: NOW });
    expect(await hub.oneIdOf({ type: "phone", value: "139 1234 5678" })).toBe(
      (await hub.person(phone, { now: NOW }))?.oneId,
    );
    expect(await hub.oneIdOf(openid)).toBe(await hub.oneIdOf(phone));
    expect(await hub.oneIdOf({ type: "phone", value: "12" })).toBeUndefined();
    await expect(hub.oneIdOf({ type: "fax", value: "1" })).rejects.toThrow(RangeError);
  });

  it("refuses limits and places that are none, and a clock that is none", async () => {
    const hub = createHub({ blueprint, store: memoryStore() });
    for (const limit of [0, -1, 1.5, Number.NaN]) {
      await expect(hub.publish({ now: NOW, limit })).rejects.toThrow(/limit must be a whole number from 1/);
      await expect(hub.changes({ limit })).rejects.toThrow(RangeError);
    }
    for (const after of [-1, 0.5, Number.NaN]) await expect(hub.changes({ after })).rejects.toThrow(/after must be/);
    await expect(hub.publish({ now: Number.NaN })).rejects.toThrow(RangeError);
  });
});
