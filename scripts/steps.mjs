import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./rooms.mjs";

/** Says what happens next, or what did. */
export const say = (text) => process.stderr.write(`tributary: ${text}\n`);

/**
 * Runs a program in the workspace and returns its exit code; its output goes to ours, or to `collect`.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, collect?: (text: string) => void }} options
 * @returns {Promise<number>}
 */
export function run(program, args, { cwd = root, env = {}, collect } = {}) {
  return new Promise((done) => {
    const stdio = collect ? ["ignore", "pipe", "pipe"] : "inherit";
    const child = spawn(program, args, { cwd, stdio, env: { ...process.env, ...env } });
    child.stdout?.on("data", (data) => collect(String(data)));
    child.stderr?.on("data", (data) => collect(String(data)));
    child.on("error", (error) => {
      collect?.(error.message);
      done(127);
    });
    child.on("close", (code, signal) => done(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

/** The script behind a command of an installed package, so that it runs on this Node without a shell. */
export function tool(name, command = name) {
  const manifest = join(root, "node_modules", name, "package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8"));
  return join(dirname(manifest), typeof bin === "string" ? bin : bin[command]);
}

/** Ends the process with a plain sentence. */
export function stop(sentence, code = 1) {
  say(sentence);
  process.exit(code);
}

/** Ends with a plain sentence on a Node the packages do not support. */
export function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  stop(`needs Node 20.19 or newer, this is ${process.versions.node}. Get one from https://nodejs.org and run again.`);
}

/** Arguments for Node that run a TypeScript program against the built packages. */
export const typescript = (program) => [tool("tsx"), "--tsconfig", join(root, "tsconfig.run.json"), program];
