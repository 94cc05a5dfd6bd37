import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { folderOf, hasFace, packages } from "../scripts/rooms.mjs";
import type { Surroundings } from "./run-example";

type Names = Readonly<Record<string, unknown>>;

/** Resolves what a host installs beside the adapters, such as a database. */
const beside = createRequire(join(folderOf("adapters"), "package.json"));

/** Imports a module the way the code of an example names it: from the sources of the packages, from Node, or from beside. */
export const load: Surroundings["load"] = (specifier) => {
  const [, name, room = ""] = specifier.match(/^@tributary\/(\w+)(?:\/(.+))?$/) ?? [];
  if (name !== undefined) return import(/* @vite-ignore */ join(folderOf(name), "src", room, "index.ts"));
  return import(/* @vite-ignore */ specifier.startsWith("node:") ? specifier : beside.resolve(specifier));
};

/**
 * What the examples of a source may use without importing it: its own exports, its room's, the faces of its package and of
 * those below it, and fast-check as `fc`.
 */
export async function surroundingsOf(path: string): Promise<Surroundings> {
  const own = packages.findIndex((name) => path.startsWith(folderOf(name)));
  const faces = packages.filter((name) => hasFace(name)).map((name) => `@tributary/${name}`);
  const others = await Promise.all(faces.filter((face) => packages.indexOf(face.slice(11)) <= own).map(load));
  const room = (await import(/* @vite-ignore */ join(roomOf(path), "index.ts"))) as Names;
  const file = (await import(/* @vite-ignore */ path)) as Names;
  return { names: Object.assign({ fc }, ...others, room, file) as Names, load };
}

const roomOf = (path: string): string => {
  const folder = dirname(path);
  if (folder === path) throw new Error("the source is in no room: no folder above it has an index.ts");
  return existsSync(join(folder, "index.ts")) ? folder : roomOf(folder);
};
