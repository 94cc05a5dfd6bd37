import type { Event, Issue } from "@tributary/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldAll, readFacts } from "../facts/index";
import { automotiveDefinition } from "../presets/automotive/index";
import { checkBlueprint, defineBlueprint } from "./define-blueprint";
import { readPerson } from "./read-person";

const NOW = 1_790_000_000_000;
const DAY = 86_400_000;
const preset = automotiveDefinition();

const places = (change: object): string[] => {
  const checked = checkBlueprint({ ...preset, ...change });
  return checked.ok ? [] : checked.error.map(({ code, pointer }: Issue) => `${code} ${pointer}`);
};

describe("checkBlueprint", () => {
  it("accepts the preset, read back from JSON", () => {
    expect(checkBlueprint(JSON.parse(JSON.stringify(preset))).ok).toBe(true);
  });

  it.each([undefined, null, 1, "x", [], {}])("refuses %j without throwing", (input) => {
    expect(checkBlueprint(input).ok).toBe(false);
  });

  it("locates a mistake in every part", () => {
    const label = { zh: "一", en: "one" };
    expect(places({ zone: "Mars/Olympus" })).toEqual(["bad-value /zone"]);
    expect(places({ identifiers: { ...preset.identifiers, maxPerson: 0 } })[0]).toContain("/identifiers/maxPerson");
    expect(places({ events: [...preset.events, preset.events[0]] })).toEqual([
      `duplicate-name /events/${preset.events.length}/type`,
    ]);
    expect(places({ facts: { ...preset.facts, x: { kind: "count", events: "storeVisted" } } })).toEqual([
      "unknown-event /facts/x/events",
    ]);
    expect(places({ facts: { ...preset.facts, intent: { kind: "count", events: "storeVisited" } } })).toContain(
      "reserved-name /facts/intent",
    );
    expect(
      places({ tags: [{ tag: "t", label, when: { fact: "nothing", operator: "equal", value: 1 } }] })[0],
    ).toContain("/tags/0/when");
    const segment = { segment: "s", label, when: { fact: "tags", operator: "contains", value: 7 } };
    expect(places({ segments: [segment] })[0]).toContain("/segments/0/when");
    expect(places({ lifecycle: { stages: [] } })[0]).toContain("/lifecycle/stages");
    expect(places({ grades: { ...preset.grades, dueFrom: ["nowhere"] } })).toContain("unknown-fact /grades/dueFrom/0");
    expect(places({ rfm: { ...preset.rfm, orders: { count: "intent", sum: "x", last: "y" } } })).toEqual([
      "wrong-fact /rfm/orders/count",
      "wrong-fact /rfm/orders/sum",
      "wrong-fact /rfm/orders/last",
    ]);
    expect(places({ intent: { ...preset.intent, actions: {} } })[0]).toBe("unknown-action /intent/actions");
  });

  it("refuses two segments of one name", () => {
    const { segments } = preset;
    expect(places({ segments: [...segments, { ...segments[0], label: { zh: "二", en: "two" } }] })).toEqual([
      `duplicate-name /segments/${segments.length}/segment`,
    ]);
  });

  it("looks into every step of a sequence, and into what its steps must agree in", () => {
    const steps = [
      { events: "testDriveBooked", where: { dealr: "上海" } },
      { events: "testDriveCompletd" },
      { events: "orderPlaced" },
    ];
    const x = { kind: "sequence", steps, same: "vin" };
    expect(places({ facts: { ...preset.facts, x } })).toEqual([
      "unknown-event /facts/x/steps/1/events",
      "unknown-property /facts/x/steps/0/where/dealr",
      "unknown-property /facts/x/same",
    ]);
  });

  it("refuses properties that no event of a fact or an action carries, with the nearest name", () => {
    const fact = (more: object): string[] =>
      places({
        facts: { ...preset.facts, x: { kind: "sum", events: "purchaseMade", property: "amountMinor", ...more } },
      });
    expect(fact({})).toEqual([]);
    expect(fact({ property: "amountMnor" })).toEqual(["unknown-property /facts/x/property"]);
    expect(fact({ where: { amountMinor: { gt: 1 }, "a/b": 1 } })).toEqual(["unknown-property /facts/x/where/a~1b"]);
    expect(fact({ property: "amountMinor.inner" })).toEqual(["unknown-property /facts/x/property"]);
    const car = {
      ...preset.events[0],
      type: "carConfigured",
      properties: { car: "object", options: "list", "a.b": "string" },
    };
    const inside = (property: string): string[] =>
      places({
        events: [...preset.events, car],
        facts: { ...preset.facts, x: { kind: "last", events: "carConfigured", property } },
      });
    expect(["car", "car.series", "options", "options.length", "a.b"].flatMap(inside)).toEqual([]);
    expect(inside("a.b.c")).toEqual(["unknown-property /facts/x/property"]);
    // one that carries it is enough, and one that says nothing of what it carries may carry anything
    expect(fact({ events: ["articleRead", "purchaseMade"] })).toEqual([]);
    expect(fact({ events: ["purchaseMade", "idsLinked"], property: "anything" })).toEqual([]);
    expect(places({ facts: { ...preset.facts, x: { kind: "trait", property: "anything" } } })).toEqual([]);
    const declared = { ...preset.events[0], properties: { city: "string" } };
    const traits = ["traitsSet", "traitsSetOnce"].map((type) => ({ ...declared, type }));
    const events = [...preset.events, ...traits];
    expect(places({ events, facts: { ...preset.facts, x: { kind: "trait", property: "town" } } })).toContain(
      "unknown-property /facts/x/property",
    );
    const view = { events: "vehicleViewed", where: { serie: "星愿" } };
    const checked = checkBlueprint({
      ...preset,
      intent: { ...preset.intent, actions: { ...preset.intent?.actions, view } },
    });
    expect(checked.ok ? [] : checked.error).toMatchObject([
      { code: "unknown-property", pointer: "/intent/actions/view/where/serie", hint: "did you mean series?" },
    ]);
  });

  it("takes weights of RFM scores that are parts, not all of them 0", () => {
    const weighing = (recency: number, frequency: number): readonly string[] =>
      places({ rfm: { ...preset.rfm, weights: { recency, frequency, monetary: 0 } } });
    expect(weighing(5, 3)).toEqual([]);
    expect(weighing(0.5, -1)).toEqual(["invalid-type /rfm/weights/recency", "too-small /rfm/weights/frequency"]);
    expect(weighing(0, 0)).toEqual(["bad-value /rfm/weights"]);
  });

  it("refuses bins that no population can be put in, and regions of scores that nobody has", () => {
    const orders = preset.rfm?.orders;
    const fixed = (breaks: object): string[] =>
      places({
        rfm: {
          orders,
          method: "fixed",
          breaks: { recencyDays: [1, 2], frequency: [1, 2], monetaryMinor: [1, 2], ...breaks },
        },
      });
    expect(fixed({})).toEqual([]);
    expect(fixed({ recencyDays: [3, 2] })).toEqual(["bad-breaks /rfm/breaks/recencyDays"]);
    expect(fixed({ monetaryMinor: [2, 2] })).toEqual(["bad-breaks /rfm/breaks/monetaryMinor"]);
    expect(fixed({ frequency: [1], monetaryMinor: [1, 2, 3] })).toEqual([
      "bad-breaks /rfm/breaks/frequency",
      "bad-breaks /rfm/breaks/monetaryMinor",
    ]);
    const region = { segment: "x", label: { zh: "甲", en: "x" }, recency: [1, 5], frequency: [1, 5], monetary: [1, 5] };
    const regions = (more: object, rfm: object = { method: "quantile" }): string[] =>
      places({ rfm: { orders, ...rfm, segments: [{ ...region, ...more }] } });
    expect(regions({})).toEqual([]);
    expect(regions({ recency: [5, 1], frequency: [77, 99], monetary: [0, 5] })).toEqual([
      "bad-range /rfm/segments/0/recency",
      "bad-range /rfm/segments/0/frequency",
      "bad-range /rfm/segments/0/monetary",
    ]);
    expect(regions({ monetary: [1, 6] }, { method: "quantile", bins: 6 })).toEqual([]);
    const breaks = { recencyDays: [1, 2], frequency: [1, 2], monetaryMinor: [1, 2] };
    expect(regions({ recency: [1, 3], frequency: [1, 4], monetary: [3, 3] }, { method: "fixed", breaks })).toEqual([
      "bad-range /rfm/segments/0/frequency",
    ]);
  });

  it("says all mistakes of a document at once", () => {
    const found = places({ zone: "x", version: "", surprise: 1 });
    expect(found).toHaveLength(3);
  });

  it("refuses a threshold above what a track keeps, before anybody is measured by it", () => {
    const facts = { ...preset.facts, views: { kind: "count", events: "vehicleViewed", within: "30d", keep: 100 } };
    const tag = (value: number): object => ({
      tag: "many",
      label: { zh: "多", en: "many" },
      when: { fact: "views", operator: "greaterThanInclusive", value },
    });
    expect(places({ facts, tags: [...preset.tags, tag(100)] })).toEqual([]);
    expect(places({ facts, tags: [...preset.tags, tag(101)] })).toEqual([
      `above-bound /tags/${preset.tags.length}/when/value`,
    ]);
  });
});

