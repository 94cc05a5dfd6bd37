import { createHmac } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import { DAY_MS, type Event, type Identifier } from "@tributary/core/model";
import type { Store } from "@tributary/core/ports";
import { relateVehicles } from "@tributary/core/vehicles";
import { type Blueprint, defineBlueprint, type EventDefinition } from "@tributary/rules/blueprint";
import { automotive, automotiveDefinition } from "@tributary/rules/presets/automotive";
import { readVehicleEvidence } from "@tributary/rules/vehicles";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryStore } from "../memory/index";
import { postgresStore } from "../postgres/index";
import { createHub, type Hub } from "./create-hub";
import { resolveAll } from "./resolve-read";
import type { VehicleView } from "./vehicle-view";

const NOW = 1_790_000_000_000;
const runs = { numRuns: Number(process.env.TRIBUTARY_RUNS ?? 40) };
const seed = (key: string): string => createHmac("sha256", "test").update(key).digest("hex").slice(0, 32);
const hubOf = (store: Store, blueprint: Blueprint): Hub => createHub({ blueprint, store, oneIdOrder: "event" });

const phone = (value: string): Identifier => ({ type: "phone", value: `+8613910010${value}` });
const login = (value: string): Identifier => ({ type: "loginId", value });
const vin = (value: string): Identifier => ({ type: "vin", value });
const plate = (value: string): Identifier => ({ type: "plate", value });
const cars = ["LSVAA4187E2180001", "LSVAA4187E2180002"] as const;
const plates = ["粤B10001", "沪AD10002"] as const;

const preset = automotiveDefinition();
const told = (type: string): EventDefinition => ({
  ...{ type, label: { zh: type, en: type }, strength: "bound", purpose: "service" },
  properties: { until: "number" },
});
const vehicles = preset.vehicles ?? fail();
/** The preset, with owners who are named without a sale and drivers for a time. */
const blueprint = automotive({
  events: [told("ownerNamed"), told("driverNamed")],
  vehicles: {
    ...vehicles,
    statements: {
      ...vehicles.statements,
      ownerNamed: [{ kind: "claim", role: "owner" }, { kind: "plate" }],
      driverNamed: { kind: "claim", role: "driver", to: "until" },
    },
  },
});

/** Few persons and cars, so that everything meets: merges, refused merges, handovers, several cars on one event. */
const eventsOfAny: fc.Arbitrary<readonly Event[]> = fc
  .array(
    fc.record({
      type: fc.constantFrom(
        ...["vehicleDelivered", "vehicleDelivered", "ownerNamed", "ownerNamed", "driverNamed", "serviceCompleted"],
        ...["orderPlaced", "vehicleViewed", "loggedIn", "idsLinked", "idsUnlinked", "idsReassigned"],
      ),
      days: fc.nat(20),
      persons: fc.subarray([...["001", "002", "003"].map(phone), ...["a", "b", "c"].map(login)], {
        minLength: 1,
        maxLength: 2,
      }),
      about: fc.subarray([...cars.map(vin), ...plates.map(plate)], { maxLength: 3 }),
      series: fc.constantFrom("河", "海"),
      lasts: fc.constantFrom(undefined, 5, 30, -1),
    }),
    { minLength: 1, maxLength: 24, size: "max" },
  )
  .map((drafts) =>
    drafts.map(({ type, days, persons, about, series, lasts }, i) => {
      const at = NOW - (20 - days) * DAY_MS;
      const until = type === "driverNamed" && lasts !== undefined ? { until: at + lasts * DAY_MS } : {};
      const properties = type === "vehicleViewed" ? { series } : until;
      const ids = type.startsWith("ids") ? persons : [...persons, ...about];
      return { id: `e${i}`, type, at, ids, properties, source: "crm" };
    }),
  );

