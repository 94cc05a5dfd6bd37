import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { faceOf } from "./face.mjs";
import { exportsOf, folderOf, manifestOf, packages } from "./rooms.mjs";
import { run, tool } from "./steps.mjs";

// Writes what follows from the rooms, after one has come, changed its names or gone: the face of core and of rules, and
// the doors of every package in its manifest.
const faces = ["core", "rules"].map((name) => {
  const path = join(folderOf(name), "src", "index.ts");
  writeFileSync(path, faceOf(name));
  return path;
});
const manifests = packages.map((name) => {
  const path = join(folderOf(name), "package.json");
  writeFileSync(path, `${JSON.stringify({ ...manifestOf(name), exports: exportsOf(name) }, null, 2)}\n`);
  return path;
});
const format = [tool("@biomejs/biome", "biome"), "check", "--write", ...faces, ...manifests];
process.exit(await run(process.execPath, format));
