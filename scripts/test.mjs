import { requireNode, run, say, tool } from "./steps.mjs";
import { build, install } from "./workspace.mjs";

requireNode();
await install();
await build();
say("running the tests");
process.exit(await run(process.execPath, [tool("vitest"), "run", ...process.argv.slice(2)]));
