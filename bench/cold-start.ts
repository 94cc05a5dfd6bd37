import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { median, print } from "./measure";

/** Loads a bundle in a process of its own and prints the CPU milliseconds that took. */
const LOAD = `
  const before = process.cpuUsage();
  require(process.argv[1]);
  const { user, system } = process.cpuUsage(before);
  console.log((user + system) / 1000);
`;
const ROUNDS = 15;
const folder = mkdtempSync(join(tmpdir(), "cold-start-"));

/** One CommonJS file, as a cloud function is uploaded. */
async function bundle(name: string): Promise<string> {
  const file = join(folder, `${name}.cjs`);
  const entry = fileURLToPath(new URL(`./cold-start/${name}.mjs`, import.meta.url));
  const options = {
    bundle: true,
    minify: true,
    format: "cjs",
    platform: "node",
    target: "node16",
    tsconfigRaw: {},
  } as const;
  await build({ ...options, entryPoints: [entry], outfile: file });
  return file;
}

const load = (file: string): number =>
  Number(execFileSync(process.execPath, ["--eval", LOAD, file], { encoding: "utf8" }));
const gzippedKb = (file: string): number => gzipSync(readFileSync(file), { level: 9 }).length / 1000;

const [ours, peer] = [await bundle("ours"), await bundle("peer")];
const times = { ours: [] as number[], peer: [] as number[] };
load(ours); // the first process reads cold files
load(peer);
for (let round = 0; round < ROUNDS; round++) {
  times.ours.push(load(ours));
  times.peer.push(load(peer));
}
const figure = (unit: string, mine: number, theirs: number): void =>
  print({
    bench: "cold-start",
    size: ROUNDS,
    ours: mine,
    peer: "json-rules-engine + zod",
    theirs,
    ratio: theirs / mine,
    unit,
  });
figure("CPU ms to require", median(times.ours), median(times.peer));
figure("kB gzipped", gzippedKb(ours), gzippedKb(peer));
rmSync(folder, { recursive: true });
