import { DAY_MS, hash53 } from "@tributary/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Condition } from "../condition/index";
import { defineFacts, type FactSet } from "../facts/index";
import { conditionClaim } from "./condition-claim";
import { Draft } from "./draft";
import { duckdbEngine } from "./duckdb-for-tests";
import { type Engine, source } from "./engine-for-tests";
import { FactOperands } from "./fact-operands";
import { segmentSql } from "./segment-sql";

const now = 100 * DAY_MS;
const facts = defineFacts({
  visits: { kind: "count", events: "storeVisited", within: "30d" },
  lastSeries: { kind: "last", events: "vehicleViewed", property: "car.series" },
  lastCar: { kind: "last", events: "vehicleViewed", property: "car", type: "object" },
  perDay: { kind: "daily", events: "storeVisited" },
});

const refusals = (condition: Condition, set: FactSet = facts): readonly (readonly [string, string])[] => {
  const written = segmentSql(condition, set, { dialect: "postgres", source, now });
  return written.ok ? [] : written.error.map(({ code, pointer }) => [code, pointer] as const);
};

describe("segmentSql", () => {
  it("refuses what it cannot say exactly, all of it and each at its place", () => {
    const condition: Condition = {
      all: [
        { fact: "visits", operator: "greaterThan", value: 1, params: { shop: 1 } },
        { fact: "perDay", operator: "exists" },
        { not: { fact: "lastSeries", operator: "contains", value: "a" } },
        { fact: "lastSeries", operator: "equal", value: { fact: "lastSeries" } },
        { fact: "lastCar", path: "$.trims[0]", operator: "equal", value: "a" },
        { fact: "lastCar", path: "$.trims[*]", operator: "someFact:equal", value: "a" },
      ],
    };
    expect(refusals(condition)).toEqual([
      ["unsupported-params", "/all/0/params"],
      ["unsupported-kind", "/facts/perDay/kind"],
      ["unsupported-operator", "/all/2/not/operator"],
      ["unsupported-operator", "/all/3/operator"],
      ["unsupported-path", "/all/4/path"],
      ["unsupported-path", "/all/5/path"],
    ]);
  });

  it("refuses nodes, members and values it has never heard of", () => {
    const strange = {
      all: [
        { none: [] },
        { fact: "visits", operator: "equal", value: 1, where: {} },
        { fact: "visits", operator: "equal", value: { fact: "visits", plus: 1 } },
      ],
    };
    const operands = new FactOperands(facts, new Draft({ dialect: "postgres", source, now }));
    conditionClaim(strange as never, "", { facts: operands, conditions: {} });
    expect(operands.issues.map(({ code, pointer }) => [code, pointer])).toEqual([
      ["unsupported-member", "/all/0/none"],
      ["unsupported-condition", "/all/0"],
      ["unsupported-member", "/all/1/where"],
      ["unsupported-member", "/all/2/value/plus"],
    ]);
  });

  it("asks only for what a condition reads", () => {
    expect(refusals({ fact: "visits", operator: "greaterThan", value: 1 })).toEqual([]);
  });

  it("follows named conditions, and locates what is wrong in them", () => {
    const conditions = { "a/b": { fact: "perDay", operator: "exists" } };
    const options = { dialect: "postgres", source, now, conditions } as const;
    const daily = segmentSql({ condition: "a/b" }, facts, options);
    expect(daily.ok ? [] : daily.error.map(({ pointer }) => pointer)).toEqual(["/facts/perDay/kind"]);
    const unknown = segmentSql({ condition: "a/c" }, facts, options);
    expect(unknown.ok ? [] : unknown.error.map(({ code, hint }) => [code, hint])).toEqual([
      ["unknown-condition", "a/b"],
    ]);
  });

  it("locates mistakes of a segment in the segment", () => {
    const label = { zh: "温", en: "Warm" };
    const when = { fact: "visit", operator: "greaterThan", value: 1 };
    const written = segmentSql({ segment: "warm", label, when }, facts, { dialect: "duckdb", source, now });
    expect(written.ok ? [] : written.error.map(({ pointer, hint }) => [pointer, hint])).toEqual([
      ["/when/fact", "visits"],
    ]);
  });

  it("throws on a moment that is none, and a dialect that is none", () => {
    const condition = { fact: "visits", operator: "exists" };
    const write = (options: object) => () => segmentSql(condition, facts, { source, now, ...options } as never);
    expect(write({ dialect: "postgres", now: Number.NaN })).toThrow(RangeError);
    expect(write({ dialect: "mysql" })).toThrow("dialect must be one of postgres, duckdb, clickhouse, got mysql");
  });
});

describe("segmentSql in DuckDB", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await duckdbEngine();
  });
  afterAll(() => engine.close());

  const membersOf = async (condition: Condition, properties: readonly object[]): Promise<readonly unknown[]> => {
    const rows = properties.map((each, i) => ({
      uid: `${i}`,
      at: now,
      type: "vehicleViewed",
      properties: JSON.stringify(each),
      hash: hash53(`${i}`),
    }));
    await engine.load(rows, [...rows.map(({ uid }) => uid), "without events"]);
    const written = segmentSql(condition, facts, { dialect: "duckdb", source, now });
    if (!written.ok) throw new Error(JSON.stringify(written.error));
    return (await engine.query(written.value)).map(({ person }) => person).sort();
  };

  it("reads a place in an object", async () => {
    const condition = { fact: "lastCar", path: '$.trim["a b"]', operator: "equal", value: 1 };
    const cars = [{ "a b": 1 }, { "a b": "1" }, { "a b": null }, {}].map((trim) => ({ car: { trim } }));
    expect(await membersOf(condition, cars)).toEqual(["0"]);
    expect(await membersOf({ not: condition }, cars)).toEqual(["1", "2"]);
  });

  it("counts persons without any event among those with few", async () => {
    expect(await membersOf({ fact: "visits", operator: "lessThan", value: 1 }, [])).toEqual(["without events"]);
  });

  it("leaves out events of nobody", async () => {
    const { persons: _, ...ofEvents } = source;
    await engine.load([{ uid: null as never, at: now, type: "vehicleViewed", properties: "{}", hash: 1 }], []);
    const condition = { fact: "visits", operator: "lessThan", value: 1 };
    const written = segmentSql(condition, facts, { dialect: "duckdb", source: ofEvents, now });
    expect(written.ok && (await engine.query(written.value))).toEqual([]);
  });

  it("takes % and _ for themselves", async () => {
    const series = ["100%", "1000", "a_b", "axb"].map((each) => ({ car: { series: each } }));
    expect(await membersOf({ fact: "lastSeries", operator: "endsWith", value: "%" }, series)).toEqual(["0"]);
    expect(await membersOf({ fact: "lastSeries", operator: "containsText", value: "_" }, series)).toEqual(["2"]);
  });
});
