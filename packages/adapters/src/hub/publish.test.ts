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
});
