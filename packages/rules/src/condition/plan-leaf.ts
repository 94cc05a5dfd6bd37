import { canonicalJson, type Json, type JsonObject } from "@tributary/core";
import { type Comparison, checkOperand, type Side } from "./check-operand";
import type { FactSchema, NodeNotes } from "./condition";
import { findOperator } from "./decorator";
import { ANY, typeAt } from "./fact-type";
import { frozenCopy } from "./frozen-copy";
import { type IssueList, quoted } from "./issue-list";
import { CONDITION_LIMITS } from "./limits";
import { parsePath } from "./path";
import type { LeafPlan, Slot, Slots } from "./plan";
import { prepare } from "./prepare";

/** What is shared by all nodes of one document while it is read. */
export interface Reading {
  readonly issues: IssueList;
  readonly slots: Slots;
  readonly schema: FactSchema | undefined;
  /** The parameters each fact was first asked with: one call can read a fact in one way only. */
  readonly params: Map<string, string>;
}

/** A fact as a place to read and a side to compare, or `undefined` after saying what is wrong. */
function planFact(
  input: JsonObject,
  pointer: string,
  { issues, slots, schema, params }: Reading,
): { readonly slot: Slot; readonly side: Side } | undefined {
  const seen = issues.issues.length;
  const { fact, path: pathText = "$" } = input;
  const given = input.params;
  if (typeof fact !== "string" || fact === "" || fact.length > CONDITION_LIMITS.maxNameLength)
    issues.add(
      "bad-fact",
      `${pointer}/fact`,
      `must be a fact's name of 1 to ${CONDITION_LIMITS.maxNameLength} characters`,
    );
  if (given !== undefined && !isObject(given)) issues.add("bad-params", `${pointer}/params`, "must be an object");
  const path = typeof pathText === "string" ? parsePath(pathText) : undefined;
  if (!path) issues.add("bad-path", `${pointer}/path`, "must be a text such as $.a.b");
  else if (!path.ok) {
    const { code, position, message } = path.error;
    issues.add(code, `${pointer}/path`, `${message}, at position ${position}`);
  }
  if (issues.issues.length > seen || !path?.ok || typeof fact !== "string") return undefined;
  const type = typeAt(fact, path.value, { schema, pointer, issues });
  const asked = given === undefined ? "" : canonicalJson(given);
  if (params.has(fact) && params.get(fact) !== asked)
    issues.add("conflicting-params", `${pointer}/params`, `${quoted(fact)} is asked with other params elsewhere`);
  params.set(fact, asked);
  if (!type || issues.issues.length > seen) return undefined;
  const slot = slots.at(fact, path.value, pathText as string, frozenCopy(given as JsonObject | undefined));
  const what = path.value.length > 0 ? `${quoted(fact)} at ${quoted(pathText as string)}` : quoted(fact);
  return { slot, side: { type, what, pointer: `${pointer}/operator` } };
}

/** Checks one leaf and plans how it is answered. */
export function planLeaf(
  input: JsonObject,
  at: { readonly pointer: string; readonly notes: NodeNotes },
  reading: Reading,
): LeafPlan | undefined {
  const { pointer, notes } = at;
  const { issues } = reading;
  const seen = issues.issues.length;
  const fact = planFact(input, pointer, reading);
  const { operator, value } = input;
  if (typeof operator !== "string") {
    issues.add("bad-operator", `${pointer}/operator`, "must be an operator's name");
    return undefined;
  }
  const named = findOperator(operator);
  if ("code" in named) {
    issues.add(named.code, `${pointer}/operator`, named.message, named.known);
    return undefined;
  }
  const { operand } = named.operator;
  const target = isObject(value) ? planReference(value, `${pointer}/value`, reading) : undefined;
  const left = fact?.side ?? { type: ANY, what: "the fact", pointer: `${pointer}/operator` };
  const right = target?.side ?? { literal: value as Json, pointer: `${pointer}/value` };
  if (operand === "none") checkNoValue(value, pointer, operator, issues);
  else if (value === undefined) issues.add("no-value", pointer, `${quoted(operator)} needs a value`);
  else if (!issues.closed(`${pointer}/value`) && (target || !isObject(value)))
    checkOperand({ ...(named satisfies Partial<Comparison>), left, right }, issues);
  if (!fact || issues.issues.length > seen) return undefined;
  const constant = operand === "none" ? undefined : prepare(value as Json, operand, named.decorators);
  const { path } = input;
  return {
    kind: "leaf",
    slot: fact.slot,
    named,
    expected: target ? { slot: target.slot } : { constant },
    shown: {
      fact: fact.slot.fact,
      ...(path !== undefined && { path: path as string }),
      operator,
      ...(operand !== "none" && !target && { expected: frozenCopy(value) }),
      ...(target && { expectedFact: frozenCopy(value) }),
      ...notes,
    } as LeafPlan["shown"],
  };
}

function planReference(value: JsonObject, pointer: string, reading: Reading): ReturnType<typeof planFact> {
  const { issues } = reading;
  if (value.fact === undefined) {
    issues.add("bad-value", pointer, 'an object is only a value as another fact: { "fact": "name" }');
    return undefined;
  }
  for (const key of Object.keys(value))
    if (!REFERENCE_KEYS.includes(key))
      issues.add("unknown-key", `${pointer}/${key}`, `unknown key ${quoted(key)}`, {
        name: key,
        names: REFERENCE_KEYS,
      });
  const planned = planFact(value, pointer, reading);
  return planned && { ...planned, side: { ...planned.side, pointer } };
}

const REFERENCE_KEYS: readonly string[] = ["fact", "path", "params"];

function checkNoValue(value: Json | undefined, pointer: string, operator: string, issues: IssueList): void {
  if (value !== undefined && value !== true)
    issues.add("bad-value", `${pointer}/value`, `${quoted(operator)} takes no value; leave it out, or write true`);
}

/** Whether a JSON value is an object with keys. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
