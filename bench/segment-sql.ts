/**
 * One segment over a table of events: the statement `segmentSql` writes, in DuckDB and in a PostgreSQL server, beside
 * folding every event in this process and asking everybody. All must give the same members before a figure is printed.
 *
 * Each runs in a process of its own on the same invented events, ten a person. Time is CPU time, of PostgreSQL the wall
 * time of one backend without parallel workers. A host that keeps tracks has folded already: what is left then, reading
 * and testing, is said beside.
 *
 * Sizes 1e5, 1e6 and 1e7 events, some five minutes; PostgreSQL is left out where no server answers at TRIBUTARY_PG_URL.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { hashHex } from "@tributary/core";
import { growthExponent, print, remark } from "./measure";
import { type Found, inDuckDb, inPostgres, inProcess } from "./segment-sql/contenders";

const PEER = "fold, read and test in this process";
const CONTENDERS: Readonly<Record<string, (size: number) => Promise<Found>>> = {
  [PEER]: inProcess,
  DuckDB: inDuckDb,
  PostgreSQL: inPostgres,
};

/** What one process found: how many members, and a hash of who they are. */
interface Run {
  readonly ms: number;
  readonly count: number;
  readonly members: string;
  readonly more: string;
}

/** Runs one contender in a fresh process; nothing where it could not. */
function apart(name: string, size: number): Run | undefined {
  const options = [...process.execArgv, "--expose-gc", "--max-old-space-size=12000"];
  const args = [...options, fileURLToPath(import.meta.url), name, String(size)];
  const { stdout, status } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status === 0) return JSON.parse(stdout) as Run;
  remark(`${name} failed at ${size} events`);
  return undefined;
}

function compare(): void {
  const costs = new Map<string, { size: number; cost: number }[]>();
  for (const size of [1e5, 1e6, 1e7]) {
    const peer = apart(PEER, size);
    if (!peer) continue;
    remark(`${size} events: ${peer.count} members; ${peer.more}`);
    for (const name of ["DuckDB", "PostgreSQL"]) {
      const run = apart(name, size);
      if (!run) continue;
      if (run.members !== peer.members) throw new Error(`${name} finds other members at ${size} events`);
      costs.set(name, [...(costs.get(name) ?? []), { size, cost: run.ms }]);
      const [ours, theirs] = [run.ms, peer.ms];
      print({ bench: `segment-sql, ${name}`, size, ours, peer: PEER, theirs, ratio: theirs / ours, unit: "ms CPU" });
    }
    costs.set(PEER, [...(costs.get(PEER) ?? []), { size, cost: peer.ms }]);
  }
  for (const [name, points] of costs)
    if (points.length > 1) remark(`${name}: growth exponent ${growthExponent(points).toFixed(2)}`);
}

const [name = "", size] = process.argv.slice(2);
const contender = CONTENDERS[name];
if (contender) {
  const { members, ms, more = "" } = await contender(Number(size));
  console.log(JSON.stringify({ ms, count: members.length, members: hashHex(members.join()), more }));
} else compare();
