import { requireNode, run, say, stop, tool } from "./steps.mjs";
import { build, install } from "./workspace.mjs";

requireNode();
await install();
if ((await build()) !== 0) stop("the build failed");
say("running the tests");
process.exit(await run(process.execPath, [tool("vitest"), "run", ...process.argv.slice(2)]));
