import { type CompiledRules, checkRules, compileRules, type Facts, type Rule } from "@tributary/rules";
import { Engine, type RuleProperties } from "json-rules-engine";
import { schema } from "./persons";

/** The names of the rules that hold, for each person. */
export type Answers = readonly (readonly string[])[];

/** What json-rules-engine answers, with missing facts allowed, as most of its users run it. */
export async function askEngine(rules: readonly Rule[], persons: readonly Facts[]): Promise<Answers> {
  const engine = new Engine(JSON.parse(JSON.stringify(rules)) as RuleProperties[], { allowUndefinedFacts: true });
  const answers: string[][] = [];
  for (const person of persons) {
    const { results } = await engine.run({ ...person });
    answers.push(results.map(({ name }) => name));
  }
  return answers;
}

/** The same file, read the same way, without a promise. */
export const loadCompatible = (rules: readonly Rule[]): CompiledRules =>
  compileRules(rules, { semantics: "json-rules-engine", allowUndefinedFacts: true });

/** What compiled rules answer. */
export const ask = (rules: CompiledRules, persons: readonly Facts[]): Answers =>
  persons.map((person) => rules.run(person, { now: 0 }).matched.map(({ rule }) => rule));

/** How many persons get the same rules, whatever their order inside one priority. */
export const agreeing = (a: Answers, b: Answers): number =>
  a.filter((names, i) => [...names].sort().join() === [...(b[i] ?? [])].sort().join()).length;

/** What is wrong with the rules when they are read strictly and against what is known of persons, one line each. */
export function mistakesIn(rules: readonly Rule[]): readonly string[] {
  const checked = checkRules(rules, { schema });
  if (checked.ok) return [];
  return checked.error.map(({ pointer, message, hint }) => `${pointer}: ${message}${hint ? ` (${hint}?)` : ""}`);
}

/** The rules with those mistakes put right. */
export const corrected = (rules: readonly Rule[]): readonly Rule[] =>
  JSON.parse(JSON.stringify(rules).replaceAll('"visist"', '"visits"').replaceAll('"value":"3"', '"value":3')) as Rule[];

/** Persons for whom a rule holds only because something about them is missing. */
export function firedOnNothing(rules: readonly Rule[], name: string, persons: readonly Facts[]): number {
  const [loose, strict] = [ask(loadCompatible(rules), persons), ask(compileRules(rules, { schema }), persons)];
  return loose.filter((names, i) => names.includes(name) && !strict[i]?.includes(name)).length;
}
