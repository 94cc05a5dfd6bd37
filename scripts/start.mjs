import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./rooms.mjs";
import { requireNode, run, say, stop, typescript } from "./steps.mjs";
import { build, install } from "./workspace.mjs";

// Runs an example: the one named first, by its folder or its number, or else the first of all.
const folder = join(root, "examples");
const programOf = (name) => join(folder, name, "main.ts");
const examples = readdirSync(folder)
  .filter((name) => existsSync(programOf(name)))
  .sort();
const [first = "", ...rest] = process.argv.slice(2);
const named = first !== "" && !first.startsWith("-");
const example = named ? examples.find((name) => name === first || name.split("-")[0] === first) : examples[0];
if (!example) stop(`there is no example ${first}; there are ${examples.join(", ")}`, 2);

requireNode();
await install();
if ((await build()) !== 0) stop("the build failed");
say(`running examples/${example}`);
process.exit(
  await run(process.execPath, [...typescript(programOf(example)), ...(named ? rest : process.argv.slice(2))]),
);