/** What the graph of everything says of a car, with everybody resolved. */
async function expected(store: Store, events: readonly Event[], now: number) {
  const { resolution } = await resolveAll(store, blueprint.identity, { asOf: now, oneIdOrder: "event" });
  const evidence = readVehicleEvidence(blueprint.vehicles, events);
  const graph = relateVehicles(evidence, vehicles.policy, {
    personOf: (identifier, at) => resolution.personOf(identifier, at)?.oneId,
  });
  const [known, at] = [{ knownAt: now }, { validAt: now, knownAt: now }];
  const said = [...evidence.claims, ...evidence.transfers, ...evidence.plates].filter((one) => one.knownAt <= now);
  const car = (which: string): VehicleView | undefined => {
    const own = new Set(said.filter((one) => one.vin === which).map(({ id }) => id));
    if (own.size === 0) return undefined;
    return {
      vin: which,
      plates: graph.platesOf(which, at),
      persons: graph.personsOf(which, at),
      owners: graph.ownersHistory(which, known),
      conflicts: graph
        .conflicts(known)
        .filter((one) => ("vins" in one ? one.vins.includes(which) : "vin" in one && one.vin === which)),
      refused: graph.refused.filter(({ id }) => own.has(id)),
    };
  };
  const people = resolution.persons.map(({ oneId }) => ({
    oneId,
    vehicles: graph.carsOf(oneId, at),
    intentions: graph.intentionsOf(oneId, at),
  }));
  return { car, people, vinOf: (text: string) => graph.vinOf(text, at) };
}

describe("vehicle", () => {
  it("says of every car and person what the graph of all events says, in whatever order they came, at any moment", async () => {
    const cases = eventsOfAny.chain((events) =>
      fc.record({
        events: fc.constant(events),
        order: fc.shuffledSubarray([...events, ...events.slice(0, 3)], { minLength: events.length }),
        daysAgo: fc.constantFrom(0, 0, 7),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ events, order, daysAgo }) => {
        const now = NOW - daysAgo * DAY_MS;
        const store = memoryStore({ seed });
        const hub = hubOf(store, blueprint);
        await hub.ingest([...order, ...events], { now: NOW });
        const { car, people, vinOf } = await expected(store, events, now);
        for (const which of cars) expect(await hub.vehicle(which, { now })).toEqual(car(which));
        for (const text of plates) {
          const named = vinOf(text);
          expect(await hub.vehicle(plate(text), { now })).toEqual(named && car(named));
        }
        for (const { oneId, ...own } of people) expect(await hub.person(oneId, { now })).toMatchObject(own);
      }),
      runs,
    );
  });

  it("takes a VIN or plate as text or as an identifier, in any spelling, and nothing else", async () => {
    const hub = hubOf(memoryStore({ seed }), blueprint);
    const ids = [phone("001"), vin(cars[0]), plate(plates[0])];
    const delivery = { id: "d", type: "vehicleDelivered", at: NOW - DAY_MS, ids, properties: {}, source: "dms" };
    await hub.ingest([delivery], { now: NOW });
    const found = async (which: Identifier | string): Promise<string | undefined> =>
      (await hub.vehicle(which, { now: NOW }))?.vin;
    for (const which of [cars[0], cars[0].toLowerCase(), vin(cars[0].toLowerCase()), plates[0], plate("粤b·10001")]) {
      expect([which, await found(which)]).toEqual([which, cars[0]]);
    }
    for (const which of [cars[1], plates[1], "someone", "", vin("LSV")]) expect(await found(which)).toBeUndefined();
    expect(await hub.vehicle(cars[0], { now: NOW - 2 * DAY_MS })).toBeUndefined();
    await expect(found(phone("001"))).rejects.toThrow(RangeError);
    await expect(found({ type: "unknown", value: "1" })).rejects.toThrow(RangeError);
    await expect(found(null as never)).rejects.toThrow(TypeError);
    await expect(hub.vehicle(cars[0], { now: Number.NaN })).rejects.toThrow(RangeError);
  });

  it("knows no car, and nobody's, where the blueprint has no vehicles", async () => {
    const { vehicles: _, ...definition } = preset;
    const without = defineBlueprint(definition);
    expect(without.vehicles).toBeUndefined();
    const hub = hubOf(memoryStore({ seed }), without);
    const ids = [phone("001"), vin(cars[0])];
    await hub.ingest([{ id: "d", type: "vehicleDelivered", at: NOW, ids, properties: {}, source: "dms" }], {
      now: NOW,
    });
    expect(await hub.vehicle(cars[0], { now: NOW })).toBeUndefined();
    expect(await hub.person(phone("001"), { now: NOW })).toMatchObject({ vehicles: [], intentions: [] });
  });
});

