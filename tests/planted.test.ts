import { spawnSync } from "node:child_process";
import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { plantedBugs, staleness } from "../scripts/planted-bugs.mjs";
import { root } from "../scripts/rooms.mjs";
import { tool } from "../scripts/steps.mjs";

const bugs: readonly PlantedBug[] = plantedBugs();

interface PlantedBug {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly test: { readonly file: string; readonly name: string };
}

/** Every test of some files, as `file > name`. */
function testsOf(files: readonly string[]): ReadonlySet<string> {
  const args = [tool("vitest"), "list", ...files, "--json"];
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 });
  const listed = JSON.parse(stdout) as readonly { readonly name: string; readonly file: string }[];
  return new Set(listed.map(({ name, file }) => `${relative(root, file).replaceAll("\\", "/")} > ${name}`));
}

describe("planted bugs (npm run planted plants them)", () => {
  it("have names of their own", () => {
    expect(bugs.length).toBeGreaterThan(10);
    expect(new Set(bugs.map(({ name }) => name)).size).toBe(bugs.length);
  });

  it.each(bugs)("can still be planted: $name", (bug) => expect(staleness(bug)).toBeUndefined());

  it("are each caught by a test that is there", () => {
    const tests = testsOf([...new Set(bugs.map(({ test }) => test.file))]);
    const missing = bugs.map(({ test }) => `${test.file} > ${test.name}`).filter((test) => !tests.has(test));
    expect(missing).toEqual([]);
  });

  it("are stale once their source has changed", () => {
    const bug = bugs[0] as PlantedBug;
    expect(staleness({ ...bug, from: `${bug.from}?` })).toContain("0 places");
    expect(staleness({ ...bug, from: "const" })).toMatch(/\d places/);
    expect(staleness({ ...bug, to: bug.from })).toBe("it changes nothing");
    expect(staleness({ ...bug, file: "no/such/file.ts" })).toBe("there is no no/such/file.ts");
  });
});
