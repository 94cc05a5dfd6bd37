import { canonicalJson, frozenCopy, type Json, type JsonObject } from "@tributary/core";
import { BOUND_FACTS } from "./bound-facts";
import { checkKeys, isObject } from "./check-keys";
import { checkOperand, type Side } from "./check-operand";
import type { FactReference, FactSchema, FactType, NodeNotes, WindowMeasure } from "./condition";
import { findOperator, type NamedOperator } from "./decorator";
import type { ElementTest } from "./element-test";
import { ANY, typeAt } from "./fact-type";
import { type IssueList, quoted } from "./issue-list";
import { CONDITION_LIMITS } from "./limits";
import type { OperandKind, Operator } from "./operator";
import { parsePath } from "./path";
import type { LeafPlan, Slot, Slots } from "./plan";
import { elementTypeOf, planWindow } from "./plan-window";
import { prepare } from "./prepare";

/** What is shared by all nodes of one document while it is read. */
export interface Reading {
  readonly issues: IssueList;
  readonly slots: Slots;
  readonly schema: FactSchema | undefined;
  readonly operators: ReadonlyMap<string, Operator>;
  /** The parameters each fact was first asked with: one call can read a fact in one way only. */
  readonly params: Map<string, string>;
}

/** A fact as a place to read and a side to compare, or `undefined` after saying what is wrong. */
function planFact(
  input: JsonObject,
  pointer: string,
  reading: Reading,
): { readonly slot: Slot; readonly side: Side } | undefined {
  const { issues, slots, schema } = reading;
  const seen = issues.met;
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
  if (issues.met > seen || !path?.ok || typeof fact !== "string") return undefined;
  const type = typeAt(fact, path.value, { schema, pointer, issues });
  if (!type || !issues.plain || !sameParams(fact, given, pointer, reading)) return undefined;
  const what = path.value.length > 0 ? `${quoted(fact)} at ${quoted(pathText as string)}` : quoted(fact);
  const written = { pathText: pathText as string, params: frozenCopy(given as JsonObject | undefined) };
  const side = { what, pointer: `${pointer}/operator` };
  if (input.window === undefined) return { slot: slots.at(fact, path.value, written), side: { ...side, type } };
  const measured = planWindow(input.window, { type, what }, { pointer: `${pointer}/window`, issues });
  if (!measured) return undefined;
  const slot = slots.at(fact, path.value, { ...written, window: measured.window });
  return { slot, side: { ...side, type: measured.type, what: `the window over ${what}` } };
}

function sameParams(fact: string, given: Json | undefined, pointer: string, { params, issues }: Reading): boolean {
  const asked = given === undefined ? "" : canonicalJson(given);
  const before = params.get(fact) ?? asked;
  params.set(fact, before);
  if (before === asked) return true;
  issues.add("conflicting-params", `${pointer}/params`, `${quoted(fact)} is asked with other params elsewhere`);
  return false;
}

/** Plans the condition of `elementMatches`, whose facts are the keys of an element of the given type. */
export type PlanElement = (input: Json, pointer: string, element: FactType) => ElementTest | undefined;

/** Checks one leaf and plans how it is answered. */
export function planLeaf(
  input: JsonObject,
  at: { readonly pointer: string; readonly notes: NodeNotes | undefined; readonly planElement: PlanElement },
  reading: Reading,
): LeafPlan | undefined {
  const { pointer, notes } = at;
  const { issues } = reading;
  const seen = issues.met;
  const fact = planFact(input, pointer, reading);
  const named = planOperator(input.operator, `${pointer}/operator`, reading);
  const { value } = input;
  const asksElements = operandOf(input.operator, reading) === "element";
  const target = isObject(value) && !asksElements ? planReference(value, `${pointer}/value`, reading) : undefined;
  if (named) {
    const left = fact?.side ?? { type: ANY, what: "the fact", pointer: `${pointer}/operator` };
    checkValue(named, { left, right: target?.side, value, pointer }, issues);
    if (named.whenMissing !== undefined && input.window !== undefined)
      issues.add(
        "bad-window",
        `${pointer}/operator`,
        `${named.operator.name} says nothing of a window; compare its count with 0`,
      );
  }
  const list = fact?.side && "type" in fact.side ? fact.side.type : ANY;
  const element =
    asksElements && value !== undefined
      ? at.planElement(value, `${pointer}/value`, elementTypeOf(list) ?? ANY)
      : undefined;
  if (!fact || !named || issues.met > seen) return undefined;
  const { operand } = named.operator;
  const constant =
    element ?? (operand === "none" || target ? undefined : prepare(value as Json, named.operator, named.decorators));
  return {
    kind: "leaf",
    slot: fact.slot,
    named,
    expected: target ? { slot: target.slot } : { constant },
    bound: named.whenMissing === undefined ? undefined : reading.slots.at(BOUND_FACTS, []),
    shown: {
      fact: fact.slot.fact,
      path: input.path as string | undefined,
      operator: input.operator as string,
      expected: operand === "none" || target ? undefined : frozenCopy(value),
      rest: restOf(input, notes, target !== undefined),
    },
  };
}

/** What an operator compares with, even if something is wrong with its decorators. */
const operandOf = (operator: Json | undefined, { operators }: Reading): OperandKind | undefined =>
  operators.get(String(operator).split(":").at(-1) as string)?.operand;

/** What an explanation repeats of a leaf beside its fact and operator, where there is anything. */
function restOf(
  { window, value }: JsonObject,
  notes: NodeNotes | undefined,
  refers: boolean,
): LeafPlan["shown"]["rest"] {
  if (window === undefined && !refers) return notes;
  return {
    ...notes,
    ...(window !== undefined && { window: frozenCopy(window) as unknown as WindowMeasure }),
    ...(refers && { expectedFact: frozenCopy(value) as unknown as FactReference }),
  };
}

function planOperator(
  operator: Json | undefined,
  pointer: string,
  { issues, operators }: Reading,
): NamedOperator | undefined {
  if (typeof operator !== "string") {
    issues.add("bad-operator", pointer, "must be an operator's name");
    return undefined;
  }
  const named = findOperator(operator, operators);
  if (!("code" in named)) return named;
  issues.add(named.code, pointer, named.message, named.known);
  return undefined;
}

function checkValue(
  named: NamedOperator,
  given: {
    readonly left: Side;
    readonly right: Side | undefined;
    readonly value: Json | undefined;
    readonly pointer: string;
  },
  issues: IssueList,
): void {
  const { left, right, value } = given;
  const { name, operand } = named.operator;
  const pointer = `${given.pointer}/value`;
  if (issues.closed(pointer)) return;
  if (operand === "none") {
    if (value !== undefined && value !== true)
      issues.add("bad-value", pointer, `${name} takes no value; leave it out, or write true`);
  } else if (value === undefined) {
    issues.add("no-value", given.pointer, `${name} needs a value`);
  } else if (right || operand === "element" || !isObject(value)) {
    checkOperand({ ...named, left, right: right ?? { literal: value, pointer } }, issues);
  }
}

function planReference(value: JsonObject, pointer: string, reading: Reading): ReturnType<typeof planFact> {
  const { issues } = reading;
  if (value.fact === undefined) {
    issues.add("bad-value", pointer, 'an object is only a value as another fact: { "fact": "name" }');
    return undefined;
  }
  checkKeys(value, ["fact", "path", "params", "window"], pointer, issues);
  const planned = planFact(value, pointer, reading);
  return planned && { ...planned, side: { ...planned.side, pointer } };
}
