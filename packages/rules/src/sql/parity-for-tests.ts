import { DAY_MS, type EpochMs, type Event, fitRfm, rfmOf, scoreRfm } from "@tributary/core";
import * as fc from "fast-check";
import { expect } from "vitest";
import { type Condition, checkCondition, compileCondition } from "../condition/index";
import { defineFacts, type FactSet, foldAll, readFacts } from "../facts/index";
import { arbitraryFactEvents, arbitraryMoments, rescanFacts } from "../testing/index";
import { arbitraryCondition } from "./arbitrary-conditions-for-tests";
import { arbitraryDefinitions } from "./arbitrary-definitions-for-tests";
import { type Engine, type History, loadHistories, source } from "./engine-for-tests";
import { factsOfRow, factsSql } from "./facts-sql";
import { rfmBreaksSql, rfmModelOfRows } from "./rfm-breaks-sql";
import { rfmSql } from "./rfm-sql";
import { segmentSql } from "./segment-sql";

const PERSONS = 60;

interface World {
  readonly set: FactSet;
  readonly histories: readonly History[];
  readonly moments: readonly EpochMs[];
}

/** Definitions, persons with the events these care about, one of them without any, and moments at which facts change. */
const arbitraryWorld: fc.Arbitrary<World> = arbitraryDefinitions.chain((definitions) => {
  const set = defineFacts(definitions);
  const lists = fc.array(arbitraryFactEvents(set, 12), { minLength: PERSONS, maxLength: PERSONS });
  return lists.chain((all) => {
    const histories = [[], ...all].map((events, i) => ({ person: `person ${i}`, events: events.map(plain) }));
    const some = histories.flatMap(({ events }) => events).slice(0, 20);
    return arbitraryMoments(set, some).map((moments) => ({ set, histories, moments: moments.slice(0, 3) }));
  });
});

/** An event as it comes out of JSON: what a table can hold. */
const plain = (event: Event): Event => JSON.parse(JSON.stringify(event)) as Event;

/** SQL reads what a rescan of all events gives: definitions at random, many persons, in one statement each. */
export async function factsAgree(engine: Engine, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitraryWorld, async ({ set, histories, moments }) => {
      await loadHistories(engine, histories);
      for (const now of moments) await checkFacts(engine, set, histories, now);
    }),
    { numRuns, endOnFailure: true },
  );
}

async function checkFacts(engine: Engine, set: FactSet, histories: readonly History[], now: EpochMs): Promise<void> {
  const written = factsSql(set, { dialect: engine.dialect, source, now });
  if (!written.ok) throw new Error(JSON.stringify(written.error));
  const rows = await engine.query(written.value);
  const read = new Map(rows.map((row) => [row.person, factsOfRow(written.value, row)]));
  expect(read.size).toBe(histories.length);
  for (const { person, events } of histories) {
    expect(plainFacts(read.get(person)), `${person} at ${now} by ${JSON.stringify(set.definitions)}`).toBe(
      plainFacts(rescanFacts(set, events, { now })),
    );
  }
}

/** Keys of objects in jsonb come in its own order. */
const plainFacts = (facts: unknown): string => JSON.stringify(facts, sorted);
const sorted = (_: string, value: unknown): unknown =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Worlds with conditions that are no mistake and that SQL can say. */
const arbitrarySegments = arbitraryWorld.chain((world) => {
  const [now] = world.moments as [EpochMs];
  const options = { dialect: "postgres", source, now } as const;
  const sayable = arbitraryCondition(world.set.schema, now).filter(
    (each) => checkCondition(each, { schema: world.set.schema }).ok && segmentSql(each, world.set, options).ok,
  );
  return fc.record({
    world: fc.constant(world),
    conditions: fc.array(sayable, { minLength: 6, maxLength: 6 }),
    now: fc.constant(now),
  });
});

/** A segment's SQL members are those of a rescan; in-process members are among them, and all where nothing is at its bound. */
export async function segmentsAgree(engine: Engine, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitrarySegments, async ({ world: { set, histories }, conditions, now }) => {
      await loadHistories(engine, histories);
      for (const condition of conditions) await checkMembers(engine, set, condition, histories, now);
    }),
    { numRuns, endOnFailure: true },
  );
}

async function checkMembers(
  engine: Engine,
  set: FactSet,
  condition: Condition,
  histories: readonly History[],
  now: EpochMs,
): Promise<void> {
  const written = segmentSql(condition, set, { dialect: engine.dialect, source, now });
  if (!written.ok) throw new Error(JSON.stringify(written.error));
  const members = new Set((await engine.query(written.value)).map(({ person }) => person));
  const { test } = compileCondition(condition, { schema: set.schema });
  for (const { person, events } of histories) {
    const inTable = members.has(person);
    const what = `${person} at ${now} of ${JSON.stringify(condition)}`;
    expect(inTable, what).toBe(test(rescanFacts(set, events, { now }), { now }));
    const facts = readFacts(set, foldAll(set, undefined, events), { now });
    const inProcess = test(facts, { now });
    if (facts.$bound === undefined) expect(inProcess, what).toBe(inTable);
    else if (inProcess) expect(inTable, what).toBe(true);
  }
}

