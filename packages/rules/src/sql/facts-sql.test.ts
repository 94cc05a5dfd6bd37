import { hash53 } from "@tributary/core";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineFacts, type FactDefinition } from "../facts/index";
import { rescanFacts } from "../testing/index";
import { duckdbEngine } from "./duckdb-for-tests";
import { type Engine, loadHistories, source } from "./engine-for-tests";
import { factsOfRow, factsSql } from "./facts-sql";
import { pgliteEngine } from "./pglite-for-tests";

const HOSTILE = ["'", '"', "$1", "\\", "--", "/*", ";", "{p1:String}", "'); drop table events; --", '" from events --'];

describe("factsSql", () => {
  const refusals = (facts: Record<string, FactDefinition>): readonly (readonly [string, string])[] => {
    const written = factsSql(defineFacts(facts), { dialect: "duckdb", source, now: 0 });
    return written.ok ? [] : written.error.map(({ code, pointer }) => [code, pointer] as const);
  };

  it("refuses what it cannot say exactly, all of it and each at its place", () => {
    expect(
      refusals({
        favourite: { kind: "top", events: "viewed", property: "series" },
        perDay: { kind: "daily", events: "viewed" },
        second: { kind: "last", events: ["viewed", "saved"], property: "trims.1" },
        many: { kind: "count", events: "viewed", where: { "trims.length": { gte: 2 } } },
      }),
    ).toEqual([
      ["unsupported-kind", "/favourite/kind"],
      ["unsupported-kind", "/perDay/kind"],
      ["unsupported-path", "/second/property"],
      ["unsupported-path", "/many/where/trims.length"],
    ]);
  });

  it("refuses kinds and members it has never heard of", () => {
    const set = defineFacts({ visits: { kind: "count", events: "storeVisited" } });
    const strange = { ...set, definitions: { a: { kind: "median" }, b: { kind: "count", events: "x", unless: "y" } } };
    const written = factsSql(strange as never, { dialect: "duckdb", source, now: 0 });
    expect(written.ok ? [] : written.error.map(({ code, pointer }) => [code, pointer])).toEqual([
      ["unsupported-kind", "/a/kind"],
      ["unsupported-member", "/b/unless"],
    ]);
  });

  it.each(HOSTILE)("refuses %s as the name of a table or column", (name) => {
    const facts = defineFacts({ visits: { kind: "count", events: "storeVisited" } });
    const hostile = Object.fromEntries(
      ["events", "person", "at", "type", "properties", "hash"].map((role) => [role, name]),
    );
    const persons = { table: `public.${name}`, person: name };
    const written = factsSql(facts, { dialect: "postgres", source: { ...hostile, persons } as never, now: 0 });
    expect(written.ok ? [] : written.error.map(({ pointer }) => pointer)).toEqual([
      ...["events", "person", "at", "type", "properties", "hash"].map((role) => `/source/${role}`),
      "/source/persons/table",
      "/source/persons/person",
    ]);
  });
});

describe.each([
  { name: "PGlite", open: pgliteEngine },
  { name: "DuckDB", open: duckdbEngine },
])("factsSql in $name", ({ open }) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close());

  const read = async (
    facts: Record<string, FactDefinition>,
    properties: readonly Record<string, unknown>[],
  ): Promise<unknown> => {
    const set = defineFacts(facts);
    const events = properties.map((each, i) => ({
      id: `e${i}`,
      type: "t'--",
      at: i,
      ids: [],
      properties: each,
      source: "test",
    }));
    await loadHistories(engine, [{ person: "p'", events: events as never }]);
    const written = factsSql(set, { dialect: engine.dialect, source, now: 1e9 });
    if (!written.ok) throw new Error(JSON.stringify(written.error));
    const [row] = await engine.query(written.value);
    expect(row?.person).toBe("p'");
    expect(factsOfRow(written.value, row ?? {})).toEqual(rescanFacts(set, events as never, { now: 1e9 }));
    return written.value.text;
  };

  it.each(HOSTILE)("has no %s of a definition in its text, and finds it where it is meant", async (text) => {
    const key = `k ${text}`;
    const source = { events: "t'--", where: { [key]: text } };
    const facts: Record<string, FactDefinition> = {
      [text]: { kind: "count", ...source },
      last: { kind: "last", ...source, property: key },
    };
    const written = (await read(facts, [{ [key]: text }, { [key]: "other" }])) as string;
    expect(written).not.toContain(key);
    expect(written.replaceAll("#>> '{}'", "").replaceAll("->> '$'", "")).not.toContain("t'--");
  });

  it("sums to the last of six decimals, and to the nearest double", async () => {
    const number = fc.oneof(
      fc.double({ min: -1e15, max: 1e15, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: 1e-7, max: 1e-5, noNaN: true }),
      fc.maxSafeInteger(),
      fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1e6 + 5e-7),
      fc.constantFrom(4.999999999999999e-7, 5e-7, 1.5e-6, 0.1, 0.2, 2 ** 53, 1e300, 5e-324),
    );
    const source = { events: "t'--", property: "n" };
    const facts: Record<string, FactDefinition> = {
      sum: { kind: "sum", ...source },
      avg: { kind: "avg", ...source },
      min: { kind: "min", ...source },
      max: { kind: "max", ...source },
      distinct: { kind: "distinct", ...source },
    };
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 6 }), async (numbers) => {
        await read(
          facts,
          numbers.map((n) => ({ n: n + 0 })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("orders what happened in one instant by the hash of the event's id", async () => {
    const ids = ["e1", "e2", "e3", "e4"].sort((a, b) => hash53(a) - hash53(b));
    const events = ids.map((id) => ({ id, type: "viewed", at: 5, ids: [], properties: { id }, source: "test" }));
    await loadHistories(engine, [{ person: "p", events: events.reverse() }]);
    const set = defineFacts({
      first: { kind: "first", events: "viewed", property: "id" },
      last: { kind: "last", events: "viewed", property: "id" },
    });
    const written = factsSql(set, { dialect: engine.dialect, source, now: 5 });
    const rows = written.ok ? await engine.query(written.value) : [];
    expect(written.ok && factsOfRow(written.value, rows[0] ?? {})).toEqual({ first: ids[0], last: ids[3] });
  });
});
