import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireNode, run, say, stop, tool } from "./steps.mjs";
import { build, install, npm } from "./workspace.mjs";

// Holds SQL against ClickHouse, which runs in the process of the tests as chdb: half a gigabyte, so it is no part of the
// installation but of a folder of its own, TRIBUTARY_CHDB or one for temporary files, where it is found the next time.
const CHDB = "3.4.0";
const folder = process.env.TRIBUTARY_CHDB ?? join(tmpdir(), `tributary-chdb-${CHDB}`);

requireNode();
await install();
if ((await build()) !== 0) stop("the build failed");
if (!existsSync(join(folder, "node_modules", "chdb", "package.json"))) {
  say(`installing chdb ${CHDB} into ${folder} (once, half a gigabyte) ...`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const [program, args] = npm();
  const options = ["install", `chdb@${CHDB}`, "--no-audit", "--no-fund", "--save-exact"];
  const code = await run(program, [...args, ...options], { cwd: folder });
  if (code !== 0) stop("chdb could not be installed", code);
}
const tests = [tool("vitest"), "run", "packages/rules/src/sql/parity.test.ts", ...process.argv.slice(2)];
process.exit(await run(process.execPath, tests, { env: { TRIBUTARY_CHDB: folder } }));