describe("a used car", () => {
  const [car] = cars;
  const at = (date: string): number => Date.parse(`${date}T04:00:00Z`);
  const [li, zhao, zhaosRecord] = [phone("001"), phone("002"), { type: "crmId", value: "C-3002" }];
  const event = (id: string, type: string, date: string, ids: readonly Identifier[], properties = {}): Event => ({
    ...{ id, type, at: at(date), ids, properties, source: "dms" },
  });
  const told = [
    event("order", "orderPlaced", "2023-04-01", [li], { vin: car, series: "河" }),
    event("delivery", "vehicleDelivered", "2023-05-01", [li, vin(car), plate(plates[0])]),
    event("service", "serviceCompleted", "2026-02-20", [zhao, vin(car), plate(plates[1])]),
    event("wish", "testDriveCompleted", "2026-02-20", [li], { series: "海" }),
  ];
  const sale = event("sale", "vehicleDelivered", "2026-02-10", [zhaosRecord, vin(car)]);
  const link = event("link", "idsLinked", "2026-03-01", [zhaosRecord, zhao]);

  let pglite: PGlite;
  beforeAll(async () => {
    pglite = await PGlite.create();
  });
  afterAll(() => pglite.close());
  const stores: readonly (readonly [string, () => Promise<Store>])[] = [
    ["memory", async () => memoryStore({ seed })],
    ["PGlite", () => postgresStore({ pglite }, { seed })],
  ];

  it.each(stores)("changes hands when its sale is heard of late, and follows a merge: %s", async (_, open) => {
    const hub = hubOf(await open(), automotive());
    const now = at("2026-03-10");
    const oneIdOf = async (who: Identifier): Promise<string> => (await hub.person(who, { now }))?.oneId ?? fail();
    const owners = async (): Promise<readonly (readonly unknown[])[]> =>
      ((await hub.vehicle(car, { now })) ?? fail()).owners.map(({ person, from, to }) => [person, from, to]);
    const roles = async (who: Identifier, when = now): Promise<readonly (readonly string[])[]> =>
      ((await hub.person(who, { now: when })) ?? fail()).vehicles.map((one) => [one.vin, one.role]);

    await hub.ingest(told, { now });
    expect(await owners()).toEqual([[await oneIdOf(li), at("2023-05-01"), undefined]]);
    expect(await roles(li)).toEqual([
      [car, "owner"],
      [car, "buyer"],
    ]);
    expect(await roles(zhao, at("2026-02-20") + 1)).toEqual([[car, "repairSender"]]);
    expect(await roles(zhao)).toEqual([]);

    await hub.ingest([sale], { now });
    const record = await oneIdOf(zhaosRecord);
    expect(record).not.toBe(await oneIdOf(zhao));
    expect(await owners()).toEqual([
      [await oneIdOf(li), at("2023-05-01"), at("2026-02-10")],
      [record, at("2026-02-10"), undefined],
    ]);
    expect(await roles(li)).toEqual([]);

    await hub.ingest([link], { now });
    expect(await oneIdOf(zhao)).toBe(await oneIdOf(zhaosRecord));
    expect(await roles(zhao, now)).toEqual([[car, "owner"]]);
    const onTheDay = (await hub.vehicle(plate(plates[1]), { now: at("2026-02-20") + 1 })) ?? fail();
    expect(onTheDay.persons.map(({ role }) => role)).toEqual(["owner", "repairSender"]);
    const { vehicles: [zhaos] = [] } = (await hub.person(zhao, { now })) ?? fail();
    expect(zhaos?.because.map(({ id }) => id)).toEqual(["sale"]);

    const { intentions } = (await hub.person(li, { now })) ?? fail();
    expect(intentions.map(({ series, because }) => [series, because.map(({ id }) => id)])).toEqual([["海", ["wish"]]]);
    const view = (await hub.vehicle(car, { now })) ?? fail();
    expect(view.plates.map((one) => [one.plate, one.contested])).toEqual([[plates[1], false]]);
    expect([view.conflicts, view.refused, await hub.vehicle(plates[0], { now })]).toEqual([[], [], undefined]);

    await hub.erase([li], { now });
    const left = (await hub.vehicle(car, { now })) ?? fail();
    expect(left.owners.map(({ person }) => person)).toEqual([await oneIdOf(zhao)]);
    expect(JSON.stringify(left)).not.toContain(li.value);
  });
});

function fail(): never {
  throw new Error("nothing there");
}
