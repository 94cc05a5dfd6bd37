import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the workspace. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** The packages, each after those it imports. */
export const packages = ["core", "rules", "adapters"];

/** Where a package lives. */
export const folderOf = (name) => join(root, "packages", name);

/** The rooms of a package: its folders that have an `index.ts`, as subpaths such as `model` or `presets/automotive`. */
export function roomsOf(name) {
  const source = join(folderOf(name), "src");
  if (!existsSync(source)) return [];
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === "index.ts")
    .map((entry) => relative(source, entry.parentPath).replaceAll("\\", "/"))
    .filter((room) => room !== "")
    .sort();
}

/** Whether a package has a face of its own beside its rooms. */
export const hasFace = (name) => existsSync(join(folderOf(name), "src", "index.ts"));

/** What a package is built from: the name of each output and the source of it. */
export function entriesOf(name) {
  const rooms = roomsOf(name).map((room) => [`${room}/index`, `src/${room}/index.ts`]);
  return Object.fromEntries(hasFace(name) ? [["index", "src/index.ts"], ...rooms] : rooms);
}

/** The `exports` a package must have, in the order written: its face, its rooms by name, its manifest. */
export function exportsOf(name) {
  const doors = Object.keys(entriesOf(name)).map((entry) => [
    entry === "index" ? "." : `./${entry.slice(0, -"/index".length)}`,
    {
      import: { types: `./dist/${entry}.d.ts`, default: `./dist/${entry}.js` },
      require: { types: `./dist/${entry}.d.cts`, default: `./dist/${entry}.cjs` },
    },
  ]);
  return { ...Object.fromEntries(doors), "./package.json": "./package.json" };
}

/** The manifest of a package. */
export const manifestOf = (name) => JSON.parse(readFileSync(join(folderOf(name), "package.json"), "utf8"));
