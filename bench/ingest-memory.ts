/**
 * Events in, persons out, in memory: `hub.ingest` with the automotive preset, in batches of 1,000, and then everybody
 * read once with facts, tags, scores, stage and grade. Journeys are not part of it yet.
 *
 * Each size runs in processes of its own; events are made beforehand. CPU time counts all threads, garbage collection
 * included, so events per CPU second are per core.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createHub } from "@tributary/adapters/hub";
import { memoryStore } from "@tributary/adapters/memory";
import { automotive } from "@tributary/rules/presets/automotive";
import { inventEvents, NOW } from "./ingest/events";
import { cpuMs, growthExponent, median, print, remark } from "./measure";

/** DESIGN's aim. */
const AIM = 50_000;

interface Run {
  readonly ingestMs: number;
  readonly readMs: number;
  readonly persons: number;
  readonly peakMb: number;
}

async function run(size: number): Promise<Run> {
  const events = inventEvents(size);
  const blueprint = automotive();
  await createHub({ blueprint, store: memoryStore() }).ingest(events.slice(0, 5_000), { now: NOW }); // warms up
  const hub = createHub({ blueprint, store: memoryStore() });
  let accepted = 0;
  const ingestMs = await cpuMs(async () => {
    for (let from = 0; from < events.length; from += 1_000) {
      const items = await hub.ingest(events.slice(from, from + 1_000), { now: NOW });
      for (const { status } of items) if (status === "accepted") accepted++;
    }
  });
  const again = await hub.ingest(events.slice(0, 1_000), { now: NOW });
  if (accepted + refused(events.length, accepted) !== events.length) throw new Error("events went missing");
  if (again.some(({ status }) => status === "accepted")) throw new Error("an event was accepted twice");
  let persons = 0;
  const readMs = await cpuMs(async () => {
    for await (const _ of hub.persons({ now: NOW })) persons++;
  });
  return { ingestMs, readMs, persons, peakMb: process.resourceUsage().maxRSS / 1024 };
}

/** Placeholders alone on an event are the only refusals in this world. */
const refused = (all: number, accepted: number): number => {
  if (all - accepted > all * 0.02) throw new Error(`${all - accepted} of ${all} events were refused`);
  return all - accepted;
};

function apart(size: number): Run {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), String(size)];
  const { stdout, status } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`the run of ${size} events failed`);
  return JSON.parse(stdout) as Run;
}

function measure(sizes: readonly number[]): void {
  const costs: { size: number; cost: number }[] = [];
  for (const size of sizes) {
    const runs = Array.from({ length: 3 }, () => apart(size));
    const of = (value: (run: Run) => number): number => median(runs.map(value));
    const report = (bench: string, ms: number): void => {
      const ours = size / (ms / 1_000);
      print({ bench, size, ours, peer: "aim", theirs: AIM, ratio: ours / AIM, unit: "events/s of CPU" });
    };
    report(
      "ingest-memory",
      of(({ ingestMs }) => ingestMs),
    );
    report(
      "ingest-memory and read everybody",
      of(({ ingestMs, readMs }) => ingestMs + readMs),
    );
    remark(`${runs[0]?.persons} persons, peak RSS ${Math.round(of(({ peakMb }) => peakMb))} MB with input`);
    costs.push({ size, cost: of(({ ingestMs }) => ingestMs) });
  }
  remark(`growth exponent ${growthExponent(costs).toFixed(2)} over ${sizes.join(", ")} events`);
}

const size = Number(process.argv[2]);
if (size > 0) console.log(JSON.stringify(await run(size)));
else measure([1e4, 3e4, 1e5]);
