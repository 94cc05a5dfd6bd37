/**
 * RFM of many orders: measuring, fitting five bins and scoring every customer, in this process beside DuckDB SQL by the
 * same quantile rule. All must give every customer the same score before a figure is printed.
 *
 * In this process orders lie in columns, as they do in DuckDB, or are an object each. The peer is a statement written by
 * hand over plain columns; `rfmBreaksSql` and `rfmSql` in DuckDB read the same amounts out of the JSON of events. Each
 * runs in a process of its own, several times after a first that warms up, and the middle counts. Time is CPU time; DuckDB
 * has one thread, as more would only cost more of it.
 *
 * Sizes 1e5, 1e6 and 1e7 orders, ten a customer, some five minutes and 3 GB.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { hashHex } from "@tributary/core";
import { growthExponent, print, remark } from "./measure";
import { byColumn, byCustomer, byHand, pushedDown, type Scored } from "./rfm/contenders";

const PEER = "DuckDB, by hand";
const CONTENDERS: Readonly<Record<string, (size: number) => Promise<Scored>>> = {
  [PEER]: byHand,
  "in process, by column": byColumn,
  "in process, an object an order": byCustomer,
  "DuckDB, pushed down": pushedDown,
};

/** What one process found: how many customers, and a hash of every score. */
interface Run {
  readonly ms: number;
  readonly customers: number;
  readonly scores: string;
}

function apart(name: string, size: number): Run {
  const options = [...process.execArgv, "--expose-gc", "--max-old-space-size=12000"];
  const args = [...options, fileURLToPath(import.meta.url), name, String(size)];
  const { stdout, status } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${name} failed at ${size} orders`);
  return JSON.parse(stdout) as Run;
}

function compare(): void {
  const costs = new Map<string, { size: number; cost: number }[]>();
  for (const size of [1e5, 1e6, 1e7]) {
    const runs = Object.keys(CONTENDERS).map((name) => ({ name, ...apart(name, size) }));
    const [peer] = runs as [(typeof runs)[number]];
    for (const { name, scores } of runs)
      if (scores !== peer.scores) throw new Error(`${name} gives other scores at ${size} orders`);
    remark(`${size} orders of ${peer.customers} customers, the same score for each from all`);
    for (const { name, ms } of runs) {
      costs.set(name, [...(costs.get(name) ?? []), { size, cost: ms }]);
      if (name === PEER) continue;
      print({
        bench: `rfm, ${name}`,
        size,
        ours: ms,
        peer: PEER,
        theirs: peer.ms,
        ratio: peer.ms / ms,
        unit: "ms CPU",
      });
    }
  }
  for (const [name, points] of costs) remark(`${name}: growth exponent ${growthExponent(points).toFixed(2)}`);
}

const [name = "", size] = process.argv.slice(2);
const contender = CONTENDERS[name];
if (contender) {
  const { customers, scores, ms } = await contender(Number(size));
  const told = hashHex(customers.map((customer, i) => `${customer}:${scores[i]}`).join());
  console.log(JSON.stringify({ ms, customers: customers.length, scores: told }));
} else compare();
