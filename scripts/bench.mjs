import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./rooms.mjs";
import { requireNode, run, say, stop, typescript } from "./steps.mjs";
import { build, install } from "./workspace.mjs";

requireNode();
const folder = join(root, "bench");
const names = readdirSync(folder)
  .filter((file) => /^[a-z-]+\.ts$/.test(file) && file !== "measure.ts")
  .map((file) => file.slice(0, -".ts".length))
  .sort();
const [wanted, ...args] = process.argv.slice(2);

if (wanted !== undefined && !names.includes(wanted)) {
  stop(`no bench is called ${wanted}; there are: ${names.join(", ")}`);
}
await install();
if ((await build()) !== 0) stop("the build failed");
let failed = 0;
for (const name of wanted === undefined ? names : [wanted]) {
  say(`bench ${name}`);
  if ((await run(process.execPath, [...typescript(join(folder, `${name}.ts`)), ...args])) !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
