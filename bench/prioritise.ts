/**
 * One day's call list out of all open leads: `prioritise`, beside sorting the same leads by expected value in JavaScript
 * and `order by … limit` in DuckDB. The peers only rank: ours also draws the learning share, keeps places for overdue
 * follow-ups, refuses a lead that comes twice, and names everybody who is not called with the reason.
 *
 * Without learning and due shares all three must call the same leads before anything is timed. Sizes 1e4, 1e5 and 1e6
 * leads, one in a hundred called; CPU time, DuckDB's of all its threads, its table made beforehand.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { type CallCandidate, DAY_MS, HOUR_MS, hash53, hashHex, prioritise } from "@tributary/core";
import { type Contender, growthExponent, print, race, remark } from "./measure";

const NOW = Date.UTC(2026, 2, 10, 1);
const PLAIN = { now: NOW, seed: "2026-03-10", learningShare: 0, dueShare: 0 };
const SORT = "sort by expected value, in JavaScript";
const DUCKDB = "order by … limit, in DuckDB";

/** Invented leads, the same every time; no two are worth the same. */
const leadAt = (i: number): CallCandidate => {
  const chance = hash53(`lead ${i}`) / 2 ** 53;
  return {
    lead: `L${i}`,
    state: i % 11 === 0 ? "lost" : "open",
    probability: chance ** 3,
    valueMinor: 800_000 + (i % 7) * 150_000,
    ...(i % 3 === 0 && { due: NOW + ((i % 41) - 12) * HOUR_MS }),
    ...(i % 13 === 0 && { notContactable: "no consent" }),
    ...(i % 17 === 0 && { notBefore: NOW + ((i % 5) - 2) * DAY_MS }),
  };
};

const isCallable = ({ state, notContactable, notBefore = NOW }: CallCandidate): boolean =>
  state === "open" && notContactable === undefined && notBefore <= NOW;

const sorted = (leads: readonly CallCandidate[], capacity: number): string[] =>
  leads
    .filter(isCallable)
    .sort((a, b) => b.probability * b.valueMinor - a.probability * a.valueMinor)
    .slice(0, capacity)
    .map(({ lead }) => lead);

async function inDuckDb(leads: readonly CallCandidate[]): Promise<(capacity: number) => Promise<string[]>> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run("create table leads (lead varchar, callable boolean, probability double, value double)");
  const appender = await connection.createAppender("leads");
  for (const lead of leads) {
    appender.appendVarchar(lead.lead);
    appender.appendBoolean(isCallable(lead));
    appender.appendDouble(lead.probability);
    appender.appendDouble(lead.valueMinor);
    appender.endRow();
  }
  appender.closeSync();
  return async (capacity) => {
    const text = `select lead from leads where callable order by probability * value desc limit ${capacity}`;
    const reader = await connection.runAndReadAll(text);
    return (reader.getColumnsJS()[0] ?? []) as string[];
  };
}

const points: { size: number; cost: number }[] = [];
for (const size of [1e4, 1e5, 1e6]) {
  const leads = Array.from({ length: size }, (_, i) => leadAt(i));
  const capacity = size / 100;
  const query = await inDuckDb(leads);
  const ours = prioritise(leads, { capacity, ...PLAIN }).called.map(({ lead }) => lead);
  for (const [name, theirs] of [
    [SORT, sorted(leads, capacity)],
    [DUCKDB, await query(capacity)],
  ] as const) {
    if (hashHex(theirs.join()) !== hashHex(ours.join())) throw new Error(`${name} calls others of ${size} leads`);
  }
  const list = prioritise(leads, { capacity, now: NOW, seed: "2026-03-10" });
  if (list.called.length + list.notCalled.length !== size) throw new Error(`leads are lost, of ${size}`);
  const count = (reason: string): number => list.called.filter(({ because }) => because === reason).length;
  remark(`${size} leads: ${count("value")} called for value, ${count("due")} due, ${count("learning")} by lot`);
  const contenders: Contender[] = [
    { name: "ours", run: () => prioritise(leads, { capacity, now: NOW, seed: "2026-03-10" }) },
    { name: SORT, run: () => sorted(leads, capacity) },
    { name: DUCKDB, run: () => query(capacity) },
  ];
  const times = await race(contenders, 3);
  const cost = times.get("ours") as number;
  points.push({ size, cost });
  for (const peer of [SORT, DUCKDB]) {
    const theirs = times.get(peer) as number;
    print({ bench: "prioritise", size, ours: cost, peer, theirs, ratio: theirs / cost, unit: "ms CPU" });
  }
}
remark(`growth exponent ${growthExponent(points).toFixed(2)}`);