describe("defineBlueprint", () => {
  it("throws with every mistake in the message", () => {
    expect(() => defineBlueprint({ ...preset, version: "", zone: "x" })).toThrow(/\/version[\s\S]*\/zone/);
  });

  it("never follows what it was defined from", () => {
    const source = JSON.parse(JSON.stringify(preset)) as {
      facts: Record<string, { within?: string }>;
      tags: unknown[];
    };
    const blueprint = defineBlueprint(source as unknown as typeof preset);
    const before = JSON.stringify([blueprint.definition, blueprint.facts.definitions, blueprint.tags.definitions]);
    for (const fact of Object.values(source.facts)) fact.within = "1d";
    source.tags.length = 0;
    expect(JSON.stringify([blueprint.definition, blueprint.facts.definitions, blueprint.tags.definitions])).toBe(
      before,
    );
  });

  it("names equal definitions equally, whatever the order of their members", () => {
    const reversed = Object.fromEntries(Object.entries(preset).reverse()) as unknown as typeof preset;
    expect(defineBlueprint(reversed).version).toBe(defineBlueprint(preset).version);
    expect(defineBlueprint({ ...preset, version: "other" }).version).not.toBe(defineBlueprint(preset).version);
  });
});

describe("readPerson", () => {
  const blueprint = defineBlueprint(preset);
  const phone = { type: "phone", value: "+8613912345678" };
  const event = (id: string, type: string, at: number, properties: Event["properties"] = {}): Event => ({
    id,
    type,
    at,
    ids: [phone],
    properties,
    source: "crm",
  });

  it("lets every part see what came before it", () => {
    const events = [
      event("1", "storeVisited", NOW - DAY),
      event("2", "testDriveCompleted", NOW - DAY, { series: "星愿" }),
      event("3", "quoteRequested", NOW - DAY, { series: "星愿" }),
      event("4", "leadSubmitted", NOW - DAY, { series: "星愿" }),
    ];
    const reading = readPerson(blueprint, foldAll(blueprint.facts, undefined, events), { now: NOW });
    expect(reading.intent?.score).toBeGreaterThan(0.3);
    expect(reading.tags.map(({ tag }) => tag)).toContain("recentVisitor");
    expect(reading.seen.tags).toEqual(reading.tags.map(({ tag }) => tag));
    expect(reading.seen.stage).toBe(reading.stage.stage);
    expect(Object.keys(reading.facts).some((name) => name.startsWith("$"))).toBe(false);
  });

  it("knows neither RFM nor a follow-up of a past that is beyond its bound", () => {
    const orders = Array.from({ length: 100 }, (_, i) => event(`${i}`, "purchaseMade", NOW - i, { amountMinor: 100 }));
    const tracks = foldAll(blueprint.facts, undefined, orders);
    const { rfm, facts, seen } = readPerson(blueprint, tracks, { now: NOW - 90 });
    expect([rfm, facts.$bound?.some((name) => name.startsWith("$intent."))]).toEqual([undefined, false]);
    expect(seen.$bound).toEqual(expect.arrayContaining(["rfmSegment", "rfmScore"]));
    const known = readPerson(blueprint, tracks, { now: NOW });
    expect([known.rfm?.frequency, known.seen.$bound]).toEqual([100, undefined]);
  });

  it("reads the same from any order of events, and facts as readFacts does", () => {
    const types = blueprint.facts.events;
    const events = fc.uniqueArray(
      fc.record({ id: fc.nat(500).map(String), type: fc.constantFrom(...types), age: fc.nat(200) }),
      { selector: ({ id }) => id, maxLength: 30 },
    );
    fc.assert(
      fc.property(events, (drafts) => {
        const all = drafts.map(({ id, type, age }) =>
          event(id, type, NOW - age * DAY, { amountMinor: 100, series: id }),
        );
        const tracks = foldAll(blueprint.facts, undefined, all);
        const reading = readPerson(blueprint, tracks, { now: NOW });
        const reversed = readPerson(blueprint, foldAll(blueprint.facts, undefined, [...all].reverse()), { now: NOW });
        expect(JSON.stringify(reversed)).toBe(JSON.stringify(reading));
        expect(readFacts(blueprint.facts, tracks, { now: NOW })).toMatchObject(reading.facts);
      }),
    );
  });
});
