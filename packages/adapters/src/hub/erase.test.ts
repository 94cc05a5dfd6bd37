import { createHash, createHmac } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import { applyPersonDiff, type IdentityPolicy, leafOf, normaliseIdentifier } from "@tributary/core/identity";
import { type Event, type Identifier, identifierKey, type Person } from "@tributary/core/model";
import type { Store } from "@tributary/core/ports";
import { generateWorld } from "@tributary/core/testing";
import { automotive } from "@tributary/rules/presets/automotive";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryStore } from "../memory/index";
import { postgresStore } from "../postgres/index";
import { createHub, type Hub, type HubOptions } from "./create-hub";
import type { PersonSummary } from "./person-view";
import { publishAll, readPublished, readResolved } from "./published-for-tests";

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

async function everybody(hub: Hub): Promise<readonly PersonSummary[]> {
  const persons: PersonSummary[] = [];
  for await (const person of hub.persons({ now: NOW })) persons.push(person);
  return persons;
}

/** A small world with consents, separations and handovers among its events. */
function eventsOf(worldSeed: number): readonly Event[] {
  const { events } = generateWorld({ seed: worldSeed, persons: 15, eventsPerPerson: 6 });
  return events.flatMap((event, i) => {
    const more = (type: string, properties: Event["properties"] = {}): Event[] => [
      event,
      { ...event, id: `${event.id}/${type}`, type, at: event.at + 1_000, properties },
    ];
    if (i % 17 === 3) return more("consentWithdrawn", { purpose: "marketing" });
    if (i % 41 === 11) return more("idsReassigned");
    return i % 29 === 8 && event.ids.length > 1 ? more("idsUnlinked") : [event];
  });
}

const normal = (id: Identifier): Identifier => {
  const read = normaliseIdentifier(id, identity);
  return read.ok ? read.value : id;
};
const isOfPerson = ({ type }: Identifier): boolean => identity.types.find((one) => one.type === type)?.of !== "vehicle";

/** Some of the persons' identifiers, by picks. */
const picked = (events: readonly Event[], picks: readonly number[]): readonly Identifier[] => {
  const all = [...new Map(events.flatMap(({ ids }) => ids.map(normal)).map((id) => [identifierKey(id), id])).values()];
  const own = all.filter(isOfPerson);
  return picks.map((pick) => own[pick % own.length] as Identifier);
};

/** The events as if the identifiers had never been on them. */
function without(events: readonly Event[], gone: readonly Identifier[]): readonly Event[] {
  const keys = new Set(gone.map(identifierKey));
  return events.flatMap((event) => {
    const ids = event.ids.filter((id) => !keys.has(identifierKey(normal(id))));
    return leafOf(ids.map(normal), identity).keys.length > 0 ? [{ ...event, ids }] : [];
  });
}

/** Everybody's readings without their names, in an order of their own. */
const nameless = (persons: readonly PersonSummary[]): readonly string[] =>
  persons.map(({ oneId: _, ...person }) => JSON.stringify(person)).sort();

