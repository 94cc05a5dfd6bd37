import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportsOf, folderOf, manifestOf, packages, root } from "./rooms.mjs";
import { requireNode, run, say, stop } from "./steps.mjs";
import { build, install, npm, pnpm } from "./workspace.mjs";

// Packs every package, installs the tarballs in an empty project, and imports and requires every door, on this Node and on
// another one from the registry.

/** The oldest Node of WeChat cloud functions, on which a bundle of the packages must load. */
const OLDEST = "16.13";

requireNode();
await install();
if ((await build()) !== 0) stop("the build failed");

const folder = mkdtempSync(join(tmpdir(), "tributary-smoke-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const [tarballs, project] = ["tarballs", "project"].map((name) => join(folder, name));
mkdirSync(tarballs);
mkdirSync(project);
writeFileSync(join(project, "package.json"), JSON.stringify({ name: "smoke", private: true }));

async function must(title, [program, first], args, cwd = project) {
  say(`smoke: ${title}`);
  if ((await run(program, [...first, ...args], { cwd })) !== 0) stop(`${title} failed`);
}

const packer = await pnpm();
for (const name of packages) {
  await must(`packing ${name}`, packer, ["pack", "--pack-destination", tarballs], folderOf(name));
}
const files = readdirSync(tarballs).map((file) => join(tarballs, file));
await must("installing the tarballs", npm(), ["install", ...files]);

const doors = packages.flatMap((name) =>
  Object.keys(exportsOf(name))
    .filter((door) => door !== "./package.json")
    .map((door) => `@tributary/${name}${door.slice(1)}`),
);

/** Loads doors both ways; each must give something, or nothing but types. */
async function load(title, node, some) {
  const loop = (expression) => `for (const door of ${JSON.stringify(some)}) ${expression};`;
  await must(`importing ${title}`, [node, ["--input-type=module", "--eval"]], [loop("await import(door)")]);
  await must(`requiring ${title}`, [node, ["--input-type=commonjs", "--eval"]], [loop("require(door)")]);
}

/** Doors that need a package which a host brings only for them, as a peer. */
const wantsPeer = (door) => /\/(testing|json-rules-engine)$/.test(door);
await load(
  "every door a host uses",
  process.execPath,
  doors.filter((door) => !wantsPeer(door)),
);

const peers = ["fast-check", "json-rules-engine"].map(
  (peer) => `${peer}@${manifestOf("rules").peerDependencies[peer]}`,
);
const major = process.versions.node.startsWith("20.") ? 22 : 20;
const brought = (version) => `node-${version}@npm:node-${process.platform}-${process.arch}@${version}`;
const others = [brought(major), brought(OLDEST)];
await must("bringing optional peers and other Nodes", npm(), ["install", ...peers, ...others]);
const nodeOf = (version) => join(project, "node_modules", `node-${version}`, "bin", "node");
await load("the doors with a peer", process.execPath, doors.filter(wantsPeer));
await load(`every door on Node ${major}`, nodeOf(major), doors);

const esbuild = createRequire(join(root, "bench", "package.json"))("esbuild");
const bundle = join(project, "function.cjs");
await esbuild.build({
  entryPoints: [join(root, "bench", "cold-start", "ours.mjs")],
  outfile: bundle,
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node16",
  tsconfigRaw: {},
});
await must(`a bundled cloud function on Node ${OLDEST}`, [nodeOf(OLDEST), []], [bundle]);
say(`smoke: ${doors.length} doors load on Node ${process.versions.node} and Node ${major}, a bundle on Node ${OLDEST}`);
