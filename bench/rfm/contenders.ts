import { DuckDBInstance } from "@duckdb/node-api";
import {
  fitRfm,
  measureRfm,
  measureRfmColumns,
  type Order,
  type OrderColumns,
  type Rfm,
  scoreRfm,
  scoreRfmColumns,
} from "@tributary/core";
import { defineFacts } from "@tributary/rules";
import { rfmBreaksSql, rfmModelOfRows, rfmSql } from "@tributary/rules/sql";
import { cpuMs, median } from "../measure";
import { inventOrders, NOW, ordersSql } from "./orders";

/** What scoring everybody took, and the score of every customer who bought, by ascending customer. */
export interface Scored {
  readonly ms: number;
  readonly customers: readonly number[];
  readonly scores: readonly number[];
}

/** Runs so many times, each from nothing, and takes the middle; the first run warms up. */
async function timed<T>(size: number, run: () => T | Promise<T>): Promise<{ readonly ms: number; readonly last: T }> {
  const times: number[] = [];
  let last = undefined as T;
  const rounds = size >= 1e7 ? 4 : 8;
  for (let round = 0; round < rounds; round++) {
    globalThis.gc?.();
    const ms = await cpuMs(async () => {
      last = await run();
    });
    if (round > 0) times.push(ms);
  }
  return { ms: median(times), last };
}

/** Orders in columns, everything in this process. */
export async function byColumn(size: number): Promise<Scored> {
  const orders = inventOrders(size);
  const { ms, last } = await timed(size, () => {
    const population = measureRfmColumns(orders, { now: NOW });
    const model = fitRfm(population, { method: "quantile", bins: 5 });
    return { customers: population.customer, ...scoreRfmColumns(population, model) };
  });
  const { customers, which, scores } = last;
  return { ms, customers: [...customers], scores: [...which].map((each) => scores[each]?.score as number) };
}

/** An object an order, customer by customer, everything in this process. */
export async function byCustomer(size: number): Promise<Scored> {
  const orders = objectsOf(inventOrders(size));
  const { ms, last } = await timed(size, () => {
    const byOne = new Map<number, Order[]>();
    for (const order of orders) {
      const known = byOne.get(order.customer);
      if (known) known.push(order);
      else byOne.set(order.customer, [order]);
    }
    const measured = [...byOne].flatMap(([customer, own]): { customer: number; rfm: Rfm }[] => {
      const rfm = measureRfm(own, { now: NOW });
      return rfm ? [{ customer, rfm }] : [];
    });
    const model = fitRfm(
      measured.map(({ rfm }) => rfm),
      { method: "quantile", bins: 5 },
    );
    return measured.map(({ customer, rfm }) => ({ customer, score: scoreRfm(rfm, model).score }));
  });
  const sorted = [...last].sort((a, b) => a.customer - b.customer);
  return { ms, customers: sorted.map(({ customer }) => customer), scores: sorted.map(({ score }) => score) };
}

const objectsOf = ({ customer, at, amountMinor }: OrderColumns): readonly (Order & { readonly customer: number })[] =>
  Array.from(customer, (one, i) => ({ customer: one, at: at[i] as number, amountMinor: amountMinor[i] as number }));

/** The same by hand in DuckDB, as its own functions say it: one thread, as more of them cost more CPU time together. */
export async function byHand(size: number): Promise<Scored> {
  const connection = await duckDb(`create table orders as ${ordersSql(size)}`);
  const { ms } = await timed(size, () => connection.run(HAND_WRITTEN));
  const reader = await connection.runAndReadAll("select customer, score from scored order by customer");
  return { ms, ...columnsOf(reader.getColumnsJS()) };
}

const bins = (measure: string): string =>
  `(1 + ${[1, 2, 3, 4].map((k) => `cast(${measure} >= ${measure}_cuts[${k}] + 1 as integer)`).join(" + ")})`;

const HAND_WRITTEN = `create or replace table scored as
  with measured as (
    select customer,
      (${NOW} - max("at") filter (where amount >= 0)) // 86400000 as days,
      count(*) filter (where amount >= 0) as times,
      cast(sum(amount) as bigint) as spent
    from orders where "at" <= ${NOW} group by customer having times > 0),
  cuts as (
    select ${["days", "times", "spent"].map((each) => `quantile_cont(${each}, [0.2, 0.4, 0.6, 0.8]) as ${each}_cuts`).join(", ")}
    from measured)
  select customer, 100 * (6 - ${bins("days")}) + 10 * ${bins("times")} + ${bins("spent")} as score
  from measured cross join cuts`;

/** The statements of `rfmBreaksSql` and `rfmSql` in DuckDB, over events whose amounts lie in JSON. */
export async function pushedDown(size: number): Promise<Scored> {
  const connection = await duckDb(`create table events as
    select customer, "at", 'orderPaid' as type, cast(json_object('amountMinor', amount) as json) as properties,
      cast(row_number() over () as bigint) as hash from (${ordersSql(size)})`);
  const { ms } = await timed(size, async () => {
    const breaks = rfmBreaksSql(NAMES, facts, options);
    if (!breaks.ok) throw new Error(JSON.stringify(breaks.error));
    const rows = await connection.runAndReadAll(breaks.value.text, [...breaks.value.parameters]);
    const model = rfmModelOfRows(rows.getRowObjectsJS());
    if (!model) throw new Error("nobody bought");
    const scores = rfmSql(model, NAMES, facts, options);
    if (!scores.ok) throw new Error(JSON.stringify(scores.error));
    const { text, parameters } = scores.value;
    await connection.run(`create or replace table scored as ${text}`, [...parameters]);
  });
  const reader = await connection.runAndReadAll(
    'select person, cast(score as integer) from scored order by cast("person" as integer)',
  );
  return { ms, ...columnsOf(reader.getColumnsJS()) };
}

const NAMES = { count: "orders", sum: "spentMinor", last: "lastOrderAt" };
const facts = defineFacts({
  orders: { kind: "count", events: "orderPaid", where: { amountMinor: { gte: 0 } } },
  spentMinor: { kind: "sum", events: "orderPaid", property: "amountMinor" },
  lastOrderAt: { kind: "last", events: "orderPaid", read: "at", where: { amountMinor: { gte: 0 } } },
});
const source = { events: "events", person: "customer", at: "at", type: "type", properties: "properties", hash: "hash" };
const options = { dialect: "duckdb", source, now: NOW } as const;

async function duckDb(made: string): Promise<Awaited<ReturnType<DuckDBInstance["connect"]>>> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("set threads = 1");
  await connection.run(made);
  return connection;
}

const columnsOf = ([customers = [], scores = []]: readonly (readonly unknown[])[]): Omit<Scored, "ms"> => ({
  customers: customers.map(Number),
  scores: scores.map(Number),
});