describe("erase", () => {
  it("leaves everybody else as if the identifiers had never been there", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), async (worldSeed, picks) => {
        const events = eventsOf(worldSeed);
        const gone = picked(events, picks);
        const hub = hubOf(memoryStore({ seed }));
        await hub.ingest(events, { now: NOW });
        await hub.erase(gone, { now: NOW });
        const never = hubOf(memoryStore({ seed }));
        await never.ingest(without(events, gone), { now: NOW });
        expect(nameless(await everybody(hub))).toEqual(nameless(await everybody(never)));
      }),
      runs,
    );
  });

  it("keeps a person's OneID while any identifier stays, and retires it with the last", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), fc.nat(), async (worldSeed, pick) => {
        const hub = hubOf(memoryStore({ seed }));
        await hub.ingest(eventsOf(worldSeed), { now: NOW });
        const persons = await everybody(hub);
        const { oneId } = persons[pick % persons.length] as PersonSummary;
        for (let gone = false; !gone; ) {
          const before = await everybody(hub);
          const { ids = [], former } = before.find((person) => person.oneId === oneId) ?? {};
          const [first, ...rest] = ids;
          if (!first || former) return; // what went to somebody else since stays on file
          const { retired } = await hub.erase([first], { now: NOW });
          if ([...before, ...(await everybody(hub))].some(changedHands(ids))) return; // owners may be told apart anew
          const found = ((await hub.person(oneId, { now: NOW }))?.ids ?? []).map(identifierKey);
          gone = retired.includes(oneId);
          expect(await hub.person(first, { now: NOW })).toBeUndefined();
          const staying = rest.some((id) => found.includes(identifierKey(id))); // others may join it in the place of the erased
          expect([gone, staying]).toEqual([rest.length === 0, rest.length > 0]);
        }
      }),
      runs,
    );
  });

  it("leaves neither a value nor a hash of one in any table", async () => {
    const pglite = await PGlite.create();
    const store = await postgresStore({ pglite });
    const hub = hubOf(store);
    const events = eventsOf(3);
    await hub.ingest(events, { now: NOW });
    const [largest] = [...(await everybody(hub))].sort((x, y) => y.ids.length - x.ids.length);
    const gone = [...picked(events, [0, 5, 11]), ...(largest?.ids ?? [])];
    await hub.publish({ now: NOW, limit: 20 });
    await hub.ingest([{ ...(events[0] as Event), id: "again", ids: gone }], { now: NOW });
    const traces = gone.flatMap((id) => {
      const hash = createHash("sha256").update(identifierKey(id)).digest("hex");
      return [id.value, hash.slice(0, 32), hash.slice(0, 16)];
    });
    const before = await dump(pglite);
    for (const trace of traces.filter((_, i) => i % 3 === 0)) expect(before).toContain(trace);
    for (const one of gone) expect((await hub.erase([one], { now: NOW })).identifiers).toBe(1); // heirs go, too
    const after = await dump(pglite);
    for (const trace of traces) expect(after).not.toContain(trace);
    await publishAll(hub, NOW);
    for (const trace of traces) expect(await dump(pglite)).not.toContain(trace);
    await pglite.close();
  });

  it("reads the same from PostgreSQL as from memory, to the byte", async () => {
    const pglite = await PGlite.create();
    const events = eventsOf(7);
    const gone = picked(events, [1, 2, 8, 40]);
    const read = [];
    for (const store of [memoryStore({ seed }), await postgresStore({ pglite }, { seed })]) {
      const hub = hubOf(store);
      await hub.ingest(events, { now: NOW });
      await publishAll(hub, NOW);
      const erased = await hub.erase(gone.slice(0, 2), { now: NOW });
      await publishAll(hub, NOW);
      const again = await hub.erase(gone.slice(2), { now: NOW });
      await publishAll(hub, NOW);
      const late = await hub.ingest(events, { now: NOW });
      read.push([
        erased,
        again,
        late,
        await everybody(hub),
        [...(await store.tombstones("all"))].sort(),
        await hub.changes(),
      ]);
    }
    expect(read[1]).toEqual(read[0]);
    await pglite.close();
  });

  it("tells followers once, and those who begin afterwards nothing of it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1_000), fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), async (worldSeed, picks) => {
        const store = memoryStore();
        const hub = hubOf(store, { oneIdOrder: "arrival" });
        const events = eventsOf(worldSeed);
        const half = Math.floor(events.length / 2);
        let copy: readonly Person[] = [];
        const follow = async (after: number): Promise<void> => {
          for (const { diff } of await hub.changes({ after })) copy = applyPersonDiff(copy, diff);
        };
        await hub.ingest(events.slice(0, half), { now: NOW });
        await publishAll(hub, NOW);
        await follow(0);
        const { change } = await hub.erase(picked(events, picks), { now: NOW });
        if (change) copy = applyPersonDiff(copy, change.diff);
        const known = (await hub.changes()).length;
        await hub.ingest(events.slice(half), { now: NOW });
        await publishAll(hub, NOW);
        await follow(known);
        const { members, followed } = await readPublished(store);
        expect(followed).toBe(members);
        expect(members).toBe(await readResolved(store, blueprint, { now: NOW, oneIdOrder: "arrival" }));
        const held = (persons: readonly Person[]): readonly string[] =>
          persons.map(({ oneId, ids }) => `${oneId} ${ids.map(identifierKey).sort().join()}`).sort();
        expect(held(copy)).toEqual(held(JSON.parse(members).map(readMember)));
      }),
      runs,
    );
  });

  it.each(["in memory", "on PGlite"])(
    "gives a OneID to its heir when others are still published under it, %s",
    async (where) => {
      const pglite = where === "on PGlite" ? await PGlite.create() : undefined;
      const store = pglite ? await postgresStore({ pglite }) : memoryStore();
      const hub = hubOf(store, { oneIdOrder: "arrival" });
      const [phone, device] = [
        { type: "phone", value: "+8613912345678" },
        { type: "deviceId", value: "device-0123456789" },
      ];
      const openid = { type: "openid", scope: "wx1", value: "openid-1" };
      const seen = (id: string, ...ids: Identifier[]): Event => ({
        ...{ id, type: "loggedIn", at: NOW - 1, properties: {}, source: "app" },
        ids,
      });
      await hub.ingest([seen("first", phone, device)], { now: NOW });
      await publishAll(hub, NOW);
      const oneId = await hub.oneIdOf(phone);
      await hub.ingest([seen("second", phone, openid)], { now: NOW });
      await hub.erase([phone], { now: NOW }); // the openid inherits, and nothing holds it and the device together any more
      while ((await hub.publish({ now: NOW, limit: 1 })).left);
      expect([await hub.oneIdOf(openid), (await hub.oneIdOf(device)) === oneId]).toEqual([oneId, false]);
      const created = (await hub.changes()).flatMap(({ diff }) => diff.created);
      expect(created).toEqual([...new Set(created)]);
      const { members, followed } = await readPublished(store);
      expect(followed).toBe(members);
      expect(members).toBe(await readResolved(store, blueprint, { now: NOW, oneIdOrder: "arrival" }));
      await pglite?.close();
    },
  );

  it("erases nothing that is not on file, and no car", async () => {
    const hub = hubOf(memoryStore());
    await hub.ingest(eventsOf(1), { now: NOW });
    const nobody = { type: "phone", value: "13700000000" };
    expect(await hub.erase([nobody, { type: "phone", value: "x" }], { now: NOW })).toEqual({
      identifiers: 0,
      retired: [],
    });
    await expect(hub.erase([{ type: "vin", value: "LTRBTRY0000000001" }], { now: NOW })).rejects.toThrow(RangeError);
    await expect(hub.erase([{ type: "fax", value: "1" }], { now: NOW })).rejects.toThrow(RangeError);
  });
});

