import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportsOf, folderOf, packages } from "../scripts/rooms.mjs";
import { run } from "../scripts/steps.mjs";

const built = packages.every((name) => existsSync(join(folderOf(name), "dist")));
if (!built) console.warn("tests/dist.test.ts is skipped: there is no build yet; run npm run build");

/** Every door of every package as a host names it, with the files it must lead to. */
const doors = packages.flatMap((name) =>
  Object.entries(exportsOf(name))
    .filter(([door]) => door !== "./package.json")
    .map(([door, files]) => ({
      name,
      specifier: `@tributary/${name}${door.slice(1)}`,
      files: Object.values(files as Files).flatMap((each) => Object.values(each)),
    })),
);
type Files = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Runs a program inside the adapters package, from which every package can be reached, and returns what it printed. */
const program = async (source: string, type: "module" | "commonjs"): Promise<string> => {
  let output = "";
  const args = [
    "--disallow-code-generation-from-strings",
    `--input-type=${type}`,
    "--eval",
    `${NO_NETWORK[type]}${source}`,
  ];
  await run(process.execPath, args, { cwd: folderOf("adapters"), collect: (text: string) => (output += text) });
  return output.trim();
};

const refuse = `const refuse = () => { throw new Error("touched the network"); };
for (const [owner, name] of [[net.Socket.prototype, "connect"], [dns, "lookup"], [globalThis, "fetch"]]) owner[name] = refuse;\n`;
const NO_NETWORK = {
  module: `import net from "node:net"; import dns from "node:dns"; ${refuse}`,
  commonjs: `const net = require("node:net"); const dns = require("node:dns"); ${refuse}`,
};

describe.skipIf(!built)("the built packages", () => {
  it.each(doors)("$specifier leads to files that are there", ({ name, files }) => {
    expect(files.filter((file) => !existsSync(join(folderOf(name), file)))).toEqual([]);
  });

  it("never makes code from text", () => {
    const made = packages.flatMap((name) =>
      (readdirSync(join(folderOf(name), "dist"), { recursive: true }) as string[])
        .filter((file) => /\.c?js$/.test(file))
        .filter((file) => /\bnew Function\b|\beval\(/.test(readFileSync(join(folderOf(name), "dist", file), "utf8")))
        .map((file) => `${name}/${file}`),
    );
    expect(made).toEqual([]);
  });

  const list = JSON.stringify(doors.map(({ specifier }) => specifier));

  it("imports every door without a network and without code from text", async () => {
    expect(await program(`for (const door of ${list}) await import(door); console.log("done");`, "module")).toBe(
      "done",
    );
  });

  it("requires every door without a network and without code from text", async () => {
    expect(await program(`for (const door of ${list}) require(door); console.log("done");`, "commonjs")).toBe("done");
  });

  it("compiles and asks conditions without code from text, in both readings", async () => {
    const source = `import { compileRules } from "@tributary/rules";
      const leaves = [
        { fact: "plate", operator: "matches", value: "^[A-Z]+$" },
        { fact: "visits", operator: "someFact:greaterThan", value: 2 },
      ];
      const rules = [{ name: "r", conditions: { all: leaves }, event: { type: "e" } }];
      for (const options of [{}, { semantics: "json-rules-engine" }])
        console.log(compileRules(rules, options).run({ plate: "AB", visits: [1, 3] }, { now: 0 }).events[0].type);
      let refused = false;
      try { new Function("return 1"); } catch { refused = true; }
      console.log(refused);`;
    expect((await program(source, "module")).split("\n")).toEqual(["e", "e", "true"]);
  });

  it("gives one class through every door of a package", async () => {
    const source = `const [a, b] = [require("@tributary/core"), require("@tributary/core/model")]; console.log(a.AdapterError === b.AdapterError);`;
    expect(await program(source, "commonjs")).toBe("true");
  });
});
