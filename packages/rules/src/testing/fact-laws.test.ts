import { describe, expect, it } from "vitest";
import { defineFacts, type FactDefinition } from "../facts/index";
import { changeLaws } from "./change-laws";
import { factLaws } from "./fact-laws";

const NUM_RUNS = Number(process.env.TRIBUTARY_RUNS ?? 150);

/** Every kind, with and without windows, `last`, filters, nesting and shared tracks, all with small bounds. */
const everyKind = defineFacts(
  {
    visits: { kind: "count", events: "storeVisited", keep: 4 },
    visits1d: { kind: "count", events: "storeVisited", within: "1d", keep: 3 },
    bigOrders: {
      kind: "count",
      events: ["orderPlaced", "orderPaid"],
      where: { "car.price": { gte: 100, lt: 200 } },
      keep: 2,
      within: "2h",
    },
    named: {
      kind: "count",
      events: "orderPlaced",
      where: { series: { in: ["a", "b"] }, note: { exists: false } },
      keep: 2,
    },
    others: { kind: "count", events: "orderPlaced", where: { series: { ne: "a" } } },
    spent: { kind: "sum", events: "orderPlaced", property: "amount", keep: 3 },
    spent1d: { kind: "sum", events: "orderPlaced", property: "amount", within: "1d", keep: 3 },
    spentLast2: { kind: "sum", events: "orderPlaced", property: "amount", last: 2, keep: 3 },
    least: { kind: "min", events: "orderPlaced", property: "amount", keep: 3 },
    most: { kind: "max", events: "orderPlaced", property: "amount", keep: 3 },
    most1d: { kind: "max", events: "orderPlaced", property: "amount", within: "1d", keep: 3 },
    mean: { kind: "avg", events: "orderPlaced", property: "amount", keep: 3 },
    meanLast2: { kind: "avg", events: "orderPlaced", property: "amount", last: 2, keep: 3 },
    firstSeries: { kind: "first", events: ["viewed", "saved"], property: "car.series", keep: 3 },
    firstSeries2h: { kind: "first", events: ["viewed", "saved"], property: "car.series", within: "2h", keep: 3 },
    lastSeries: { kind: "last", events: ["viewed", "saved"], property: "car.series", keep: 3 },
    lastSeries2h: { kind: "last", events: ["viewed", "saved"], property: "car.series", within: "2h", keep: 3 },
    firstViewAt: { kind: "first", events: ["viewed", "saved"], read: "at", keep: 3 },
    lastViewAt: { kind: "last", events: ["viewed", "saved"], read: "at", keep: 3 },
    differentSeries: { kind: "distinct", events: ["viewed", "saved"], property: "car.series", keep: 3 },
    differentSeries1d: { kind: "distinct", events: ["viewed", "saved"], property: "car.series", within: "1d", keep: 3 },
    favourite: { kind: "top", events: ["viewed", "saved"], property: "car.series", keep: 5 },
    favouriteLast3: { kind: "top", events: ["viewed", "saved"], property: "car.series", last: 3, keep: 4 },
    favourite1d: { kind: "top", events: ["viewed", "saved"], property: "car.series", within: "1d", keep: 4 },
    hoursSince: { kind: "since", events: "storeVisited", unit: "hours", keep: 2 },
    daysSinceFirst: { kind: "since", events: "storeVisited", of: "first", keep: 2 },
    minutesSince1d: { kind: "since", events: "storeVisited", of: "first", unit: "minutes", within: "1d", keep: 2 },
    city: { kind: "trait", property: "city", keep: 2 },
    level: { kind: "trait", property: "member.level", keep: 3 },
    perDay: { kind: "daily", events: "storeVisited", keep: 2 },
    perDayOf3: { kind: "daily", events: "storeVisited", withinDays: 3, keep: 4 },
    perDayOf2: { kind: "daily", events: ["viewed", "saved"], withinDays: 2, keep: 3, zone: "America/St_Johns" },
    viewDays: { kind: "distinct", events: ["viewed", "saved"], by: "day", keep: 3 },
    viewDays1d: {
      kind: "distinct",
      events: ["viewed", "saved"],
      by: "day",
      zone: "America/St_Johns",
      within: "1d",
      keep: 3,
    },
    viewThenBuy: { kind: "sequence", steps: [{ events: ["viewed", "saved"] }, { events: "orderPlaced" }], keep: 3 },
    viewThenBuyCar: {
      kind: "sequence",
      steps: [
        { events: "viewed" },
        { events: ["saved", "storeVisited"] },
        { events: "orderPlaced", where: { amount: { gte: 0 } } },
      ],
      same: "car.series",
      within: "2h",
      withinTotal: "3h",
      keep: 3,
    },
    threeViews1d: {
      kind: "sequence",
      steps: [{ events: "viewed" }, { events: "viewed" }, { events: "viewed" }],
      within: "2h",
      window: "1d",
      keep: 4,
    },
    quotedSince: { kind: "dwell", events: "statusChanged", property: "status", equals: "quoted", keep: 3 },
    statusSince: { kind: "dwell", events: ["statusChanged", "viewed"], property: "status", keep: 4 },
    warmth: { kind: "decayed", events: "viewed", within: "3d", halfLife: "1d", step: "5h", keep: 3 },
    spending: {
      kind: "decayed",
      events: "orderPlaced",
      property: "amount",
      within: "1d",
      halfLife: "3h",
      step: "2h",
      keep: 3,
    },
    taste: {
      kind: "top",
      events: ["viewed", "saved"],
      property: "car.series",
      within: "2d",
      halfLife: "3h",
      step: "2h",
      keep: 4,
    },
    perVisit: { kind: "formula", formula: { round: [{ divide: ["spent", "visits"] }, 2] } },
    visitsEarlier: { kind: "formula", formula: { subtract: ["visits", "visits1d"] } },
    viewToQuote: { kind: "formula", formula: { max: [0, { subtract: ["quotedSince", "lastViewAt"] }] } },
    laterOf: { kind: "formula", formula: { add: [{ max: ["lastViewAt", "firstViewAt"] }, 86_400_000] } },
    mixed: {
      kind: "formula",
      formula: {
        floor: [{ multiply: ["perVisit", "favouriteShare", { min: ["favouriteLast3Count", 2, "hoursSince"] }] }],
      },
    },
    perDayInNewYork: { kind: "daily", events: "storeVisited", zone: "America/New_York", keep: 4 },
  },
  { zone: "Asia/Shanghai" },
);

function withoutBound(fact: FactDefinition): FactDefinition {
  if (fact.kind === "formula") return fact;
  const { keep: _, ...rest } = fact;
  return rest;
}

/** The same shapes with bounds that nothing reaches: every answer must be exact. */
const unbounded = defineFacts(
  Object.fromEntries(
    Object.entries(everyKind.definitions).map(([name, fact]) => [name, withoutBound(fact)]),
  ) as typeof everyKind.definitions,
  { zone: "Asia/Shanghai" },
);

describe.each([
  { bounds: "tight", set: everyKind },
  { bounds: "wide", set: unbounded },
])("factLaws with $bounds bounds", ({ set }) => {
  it.each(factLaws(set))("$name", ({ check }) => check({ numRuns: NUM_RUNS }));
});

describe.each([
  { bounds: "tight", set: everyKind },
  { bounds: "wide", set: unbounded },
])("changeLaws with $bounds bounds", ({ set }) => {
  it.each(changeLaws(set))("$name", ({ check }) => check({ numRuns: 2 * NUM_RUNS }));
});

describe("factLaws", () => {
  it("are about every kind of fact", () => {
    expect(new Set(Object.values(everyKind.definitions).map(({ kind }) => kind)).size).toBe(16);
  });
});
