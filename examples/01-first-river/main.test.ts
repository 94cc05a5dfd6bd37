import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("./main.ts", import.meta.url));
const tsconfig = fileURLToPath(new URL("../../tsconfig.json", import.meta.url));

interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
}

/** Runs the example; `kill` decides from what it has printed so far whether to end it the hard way. */
function run(args: readonly string[], kill: (printed: string) => boolean = () => false): Promise<Run> {
  const env = { ...process.env, TSX_TSCONFIG_PATH: tsconfig };
  const child = spawn(process.execPath, ["--import", "tsx", program, ...args], { env });
  let out = "";
  const hear = (chunk: Buffer): void => {
    out += chunk.toString("utf8");
    if (kill(out)) child.kill("SIGKILL");
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  return new Promise((done) => child.on("close", (code, signal) => done({ code, signal, out })));
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "first river 河 "));
  folders.push(folder);
  return folder;
}

function exportsIn(store: string): Readonly<Record<string, string>> {
  const folder = join(store, "export", "world");
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

describe("the first river, as a process", () => {
  it("ends in the same state after it was killed half-way and run again, and once more", async () => {
    const [whole, broken] = [newFolder(), newFolder()];
    const world = (store: string): readonly string[] => ["--world", "300", "--seed", "5", "--store", store];
    const clean = await run(world(whole));
    expect(clean.out).toContain("Call list");
    expect(clean.code).toBe(0);

    const killed = await run(world(broken), (printed) => /sensors: \d+ read/.test(printed));
    expect(killed.signal).toBe("SIGKILL");
    const again = await run(world(broken));
    expect(again.code).toBe(0);
    expect(again.out).toMatch(/sensors: (\d+) read = (?!\1 )\d+ accepted/);
    expect(exportsIn(broken)).toEqual(exportsIn(whole));

    const third = await run(world(broken));
    expect(third.out.match(/ = 0 accepted/g)).toHaveLength(3);
    expect(exportsIn(broken)).toEqual(exportsIn(whole));
  });

  it.each([
    ["--format", "rees46", "--data"],
    ["--format", "completejourney", "--data"],
  ])("stops with one clear sentence at %j and the wrong folder", async (...args) => {
    const folder = newFolder();
    const { code, out } = await run([...args, folder, "--store", join(folder, "store")]);
    expect([code, out.trim().split("\n").length]).toEqual([1, 1]);
    expect(out).toContain(folder);
  });

  it("stops with one clear sentence where the store is a file", async () => {
    const { code, out } = await run(["--world", "1", "--store", program]);
    expect([code, out]).toEqual([1, `--store ${program} is a file, or lies under one, and a folder is wanted\n`]);
  });

  it.each([
    [["--format", "nonsense", "--data", "."], /there is no format "nonsense"/],
    [["--data", "/nowhere/at/all.csv", "--format", "rees46"], /there is no .*all\.csv/],
    [["--wrold", "3"], /wrold/],
    [["--world", "many"], /--world must be a whole number from 1, got many/],
  ])("stops with one clear sentence at %j", async (args, sentence) => {
    const { code, out } = await run(args);
    expect(code).toBe(2);
    expect(out).toMatch(sentence);
    expect(out).toContain("npm start --");
  });
});
