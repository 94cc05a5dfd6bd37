import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportsOf, folderOf, manifestOf, packages } from "./rooms.mjs";
import { requireNode, run, say, stop } from "./steps.mjs";
import { build, install, npm, pnpm } from "./workspace.mjs";

// Packs every package, installs the tarballs in an empty project, and imports and requires every door, on this Node and on
// another one from the registry.
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

const isTesting = (door) => door.endsWith("/testing");
await load(
  "every door a host uses",
  process.execPath,
  doors.filter((door) => !isTesting(door)),
);

const fastCheck = manifestOf("core").peerDependencies["fast-check"];
const major = process.versions.node.startsWith("20.") ? 22 : 20;
const other = `node-${process.platform}-${process.arch}`;
await must(`bringing fast-check and Node ${major}`, npm(), ["install", `fast-check@${fastCheck}`, `${other}@${major}`]);
await load("the doors for tests", process.execPath, doors.filter(isTesting));
await load(`every door on Node ${major}`, join(project, "node_modules", other, "bin", "node"), doors);
say(`smoke: ${doors.length} doors load on Node ${process.versions.node} and Node ${major}`);
