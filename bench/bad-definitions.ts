/**
 * How long a hostile definition takes to be refused: each within 100 ms, or this ends with an error.
 *
 * The peer is json-rules-engine loading the same rule; it refuses none of these for their size, so its figure is what it
 * costs to take them in, or to fail.
 */
import { type Condition, checkCondition } from "@tributary/rules/condition";
import { Engine, type RuleProperties } from "json-rules-engine";
import { cpuMs, median, print } from "./measure";

const ROUNDS = 7;
const LIMIT_MS = 100;

const leaf: Condition = { fact: "n", operator: "equal", value: 1 };

/** A condition inside a condition, as often as asked for. */
function nested(depth: number): unknown {
  let condition: unknown = leaf;
  for (let i = 0; i < depth; i++) condition = { not: condition };
  return condition;
}

function cyclic(): unknown {
  const all: unknown[] = [leaf];
  all.push({ all });
  return { all };
}

const bad = { fact: "visit", operator: "equals", value: 1 };
const definitions: readonly (readonly [string, unknown])[] = [
  ["nested 2,000 deep", nested(2_000)],
  ["nested 100,000 deep, from text", JSON.parse(`${'{"not":'.repeat(100_000)}{}${"}".repeat(100_000)}`)],
  ["a million siblings", { all: new Array(1_000_000).fill(leaf) }],
  ["a list of a million", { all: [{ ...leaf, operator: "in", value: new Array(1_000_000).fill(1) }] }],
  ["contains itself", cyclic()],
  ["hostile keys", JSON.parse('{"all":[{"fact":"n","operator":"equal","value":1,"__proto__":{"a":1}}]}')],
  ["9,000 mistakes", { all: new Array(9_000).fill(bad) }],
  ["9,000 patterns that explode", { all: new Array(9_000).fill({ ...leaf, operator: "matches", value: "(a+)+$" }) }],
];

/** What json-rules-engine needs to take it in, or to throw. */
function load(conditions: unknown): void {
  try {
    new Engine([{ conditions, event: { type: "x" } } as RuleProperties]);
  } catch {
    // an answer, too
  }
}

async function time(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await cpuMs(work));
  return median(times);
}

for (const [name, definition] of definitions) {
  if (checkCondition(definition).ok) throw new Error(`${name} was not refused`);
  const ours = await time(() => checkCondition(definition));
  const theirs = await time(() => load(definition));
  print({
    bench: "bad-definitions",
    size: 1,
    ours,
    peer: `json-rules-engine 7.3.1, ${name}`,
    theirs,
    ratio: theirs / ours,
    unit: "ms CPU",
  });
  if (ours > LIMIT_MS) throw new Error(`${name} took ${ours} ms to be refused, ${LIMIT_MS} at most`);
}
