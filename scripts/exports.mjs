import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { exportsOf, folderOf, manifestOf, packages } from "./rooms.mjs";

// Writes the doors of every package into its manifest, after a room has come or gone.
for (const name of packages) {
  const manifest = { ...manifestOf(name), exports: exportsOf(name) };
  writeFileSync(join(folderOf(name), "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