/** Whether somebody had any of these identifiers before. */
const changedHands =
  (ids: readonly Identifier[]) =>
  ({ former = [] }: PersonSummary): boolean =>
    former.some(({ identifier }) => ids.map(identifierKey).includes(identifierKey(identifier)));

const readMember = ({ oneId, ids }: { oneId: string; ids: readonly string[] }): Person => ({
  oneId,
  ids: ids.map((key) => ({ type: key.split(/[@:]/)[0] ?? "", ...scoped(key) })),
});

const scoped = (key: string): { value: string; scope?: string } => {
  const [head = "", value = ""] = [key.slice(0, key.indexOf(":")), key.slice(key.indexOf(":") + 1)];
  const scope = head.split("@")[1];
  return scope === undefined ? { value } : { value, scope };
};

/** Every row of every table, as text without the dashes of uuids. */
async function dump(pglite: PGlite): Promise<string> {
  const { rows: tables } = await pglite.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'tributary'",
  );
  const texts = [];
  for (const { name } of tables) {
    const { rows } = await pglite.query<{ text: string }>(`select t::text as text from tributary."${name}" as t`);
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.map((text) => `${text} ${text.replaceAll("-", "")}`).join("\n");
}

describe("an erasure while others read", () => {
  const phone = { type: "phone", value: "13912345678" };
  const openid = { type: "openid", value: "oX7fk2", scope: "wx1" };
  const linked = (id: string, ids: readonly Identifier[]): object => ({
    id,
    type: "leadSubmitted",
    at: NOW - 1_000,
    ids,
    properties: {},
    source: "crm",
  });

  async function filled(store: Store): Promise<Hub> {
    const hub = hubOf(store);
    await hub.ingest([linked("e1", [phone, openid]), linked("e2", [openid])], { now: NOW });
    return hub;
  }

  /** A store in which somebody erases the phone right after one of the first readings, and a hub that reads it. */
  async function interrupted(method: "sightings" | "leaves" | "tombstones" | "events"): Promise<Hub> {
    const store = memoryStore({ seed });
    const hub = await filled(store);
    let waiting = true;
    const read = async (...given: never[]): Promise<never> => {
      const found = await (store[method] as (...given: never[]) => Promise<never>)(...given);
      if (waiting) {
        waiting = false;
        await hub.erase([phone], { now: NOW });
      }
      return found;
    };
    return hubOf({ ...store, [method]: read });
  }

  it.each(["sightings", "leaves", "tombstones", "events"] as const)(
    "is read as done, or not yet: after %s",
    async (method) => {
      const [done, notYet] = [[openid], [normal(phone), openid]];
      const reading = (await interrupted(method)).person(openid, { now: NOW });
      await expect(reading).resolves.toMatchObject({ ids: done });
      const persons = (await everybody(await interrupted(method))).map(({ ids }) => ids);
      expect([[done], [notYet]]).toContainEqual(persons);
      const before = await filled(memoryStore({ seed }));
      await before.erase([phone], { now: NOW });
      const erased = await (await interrupted(method)).erase([openid], { now: NOW });
      expect(erased).toEqual(await before.erase([openid], { now: NOW }));
    },
  );

  it("gives up for now where somebody erases without end", async () => {
    const store = memoryStore({ seed });
    await hubOf(store).ingest([linked("e1", [phone, openid])], { now: NOW });
    const names: Store["names"] = async () => new Map();
    await expect(hubOf({ ...store, names }).person(openid, { now: NOW })).rejects.toThrow("kept being erased");
  });
});
