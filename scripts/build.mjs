import { requireNode, say } from "./steps.mjs";
import { build, install } from "./workspace.mjs";

requireNode();
await install();
await build({ always: true });
say("built");
