import { join } from "node:path";
import { root } from "./rooms.mjs";
import { requireNode, run, say, stop, typescript } from "./steps.mjs";
import { build, install } from "./workspace.mjs";

requireNode();
await install();
if ((await build()) !== 0) stop("the build failed");
say("running examples/01-first-river");
const program = join(root, "examples", "01-first-river", "main.ts");
process.exit(await run(process.execPath, [...typescript(program), ...process.argv.slice(2)]));
