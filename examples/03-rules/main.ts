import { readFileSync } from "node:fs";
import type { Rule } from "@tributary/rules";
import { agreeing, ask, askEngine, corrected, firedOnNothing, loadCompatible, mistakesIn } from "./move-over";
import { makePersons } from "./persons";

const rules = JSON.parse(readFileSync(new URL("./rules.json", import.meta.url), "utf8")) as readonly Rule[];
const persons = makePersons(3_000);

/** CPU milliseconds, for a machine may be busy with other things. */
async function timed<T>(work: () => T | Promise<T>): Promise<{ readonly ms: number; readonly value: T }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1_000, value };
}

const compatible = loadCompatible(rules);
ask(compatible, persons);
await askEngine(rules, persons.slice(0, 300));
const theirs = await timed(() => askEngine(rules, persons));
const ours = await timed(() => {
  for (let round = 1; round < 20; round++) ask(compatible, persons);
  return ask(compatible, persons);
});
const same = agreeing(theirs.value, ours.value);

console.log(`${rules.length} rules, ${persons.length} persons, one file`);
console.log(`json-rules-engine and its semantics here: the same answer for ${same} of ${persons.length} persons`);
console.log(`json-rules-engine took ${Math.round(theirs.ms / (ours.ms / 20))} times as long on this machine`);
console.log("\nread strictly, before anything runs:");
for (const mistake of mistakesIn(rules)) console.log(`  ${mistake}`);
const invited = firedOnNothing(corrected(rules), "invite", persons);
console.log("\nput right, and run:");
console.log(`  invite no longer goes to ${invited} persons of whom nobody knows whether they own a car`);
