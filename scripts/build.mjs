import { requireNode, say, stop } from "./steps.mjs";
import { build, install } from "./workspace.mjs";

requireNode();
await install();
if ((await build({ always: true })) !== 0) stop("the build failed");
say("built");