const orderFacts = defineFacts({
  orders: { kind: "count", events: "orderPaid", where: { amountMinor: { gte: 0 } } },
  spentMinor: { kind: "sum", events: "orderPaid", property: "amountMinor" },
  lastOrderAt: { kind: "last", events: "orderPaid", read: "at", where: { amountMinor: { gte: 0 } } },
});

const arbitraryOrders = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 400 * DAY_MS }), amountMinor: fc.integer({ min: -50_000, max: 500_000 }) }),
  { maxLength: 8 },
);

/** Amounts as events have them: whole, or with decimals. */
const arbitrarySpread = fc.constantFrom(1, 10, 1_000);

/** The model fitted by SQL is the one that `fitRfm` makes of a rescan, to the byte. */
export async function modelsAgree(engine: Engine, numRuns: number): Promise<void> {
  const customers = fc.array(arbitraryOrders, { minLength: 0, maxLength: PERSONS });
  await fc.assert(
    fc.asyncProperty(customers, fc.integer({ min: 2, max: 9 }), arbitrarySpread, async (all, bins, spread) => {
      const now = 300 * DAY_MS;
      const histories = historiesOf(all, spread);
      const population = histories.flatMap(({ events }) => measure(events, now) ?? []);
      const fitted = population.length > 0 ? fitRfm(population, { method: "quantile", bins }) : undefined;
      await loadHistories(engine, histories);
      const written = rfmBreaksSql(ORDER_NAMES, orderFacts, { dialect: engine.dialect, source, now, bins });
      if (!written.ok) throw new Error(JSON.stringify(written.error));
      expect(rfmModelOfRows(await engine.query(written.value))).toEqual(fitted);
    }),
    { numRuns, endOnFailure: true },
  );
}

const ORDER_NAMES = { count: "orders", sum: "spentMinor", last: "lastOrderAt" };

const historiesOf = (
  all: readonly (readonly { readonly at: EpochMs; readonly amountMinor: number }[])[],
  spread: number,
): readonly History[] =>
  all.map((orders, i) => ({
    person: `person ${i}`,
    events: orders.map(({ at, amountMinor }, k) => orderPaid(`${i}-${k}`, at, amountMinor / spread)),
  }));

const arbitraryWeights = fc.record({
  recency: fc.nat(9),
  frequency: fc.nat(9),
  monetary: fc.integer({ min: 1, max: 9 }),
});

/** Scores by SQL are those of `scoreRfm`, by breaks that were fitted on these very customers. */
export async function scoresAgree(engine: Engine, numRuns: number): Promise<void> {
  const customers = fc.array(arbitraryOrders, { minLength: PERSONS, maxLength: PERSONS });
  await fc.assert(
    fc.asyncProperty(customers, fc.constantFrom(2, 5), arbitraryWeights, async (all, bins, weights) => {
      const now = 300 * DAY_MS;
      const histories = historiesOf(all, 1);
      const measured = histories.map(({ person, events }) => ({ person, rfm: measure(events, now) }));
      const population = measured.flatMap(({ rfm }) => rfm ?? []);
      const model = fitRfm(population.length > 0 ? population : [ANYBODY], { method: "quantile", bins, weights });
      await loadHistories(engine, histories);
      const written = rfmSql(model, ORDER_NAMES, orderFacts, { dialect: engine.dialect, source, now });
      if (!written.ok) throw new Error(JSON.stringify(written.error));
      const rows = new Map((await engine.query(written.value)).map((row) => [row.person, row]));
      for (const { person, rfm } of measured)
        expect(rows.get(person)).toEqual(rfm && { person, ...rfm, ...scoreRfm(rfm, model) });
    }),
    { numRuns, endOnFailure: true },
  );
}

const ANYBODY = { recencyDays: 1, frequency: 1, monetaryMinor: 1 };

const measure = (events: readonly Event[], now: EpochMs): ReturnType<typeof rfmOf> => {
  const {
    orders = 0,
    spentMinor = 0,
    lastOrderAt,
  } = rescanFacts(orderFacts, events, { now }) as Record<string, number>;
  return rfmOf({ orders, amountMinor: spentMinor, ...(lastOrderAt !== undefined && { lastAt: lastOrderAt }) }, { now });
};

const orderPaid = (id: string, at: EpochMs, amountMinor: number): Event => ({
  id,
  type: "orderPaid",
  at,
  ids: [],
  properties: { amountMinor },
  source: "test",
});
