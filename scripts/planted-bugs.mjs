import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./rooms.mjs";

const folder = join(root, "tests", "planted");

/**
 * Every planted bug, by room: a mistake that somebody could make, and the test that must see it.
 *
 * A list is a file of `tests/planted`, named after its room: `{ name, file, from, to, test: { file, name } }` for each bug,
 * where `from` is the one place in `file` that `to` replaces, and a test's name is its describes and itself, with " > "
 * between them.
 */
export const plantedBugs = () =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort()
    .flatMap((file) => {
      const room = file.slice(0, -".json".length);
      return JSON.parse(readFileSync(join(folder, file), "utf8")).map((bug) => ({
        ...bug,
        name: `${room}: ${bug.name}`,
      }));
    });

/** Why a bug can be planted no more, because its source has changed; `undefined` when it can. */
export function staleness({ file, from, to }) {
  if (!existsSync(join(root, file))) return `there is no ${file}`;
  const places = readFileSync(join(root, file), "utf8").split(from).length - 1;
  if (places !== 1) return `${file} has ${places} places that read ${JSON.stringify(from)}, and must have one`;
  return from === to ? "it changes nothing" : undefined;
}
