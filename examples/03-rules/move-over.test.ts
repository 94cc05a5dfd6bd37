import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compileRules, type Rule } from "@tributary/rules";
import { describe, expect, it } from "vitest";
import { agreeing, ask, askEngine, corrected, firedOnNothing, loadCompatible, mistakesIn } from "./move-over";
import { makePersons, schema } from "./persons";

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const rules = JSON.parse(readFileSync(pathOf("./rules.json"), "utf8")) as readonly Rule[];
const persons = makePersons(300);

describe("moving over from json-rules-engine", () => {
  it("changes no answer for anybody", async () => {
    const theirs = await askEngine(rules, persons);
    expect(agreeing(theirs, ask(loadCompatible(rules), persons))).toBe(persons.length);
    for (const name of ["hot", "invite", "service", "quiet"]) {
      const count = theirs.filter((names) => names.includes(name)).length;
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(persons.length);
    }
  });

  it("finds the mistakes in the file once it is read strictly", () => {
    expect(mistakesIn(rules)).toEqual([
      expect.stringMatching(/^\/2\/conditions\/all\/1\/value: must be a number/),
      expect.stringMatching(/^\/3\/conditions\/any\/0\/fact: unknown fact "visist" \(.*visits/),
    ]);
    expect(mistakesIn(corrected(rules))).toEqual([]);
  });

  it("invites nobody of whom nothing is known", () => {
    expect(firedOnNothing(corrected(rules), "invite", persons)).toBeGreaterThan(50);
    const strict = ask(compileRules(corrected(rules), { schema }), persons);
    for (const [i, names] of strict.entries()) if (names.includes("invite")) expect(persons[i]?.owner).toBe(false);
  });

  it("is told by one command as the README says", async () => {
    const env = { ...process.env, TSX_TSCONFIG_PATH: pathOf("../../tsconfig.json") };
    const child = spawn(process.execPath, ["--import", "tsx", pathOf("./main.ts")], { env });
    let out = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
    expect(await new Promise((done) => child.on("close", done))).toBe(0);
    const readme = readFileSync(pathOf("./README.md"), "utf8");
    const printed = readme.match(/```text\n(.*?)```/s)?.[1] ?? "";
    const withoutRatio = (text: string): string => text.replace(/took \d+ times/, "took N times");
    expect(withoutRatio(out)).toBe(withoutRatio(printed));
  });
});
