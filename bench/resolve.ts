/**
 * Who is who among links: ours with limits, hubs, names and explanations at hand, beside interning in a Map and plain
 * union-find with none of these, and beside DuckDB's SQL.
 *
 * Each contender runs in a process of its own on the same invented links; only its own work is timed. Identifiers are
 * normalised already; our time includes asking the policy about every one and, but for the row that says otherwise, the
 * finished list of persons. Answers are compared first, on a policy without limits. Memory includes the input.
 *
 * Above some two million links ours grows faster than the input: V8 marks the whole heap, full of sightings, each time
 * 64 MB of new buffers have come together.
 *
 * Sizes 1e5 and 1e6; with BENCH_LARGE=1 also 1e7, and more identifiers than a `Map` holds, where no peer is left. DuckDB is
 * left out above BENCH_DUCKDB_MAX links, 1e6 by default.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { hash53, identifierKey } from "@tributary/core";
import { resolveSightings } from "@tributary/core/identity";
import { cpuMs, growthExponent, median, print, remark } from "./measure";
import { inventLinks, limited, limitless } from "./resolve/links";
import { manyIdentifiers } from "./resolve/many";
import { type Components, duckDb, unionFind } from "./resolve/peers";

const asOf = 2e9;

/** What one process measured. */
interface Run {
  readonly ms: number;
  readonly peakMb: number;
  readonly more?: string;
}

const UNION_FIND = "Map intern + union-find, no limits";
const MANY = "more identifiers than a Map holds";
const DUCKDB = "DuckDB 1.5.6 SQL, min-label";

const contenders: Readonly<Record<string, (size: number) => Promise<Run>>> = {
  ours: async (size) => {
    const { sightings, names } = inventLinks(size);
    const { ms, result } = await timed(() => {
      const who = resolveSightings({ sightings }, limited, { asOf, names });
      return { who, persons: who.persons.length };
    });
    const peakMb = peak();
    const explainMs = await cpuMs(() => result.who.refused);
    const { hubs, refused } = result.who;
    const explained = `${refused.length} refusals, explained in ${Math.round(explainMs)} ms more`;
    return {
      ms,
      peakMb,
      more: `${names.size} identifiers, ${result.persons} persons, ${hubs.length} hubs, ${explained}`,
    };
  },
  "ours, persons not listed": async (size) => {
    const { sightings, names } = inventLinks(size);
    return timed(() => resolveSightings({ sightings }, limited, { asOf, names }));
  },
  "ours without limits": async (size) => {
    const { sightings, names } = inventLinks(size);
    return timed(() => resolveSightings({ sightings }, limitless, { asOf, names }).persons);
  },
  [UNION_FIND]: async (size) => {
    const { sightings } = inventLinks(size);
    return timed(() => unionFind(sightings));
  },
  [DUCKDB]: async (size) => timed(await duckDb(inventLinks(size).sightings)),
  [MANY]: async () => {
    const { result, ...run } = await timed(manyIdentifiers());
    return { ...run, more: result };
  },
  agreement: async (size) => {
    const { sightings, names } = inventLinks(size);
    const expected = fingerprint(unionFind(sightings));
    const { persons } = resolveSightings({ sightings }, limitless, { asOf, names });
    const keys = persons.flatMap(({ ids }) => ids.map(identifierKey));
    const ours = { keys, componentOf: persons.flatMap(({ ids }, person) => ids.map(() => person)) };
    if (fingerprint(ours) !== expected) throw new Error(`ours differs from union-find at ${size} links`);
    if (size > 1e5) return { ms: 0, peakMb: peak() };
    const answer = fingerprint(await (await duckDb(sightings))());
    if (answer !== expected) throw new Error(`DuckDB differs from union-find at ${size} links`);
    return { ms: 0, peakMb: peak() };
  },
};

/** Times one piece of work after clearing away what making its input left behind. */
async function timed<T>(work: () => T | Promise<T>): Promise<Run & { readonly result: T }> {
  globalThis.gc?.();
  let result: T | undefined;
  const ms = await cpuMs(async () => {
    result = await work();
  });
  return { ms, peakMb: peak(), result: result as T };
}

/** The same for the same components, whatever their numbers and order. */
function fingerprint({ keys, componentOf }: Components): string {
  const sums = new Map<number, number>();
  const add = (a: number, b: number): number => (a + b) % 2 ** 52;
  keys.forEach((key, i) => {
    const component = componentOf[i] as number;
    sums.set(component, add(sums.get(component) ?? 0, hash53(key) % 2 ** 52));
  });
  const whole = [...sums.values()].reduce((sum, one) => add(sum, hash53(String(one)) % 2 ** 52), 0);
  return `${keys.length} ${sums.size} ${whole}`;
}

const peak = (): number => process.resourceUsage().maxRSS / 1024;

/** Runs one contender in a fresh process. */
function apart(name: string, size: number): Run {
  const args = [
    ...process.execArgv,
    "--expose-gc",
    "--max-old-space-size=12000",
    fileURLToPath(import.meta.url),
    name,
    String(size),
  ];
  const { stdout, status } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`${name} failed at ${size} links`);
  return JSON.parse(stdout) as Run;
}

function compare(sizes: readonly number[]): void {
  const costs: { size: number; cost: number }[] = [];
  for (const size of sizes) {
    apart("agreement", size);
    const rounds = size > 1e6 ? 1 : 3;
    const race = (name: string): Run => {
      const runs = Array.from({ length: rounds }, () => apart(name, size));
      return { ...(runs[0] as Run), ms: median(runs.map(({ ms }) => ms)) };
    };
    const [ours, peer] = [race("ours"), race(UNION_FIND)];
    costs.push({ size, cost: ours.ms });
    const figure = (bench: string, run: Run, peerName: string, theirs: Run): void =>
      print({
        bench,
        size,
        ours: run.ms,
        peer: peerName,
        theirs: theirs.ms,
        ratio: theirs.ms / run.ms,
        unit: "ms CPU",
      });
    figure("resolve", ours, UNION_FIND, peer);
    figure("resolve, persons not listed", race("ours, persons not listed"), UNION_FIND, peer);
    figure("resolve, no limits", race("ours without limits"), UNION_FIND, peer);
    const [mine, theirs] = [ours.peakMb, peer.peakMb];
    print({
      bench: "resolve, memory",
      size,
      ours: mine,
      peer: UNION_FIND,
      theirs,
      ratio: theirs / mine,
      unit: "MB peak",
    });
    if (ours.more) remark(ours.more);
    if (size <= Number(process.env.BENCH_DUCKDB_MAX ?? 1e6)) figure("resolve", ours, DUCKDB, apart(DUCKDB, size));
  }
  remark(`growth exponent ${growthExponent(costs).toFixed(2)} over ${sizes.join(", ")} links`);
}

const [name, size] = process.argv.slice(2);
const contender = contenders[name ?? ""];
if (contender) {
  const { ms, peakMb, more = "" } = await contender(Number(size));
  console.log(JSON.stringify({ ms, peakMb, more }));
} else {
  const large = process.env.BENCH_LARGE === "1";
  compare(large ? [1e5, 1e6, 1e7] : [1e5, 1e6]);
  if (large) {
    const { more, ms, peakMb } = apart(MANY, 0);
    remark(`${more}: ${(ms / 1_000).toFixed(1)} s CPU, ${(peakMb / 1_024).toFixed(1)} GB`);
  }
}
