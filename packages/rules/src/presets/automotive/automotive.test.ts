import { DAY_MS, type Event, HOUR_MS, type Label } from "@tributary/core";
import { checkPolicy, normaliseIdentifier } from "@tributary/core/identity";
import { checkMatrix } from "@tributary/core/scoring";
import { actionsIn } from "@tributary/core/testing";
import { describe, expect, it } from "vitest";
import { type PersonReading, readPerson } from "../../blueprint/index";
import type { Condition } from "../../condition/index";
import { type FactDefinition, foldAll } from "../../facts/index";
import { automotive, automotiveDefinition } from "./automotive";

const blueprint = automotiveDefinition();
const compiled = automotive();
const events = new Map(blueprint.events.map((event) => [event.type, event]));

/** Every label anywhere in a definition, with the place it stands. */
function labelsIn(value: unknown, place = ""): readonly (readonly [string, unknown])[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "label" ? [[`${place}/label`, inner] as const] : labelsIn(inner, `${place}/${key}`),
  );
}

const eventsOf = (fact: { readonly events?: string | readonly string[] }): readonly string[] =>
  [fact.events ?? []].flat();

describe("automotive", () => {
  it("labels everything in Chinese and English", () => {
    const labels = labelsIn(blueprint);
    expect(labels.length).toBeGreaterThan(170);
    for (const [place, label] of labels) {
      const { zh = "", en = "" } = label as Partial<Label>;
      expect([place, /[\u4e00-\u9fff]|VIN/.test(zh), /^[A-Za-z][ -~]*$/.test(en)]).toEqual([place, true, true]);
    }
    const named = [blueprint.identifiers.types, blueprint.events, Object.values(blueprint.facts), blueprint.tags];
    for (const part of named.flat()) expect(part).toHaveProperty("label");
  });

  it("names each thing once", () => {
    const once = (names: readonly string[]): void => expect(new Set(names).size).toBe(names.length);
    once(blueprint.events.map(({ type }) => type));
    once(blueprint.tags.map(({ tag }) => tag));
    once(blueprint.segments.map(({ segment }) => segment));
    once(labelsIn(blueprint.facts).map(([, label]) => (label as Label).zh));
  });

  it("has a catalogue of things that happened, about forty or more", () => {
    expect(blueprint.events.length).toBeGreaterThanOrEqual(40);
    for (const { type } of blueprint.events) expect(type).toMatch(/^[a-z]+([A-Z][a-z]+)*(ed|Lost|Made|Read|In|Spent)$/);
  });

  it("reads only events and properties of the catalogue", () => {
    for (const [name, fact] of Object.entries<FactDefinition>(blueprint.facts)) {
      if (!("events" in fact)) continue;
      const types = eventsOf(fact);
      for (const type of types) expect([name, type, events.has(type)]).toEqual([name, type, true]);
      const read = [...("property" in fact ? [fact.property ?? []].flat() : []), ...Object.keys(fact.where ?? {})];
      for (const property of read) {
        const carrying = types.filter((type) => Object.hasOwn(events.get(type)?.properties ?? {}, property));
        expect([name, property, carrying.length > 0]).toEqual([name, property, true]);
      }
    }
  });

  it("turns every action of its matrix into events of the catalogue, and no other", () => {
    const { matrix, actions } = blueprint.intent ?? { matrix: undefined, actions: {} };
    expect(checkMatrix(matrix)).toMatchObject({ ok: true });
    expect(Object.keys(actions).sort()).toEqual((matrix ? actionsIn(matrix) : []).map(({ action }) => action).sort());
    for (const [action, { events: types }] of Object.entries(actions)) {
      for (const type of [types].flat()) expect([action, type, events.has(type)]).toEqual([action, type, true]);
    }
  });

  it("has segments that look for tags that exist", () => {
    const tags = new Set(blueprint.tags.map(({ tag }) => tag));
    for (const { segment, when } of blueprint.segments) {
      for (const tag of tagsRead(when)) expect([segment, tag, tags.has(tag)]).toEqual([segment, tag, true]);
    }
  });

  it("measures RFM from a count, a sum and a date", () => {
    const { count = "", sum = "", last = "" } = blueprint.rfm?.orders ?? {};
    expect([blueprint.facts[count]?.kind, blueprint.facts[sum]?.kind, compiled.facts.schema[last]?.type]).toEqual([
      "count",
      "sum",
      "date",
    ]);
  });

  it("has an identity policy under which one person's device is no hub, and a car names nobody", () => {
    expect(checkPolicy(blueprint.identifiers)).toMatchObject({ ok: true });
    const anchors = blueprint.identifiers.types.filter(({ tier, of }) => tier === 0 && of !== "vehicle");
    const own = anchors.reduce((sum, { limit = 0 }) => sum + limit, 0);
    for (const { type, tier, hub, merge } of blueprint.identifiers.types) {
      if (tier === 2 && merge !== false) expect([type, hub]).toEqual([type, own]);
      if (type === "phone") expect(hub).toBe(own - 1);
    }
    for (const type of ["vin", "plate"])
      expect(blueprint.identifiers.types.find((one) => one.type === type)?.of).toBe("vehicle");
    const phone = normaliseIdentifier({ type: "phone", value: "139 1234 5678" }, blueprint.identifiers);
    expect(phone).toEqual({ ok: true, value: { type: "phone", value: "+8613912345678" } });
  });

  it("is JSON, and gives the same bytes each time", () => {
    expect(JSON.parse(JSON.stringify(blueprint))).toEqual(blueprint);
    expect(JSON.stringify(automotiveDefinition())).toBe(JSON.stringify(blueprint));
  });

  it("takes overrides by name where parts are lists, and whole where they are not", () => {
    const label = { zh: "我的", en: "Mine" };
    const mine = automotiveDefinition({
      zone: "Europe/Berlin",
      events: [
        { type: "storeVisited", label, strength: "form", purpose: "sales", properties: {} },
        { type: "carWashed", label, strength: "form", purpose: "service", properties: {} },
      ],
      facts: { washes: { kind: "count", events: "carWashed" } },
      grades: { dueFrom: ["lastLeadAt"], grades: [] },
    });
    expect(mine.events.length).toBe(blueprint.events.length + 1);
    expect(mine.events.find(({ type }) => type === "storeVisited")?.label).toEqual(label);
    expect(Object.keys(mine.facts).length).toBe(Object.keys(blueprint.facts).length + 1);
    expect([mine.zone, mine.intent?.matrix.zone, mine.grades.grades]).toEqual(["Europe/Berlin", "Europe/Berlin", []]);
  });

  it("comes compiled, with its overrides, or with every mistake they bring", () => {
    expect([compiled.definition, compiled.identity]).toEqual([blueprint, blueprint.identifiers]);
    const facts = { washes: { kind: "count", events: "storeVisited" } } as const;
    const mine = automotive({ version: "mine-1", zone: "Europe/Berlin", facts });
    expect([mine.zone, mine.facts.schema.washes?.type]).toEqual(["Europe/Berlin", "number"]);
    expect(mine.definition).toEqual(automotiveDefinition({ version: "mine-1", zone: "Europe/Berlin", facts }));
    expect(() => automotive({ version: "", zone: "x" })).toThrow(/\/version[\s\S]*\/zone/);
  });
});

