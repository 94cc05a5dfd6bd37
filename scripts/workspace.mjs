import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderOf, packages, root } from "./rooms.mjs";
import { run, say, stop, tool } from "./steps.mjs";

/** The only pnpm the lockfile is installed with. */
export const PNPM = "12.21.0";

/** Installs what the lockfile names, when it has not been or the lockfile has changed since. Needs no network otherwise. */
export async function install() {
  const fresh = stamp("installed", ["pnpm-lock.yaml", "package.json", "pnpm-workspace.yaml"]);
  if (fresh.holds) return;
  const [program, args] = await pnpm();
  say("installing dependencies (once, takes a minute or two) ...");
  const options = ["install", "--frozen-lockfile", "--prefer-offline", "--config.confirm-modules-purge=false"];
  const code = await run(program, [...args, ...options]);
  if (code !== 0) stop("the installation failed", code);
  fresh.set();
}

/** Builds every package, when a source has changed since the last time or `always`; returns the exit code. */
export async function build({ always = false } = {}) {
  const sources = packages.flatMap((name) =>
    ["package.json", "tsup.config.ts", ...sourcesOf(name)].map((file) => `packages/${name}/${file}`),
  );
  const fresh = stamp("built", [...sources, "scripts/tsup-package.mjs", "scripts/rooms.mjs", "tsconfig.base.json"]);
  if (!always && fresh.holds && packages.every((name) => existsSync(join(folderOf(name), "dist")))) return 0;
  for (const name of packages) {
    say(`building @tributary/${name} ...`);
    const code = await run(process.execPath, [tool("tsup")], { cwd: folderOf(name) });
    if (code !== 0) return code;
  }
  fresh.set();
  return 0;
}

const sourcesOf = (name) =>
  readdirSync(join(folderOf(name), "src"), { recursive: true })
    .filter((file) => file.endsWith(".ts") && !/\.(test|bench)\.ts$/.test(file))
    .map((file) => `src/${file.replaceAll("\\", "/")}`)
    .sort();

/** Remembers in `node_modules` what some files contained when something was last done with them. */
function stamp(name, files) {
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(root, file)))
      .update("\0");
  const digest = hash.digest("hex");
  const path = join(root, "node_modules", `.tributary-${name}`);
  return {
    holds: existsSync(path) && readFileSync(path, "utf8") === digest,
    set: () => writeFileSync(path, digest),
  };
}

/** How to call the pinned pnpm: the one that is there when it is that version, or npx brings it. */
export async function pnpm() {
  let version = "";
  const [found, first] = onPath("pnpm");
  await run(found, [...first, "--version"], { collect: (text) => (version += text) });
  if (version.trim() === PNPM) return [found, first];
  say(`bringing pnpm ${PNPM} through npx ...`);
  const [program, args] = ofNpm("npx");
  return [program, [...args, "--yes", `pnpm@${PNPM}`]];
}

/** How to call npm. */
export const npm = () => ofNpm("npm");

/** A command of npm: the script beside the npm that started us, or whatever is found by its name. */
function ofNpm(command) {
  const script = join(dirname(process.env.npm_execpath ?? ""), `${command}-cli.js`);
  return existsSync(script) ? [process.execPath, [script]] : onPath(command);
}

/** A command as Windows starts it, where npm's commands are scripts for its shell. */
const onPath = (command) => (process.platform === "win32" ? ["cmd.exe", ["/d", "/s", "/c", command]] : [command, []]);
