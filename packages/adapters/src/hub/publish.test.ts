import { createHmac } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import { applyPersonDiff } from "@tributary/core/identity";
import { byCodeUnit, canonicalJson, type Event, identifierKey, type Json, type Person } from "@tributary/core/model";
import type { Store } from "@tributary/core/ports";
import { generateWorld } from "@tributary/core/testing";
import type { Blueprint } from "@tributary/rules/blueprint";
import { automotive } from "@tributary/rules/presets/automotive";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryStore } from "../memory/index";
import { postgresStore } from "../postgres/index";
import { createHub, type Hub } from "./create-hub";
import { resolveAll } from "./resolve-read";

const NOW = 1_790_000_000_000;
const runs = { numRuns: Number(process.env.TRIBUTARY_RUNS ?? 25) };
const blueprint = automotive();
const seed = (key: string): string => createHmac("sha256", "test").update(key).digest("hex").slice(0, 32);

/** Persons as sets: which identifier is the strongest is not published. */
const asSets = (persons: readonly Person[]): string =>
  canonicalJson(
    persons
      .map(({ oneId, ids, degraded }) => ({
        oneId,
        ids: ids.map(identifierKey).sort(byCodeUnit),
        ...(degraded !== undefined && { degraded }),
      }))
      .filter(({ ids }) => ids.length > 0)
      .sort((x, y) => byCodeUnit(x.oneId, y.oneId)) as unknown as Json,
  );

async function publishAll(hub: Hub, now = NOW): Promise<void> {
  while ((await hub.publish({ now })).left);
}

/** What others have made of the changes, and what is published of each identifier. */
async function followed(store: Store): Promise<{ readonly persons: string; readonly members: string }> {
  const changes = await store.changes({ after: 0, limit: 1e9 });
  expect(changes.map(({ seq }) => seq)).toEqual(changes.map((_, i) => i + 1));
  const persons = changes.reduce<readonly Person[]>((before, { diff }) => applyPersonDiff(before, diff), []);
  const byOneId = new Map<string, Person>();
  for (const [key, member] of await store.members("all")) {
    const { ids } = byOneId.get(member.oneId) ?? { ids: [] };
    const colon = key.indexOf(":");
    const [type, scope] = key.slice(0, colon).split("@") as [string, string?];
    const id = { type, ...(scope !== undefined && { scope }), value: key.slice(colon + 1) };
    byOneId.set(member.oneId, { ...member, ids: [...ids, id] });
  }
  return { persons: asSets(persons), members: asSets([...byOneId.values()]) };
}

async function resolved(store: Store, { identity }: Blueprint, now = NOW): Promise<string> {
  const { resolution } = await resolveAll(store, identity, { asOf: now, oneIdOrder: "event" });
  return asSets(resolution.persons);
}

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
    return [event];
  });
}

interface Story {
  readonly worldSeed: number;
  readonly persons: number;
  readonly consent: "off" | "optOut" | "optIn";
  readonly hub: number;
  readonly order: number;
  readonly batch: number;
  readonly limit: number;
}

const stories: fc.Arbitrary<Story> = fc.record({
  worldSeed: fc.nat(1_000),
  persons: fc.integer({ min: 1, max: 25 }),
  consent: fc.constantFrom("off", "optOut", "optIn"),
  hub: fc.constantFrom(1, 2, 8),
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

function blueprintOf({ consent, hub }: Story): Blueprint {
  const types = blueprint.identity.types.map((type) => (type.hub === undefined ? type : { ...type, hub }));
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
  await publishAll(hub);
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
        const { persons, members } = await followed(store);
        expect(members).toBe(await resolved(store, own));
        expect(persons).toBe(members);
      }),
      name === "memory" ? runs : { numRuns: Math.ceil(runs.numRuns / 8) },
    );
  });
});