/** The tags a condition looks for. */
function tagsRead(condition: Condition): readonly string[] {
  if ("fact" in condition) return condition.fact === "tags" ? [String(condition.value)] : [];
  if ("not" in condition) return tagsRead(condition.not);
  const children = "all" in condition ? condition.all : "any" in condition ? condition.any : [];
  return children.flatMap(tagsRead);
}

describe("a customer's life in the automotive preset", () => {
  const start = Date.UTC(2026, 0, 5, 2);
  const happened: Event[] = [];
  const happen = (day: number, type: string, properties: Event["properties"] = {}): void => {
    const ids = [{ type: "phone", value: "+8613912345678" }];
    happened.push({ id: `e${happened.length}`, type, at: start + day * DAY_MS, ids, properties, source: "test" });
  };
  /** What the compiled blueprint reads of the person an hour after the last thing that happened by a day. */
  const at = (day: number): PersonReading & { readonly due: number | undefined } => {
    const now = start + day * DAY_MS + HOUR_MS;
    const reading = readPerson(compiled, foldAll(compiled.facts, undefined, happened), { now });
    return { ...reading, due: reading.grade?.due };
  };
  const place = (day: number): readonly unknown[] => [at(day).stage?.stage, at(day).grade?.grade];
  const tag = (name: string, day: number): boolean => at(day).tags.some((one) => one.tag === name);

  it("goes from first click to the next car, with a loss and a cancellation between", () => {
    happen(0, "linkClicked");
    expect(place(0)).toEqual(["aware", "C"]);
    happen(1, "vehicleSaved", { series: "星愿" });
    expect(place(1)).toEqual(["interested", "B"]);
    happen(2, "leadSubmitted", { series: "星愿", channel: "miniProgram" });
    expect([...place(2), at(2).due]).toEqual(["lead", "N", start + 2 * DAY_MS + 2 * HOUR_MS]);
    expect([...place(9), at(9).due]).toEqual(["lead", "N", at(2).due]);
    happen(3, "callAnswered");
    happen(4, "testDriveBooked", { series: "星愿" });
    expect(tag("testDriveWaiting", 4)).toBe(true);
    happen(5, "testDriveCompleted", { series: "星愿" });
    expect(tag("testDriveWaiting", 5)).toBe(false);
    expect([...place(5), at(5).due]).toEqual(["lead", "H", start + 4 * DAY_MS]);
    happen(20, "leadLost", { reason: "price" });
    expect(place(20)[0]).toBe("lead");
    happen(21, "leadLost", { reason: "price", approvedBy: "manager" });
    expect(place(21)).toEqual(["lost", "lost"]);
    happen(40, "leadSubmitted", { series: "星愿" });
    expect(place(40)).toEqual(["lead", "N"]);
    happen(41, "followUpRecorded", { expectedOrderDays: 6 });
    expect([...place(41), at(41).due]).toEqual(["lead", "H", start + 42 * DAY_MS]);
    happen(45, "orderPlaced", { orderId: "o1", amountMinor: 9_880_000 });
    expect(place(45)).toEqual(["purchased", "O"]);
    happen(46, "orderCancelled", { orderId: "o1", reason: "colour" });
    expect([...place(46), at(46).due]).toEqual(["lead", "T", start + 49 * DAY_MS]);
    happen(50, "orderPlaced", { orderId: "o2", amountMinor: 9_880_000 });
    happen(80, "vehicleDelivered", { orderId: "o2", series: "星愿" });
    expect([...place(80), at(80).due]).toEqual(["owner", "D", undefined]);
    expect(tag("owner", 80)).toBe(true);
    happen(900, "tradeInRequested", {});
    expect([place(900)[0], tag("repurchase", 900)]).toEqual(["repurchase", true]);
    happen(901, "leadSubmitted", { series: "银河" });
    expect(place(901)).toEqual(["repurchase", "N"]);
  });

  it("counts spending beside the car for RFM, refunds taken off", () => {
    happened.length = 0;
    happen(0, "orderPlaced", { orderId: "o1", amountMinor: 9_880_000 });
    happen(1, "purchaseMade", { orderId: "p1", amountMinor: 20_000 });
    happen(2, "serviceCompleted", { orderId: "s1", amountMinor: 60_000 });
    happen(3, "purchaseRefunded", { orderId: "p1", amountMinor: -20_000 });
    expect(at(4).facts).toMatchObject({ purchases: 2, purchasesMinor: 60_000, lastPurchaseAt: start + 2 * DAY_MS });
  });
});
