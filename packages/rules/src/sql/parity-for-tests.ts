import type { EpochMs, Event } from "@tributary/core";
import * as fc from "fast-check";
import { expect } from "vitest";
import { defineFacts, type FactSet } from "../facts/index";
import { arbitraryFactEvents, arbitraryMoments, rescanFacts } from "../testing/index";
import { arbitraryDefinitions } from "./arbitrary-definitions-for-tests";
import { type Engine, type History, loadHistories, source } from "./engine-for-tests";
import { factsOfRow, factsSql } from "./facts-sql";

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
    { numRuns },
  );
}

async function checkFacts(engine: Engine, set: FactSet, histories: readonly History[], now: EpochMs): Promise<void> {
  const written = factsSql(set, { dialect: engine.dialect, source, now });
  if (!written.ok) throw new Error(JSON.stringify(written.error));
  const rows = await engine.query(written.value);
  const read = new Map(rows.map((row) => [row.person, factsOfRow(written.value, row)]));
  expect(read.size).toBe(histories.length);
  for (const { person, events } of histories) {
    expect(plainFacts(read.get(person)), `${person} at ${now}`).toBe(plainFacts(rescanFacts(set, events, { now })));
  }
}

/** Keys of objects in jsonb come in its own order. */
const plainFacts = (facts: unknown): string => JSON.stringify(facts, sorted);
const sorted = (_: string, value: unknown): unknown =>
  value !== null && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
