import { join } from "node:path";
import { folderOf, packages, root } from "./rooms.mjs";
import { requireNode, run, say, tool } from "./steps.mjs";
import { build, install } from "./workspace.mjs";

requireNode();
await install();

const node = (script, ...args) => [process.execPath, [script, ...args]];
const tsc = (folder) => node(tool("typescript", "tsc"), "-p", folder);
const perPackage = (title, command) => packages.map((name) => [`${title} ${name}`, command(name)]);

/** What must hold, in the order it is looked at; what comes after `build` looks at the built packages. */
const steps = [
  ["biome", node(tool("@biomejs/biome", "biome"), "check", "--error-on-warnings", ".")],
  ["clock and dice", node(join(root, "scripts", "purity.mjs"))],
  ...perPackage("types of", (name) => tsc(folderOf(name))),
  ["types of everything", tsc(root)],
  ["build", undefined],
  ["built packages", node(tool("vitest"), "run", "tests/dist.test.ts", "tests/exports.test.ts")],
  ...perPackage("publint", (name) => node(tool("publint"), folderOf(name), "--strict", "--pack", "npm")),
  ...perPackage("attw", (name) =>
    node(
      tool("@arethetypeswrong/cli", "attw"),
      "--profile",
      "node16",
      "--format",
      "ascii",
      "--quiet",
      "--pack",
      folderOf(name),
    ),
  ),
  ["knip", node(tool("knip"))],
  ["size", node(tool("size-limit"))],
];

const results = [];
for (const [title, command] of steps) {
  say(`check: ${title}`);
  const started = performance.now();
  const code = command ? await run(...command) : await build({ always: true });
  results.push({ title, code, seconds: (performance.now() - started) / 1000 });
}

say("summary");
for (const { title, code, seconds } of results)
  say(`${code === 0 ? "passed" : "FAILED"} ${seconds.toFixed(1).padStart(6)} s  ${title}`);
const failed = results.filter(({ code }) => code !== 0).length;
say(`checks: ${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
