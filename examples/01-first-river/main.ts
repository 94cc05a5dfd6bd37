import { createHmac } from "node:crypto";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { createHub, type Hub, type PersonSummary } from "@tributary/adapters/hub";
import { postgresStore } from "@tributary/adapters/postgres";
import type { EpochMs } from "@tributary/core";
import type { Store } from "@tributary/core/ports";
import { generateWorld, type World } from "@tributary/core/testing";
import { type Blueprint, defineBlueprint } from "@tributary/rules/blueprint";
import { automotive } from "@tributary/rules/presets/automotive";
import { BadInput, whyNot } from "../formats/bad-input";
import { type FormatName, formats } from "../formats/formats";
import { retailBlueprint } from "../formats/retail-blueprint";
import { type Choice, readArguments } from "./arguments";
import { exportRiver } from "./export-river";
import { pour, type Tally } from "./pour";
import { progressLine } from "./progress";
import { callLines, identityLines, personLines, populationLines, tallyLines } from "./report";
import { type Stream, worldStreams } from "./streams";
import { truthLines } from "./truth";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const HOUSEHOLDS = join(HERE, "..", "data", "completejourney");

/** One river: streams that meet in one store. */
interface River {
  readonly name: string;
  readonly title: string;
  readonly blueprint: Blueprint;
  readonly streams: readonly Stream[];
  /** A shop reaches its customers by their own number, a carmaker by phone. */
  readonly retail: boolean;
  /** The clock its events are taken in by. */
  readonly clock: EpochMs;
  readonly world?: World;
}

const say = (...lines: readonly string[]): void => {
  for (const line of lines) console.log(line);
};

function fileRiver(format: FormatName, path: string, mapping: string | undefined): River {
  const { title, zone, blueprint, open } = formats[format];
  const items = open(path, mapping === undefined ? {} : { mapping });
  return {
    name: format,
    title: `${title} — ${path}`,
    blueprint: blueprint === "retail" ? defineBlueprint(retailBlueprint(zone)) : automotive({ zone }),
    retail: blueprint === "retail",
    streams: [{ title: format, open: () => items }],
    clock: Date.now(),
  };
}

function worldRiver(persons: number, seed: number): River {
  const world = generateWorld({ seed, persons });
  return {
    name: "world",
    title: `A synthetic private domain of ${persons} persons with known truth (nobody in it is real)`,
    blueprint: automotive(),
    retail: false,
    streams: worldStreams(world),
    clock: world.to,
    world,
  };
}

const riversOf = ({ data, format, mapping, world, seed }: Choice): readonly River[] => {
  if (data !== undefined) return [fileRiver(format, data, mapping)];
  if (world !== undefined) return [worldRiver(world, seed)];
  return [fileRiver("completejourney", HOUSEHOLDS, undefined), worldRiver(600, seed)];
};

/**
 * Names come from a keyed hash and the order of events, so that the same data gives the same OneIDs everywhere. A host
 * keeps the default instead: random names in order of arrival, which a late event cannot change.
 */
const seedOf = (key: string): string =>
  createHmac("sha256", "the first river: an example's key, not a secret").update(key).digest("hex").slice(0, 32);

async function flow(river: River, pglite: PGlite, choice: Choice): Promise<void> {
  const { name, blueprint, streams, clock } = river;
  say("", `── ${river.title}`);
  const store = await postgresStore({ pglite }, { schema: name, seed: seedOf });
  const hub = createHub({ blueprint, store, oneIdOrder: "event" });
  for (const stream of streams) {
    const file = join(choice.store, `${name}-${stream.title}-items.jsonl`);
    say(...tallyLines(stream.title, await pourInto(hub, stream, { clock, file }), file));
  }
  const now = choice.now ?? (await latest(store));
  const rfmModel = await hub.fitRfm({ now });
  const at = { now, ...(rfmModel && { rfmModel }) };
  const persons: PersonSummary[] = [];
  for await (const person of hub.persons(at)) persons.push(person);
  say("", `Read at ${new Date(now).toISOString()}`, ...identityLines(await hub.identityReport({ now })));
  say(...populationLines(blueprint, persons));
  if (blueprint.facts.definitions.campaigns) say(...campaignLines(persons));
  if (river.world) say(...truthLines(river.world, persons));
  const shown = persons.length === 0 ? undefined : persons.reduce(moreToShow);
  const view = shown && (await hub.person(shown.oneId, at));
  if (view) say("", "One person, explained", ...personLines(blueprint, view));
  const reach = river.retail
    ? { reach: blueprint.identity.types.filter(({ tier }) => tier === 0).map(({ type }) => type) }
    : {};
  say("", ...callLines(await hub.callList({ ...at, capacity: 10, ...reach })));
  const folder = join(choice.store, "export", name);
  await exportRiver(folder, hub.persons(at));
  say("", `persons, facts and tags: ${folder}`);
}

async function pourInto(hub: Hub, stream: Stream, { clock, file }: { clock: EpochMs; file: string }): Promise<Tally> {
  const report = createWriteStream(file);
  const { show, end } = progressLine(stream.title);
  const tally = await pour(hub, stream.open(), {
    now: clock,
    batch: 1_000,
    report: (item) => report.write(`${JSON.stringify(item)}\n`),
    progress: show,
  });
  report.end();
  await finished(report);
  end(tally);
  return tally;
}

/** The instant of the latest event: what is known is read as of then, not as of the day the example happens to run. */
async function latest(store: Store): Promise<EpochMs> {
  const sightings = await store.sightings("all", { asOf: 8.64e15 });
  return sightings.reduce((last, { lastAt }) => Math.max(last, lastAt), 0);
}

const moreToShow = (a: PersonSummary, b: PersonSummary): PersonSummary => {
  const worth = ({ ids, tags, intent, rfm }: PersonSummary): number =>
    Math.min(ids.length, 5) + tags.length + 5 * (intent?.score ?? 0) + (rfm ? 1 : 0);
  return worth(b) > worth(a) ? b : a;
};

function campaignLines(persons: readonly PersonSummary[]): readonly string[] {
  const positive = (person: PersonSummary, fact: string): boolean => Number(person.facts[fact] ?? 0) > 0;
  const targeted = persons.filter((person) => positive(person, "campaigns"));
  const redeemed = targeted.filter((person) => positive(person, "coupons"));
  if (targeted.length === 0) return [];
  const share = ((100 * redeemed.length) / targeted.length).toFixed(1);
  return [
    "",
    `Campaign response: ${targeted.length} households reached, ${redeemed.length} redeemed a coupon (${share} %)`,
  ];
}

function makeFolder(store: string): void {
  try {
    mkdirSync(store, { recursive: true });
  } catch (error) {
    throw new BadInput(`--store ${store} ${whyNot(error)}`);
  }
}

async function run(choice: Choice): Promise<void> {
  const rivers = riversOf(choice);
  makeFolder(choice.store);
  say(`Opening an embedded PostgreSQL in ${choice.store} (a few seconds the first time)`);
  const pglite = await PGlite.create(join(choice.store, "pglite"));
  try {
    for (const river of rivers) await flow(river, pglite, choice);
  } finally {
    await pglite.close();
  }
  say("", "Run it again: every event is a duplicate, and nothing changes.");
}

try {
  await run(readArguments(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
