import { frozenCopy, type Issue, type Json, type JsonObject, pointerOf } from "@tributary/core";
import { isObject } from "../check-keys";
import type { ConditionOptions, RuleEvent } from "../condition";
import { operatorsWith } from "../host-operator";
import { type IssueList, openDocument } from "../issue-list";
import { CONDITION_LIMITS } from "../limits";
import { linkConditions } from "../link-conditions";
import type { Unit } from "../plan-condition";
import { addedOperators } from "./compatible-operator";
import { byPriority, type CompatibleNode, type CompatibleRule } from "./compatible-plan";
import { type CompatibleReading, planCompatible } from "./plan-compatible";

/** A document read as json-rules-engine reads it, or everything that is wrong with it. */
export interface Read<T> {
  readonly issues: readonly Issue[];
  readonly value: T | undefined;
}

/** Reads one condition, which must have a boolean root. */
export const readCompatibleCondition = (input: unknown, options: ConditionOptions): Read<CompatibleNode> =>
  readWith(input, options, (document, reading) => {
    const unit = planCompatible(document, "", reading);
    return { units: [unit], value: () => unit.plan };
  });

/** Reads rules, in the order they are answered. */
export const readCompatibleRules = (input: unknown, options: ConditionOptions): Read<readonly CompatibleRule[]> =>
  readWith(input, options, (document, reading) => {
    if (!Array.isArray(document)) reading.issues.add("bad-rules", "", "rules are a list");
    const read = (Array.isArray(document) ? document : []).flatMap((rule, i) => readRule(rule, `/${i}`, reading) ?? []);
    const rules = read.flatMap(({ unit, ...rule }) => (unit.plan ? [{ ...rule, root: unit.plan }] : []));
    return {
      units: read.map(({ unit }) => unit),
      value: () => byPriority(rules, ({ priority }) => priority).flat(),
    };
  });

function readWith<T>(
  input: unknown,
  { conditions = {}, operators }: ConditionOptions,
  read: (
    document: Json,
    reading: CompatibleReading,
  ) => { readonly units: readonly Unit<CompatibleNode>[]; readonly value: () => T | undefined },
): Read<T> {
  const { list, readable } = openDocument([
    { pointer: "", value: input },
    { pointer: "/conditions", value: conditions },
  ]);
  if (!readable) return { issues: list.issues, value: undefined };
  const exists = (name: string): boolean => Object.hasOwn(conditions, name);
  const reading: CompatibleReading = { issues: list, added: addedOperators(operatorsWith(operators)), exists };
  const { units, value } = read(input as Json, reading);
  const named = new Map(
    Object.entries(conditions).map(([name, condition]) => [
      name,
      planCompatible(condition as unknown as Json, pointerOf(["conditions", name]), reading),
    ]),
  );
  const { maxSetNodes } = CONDITION_LIMITS;
  if (linkConditions(units, named, list) > maxSetNodes)
    list.add("too-large", "", `more than ${maxSetNodes} nodes with their references`);
  return { issues: list.issues, value: list.issues.length > 0 ? undefined : value() };
}

type ReadRule = Omit<CompatibleRule, "root"> & { readonly unit: Unit<CompatibleNode> };

function readRule(input: Json, pointer: string, reading: CompatibleReading): ReadRule | undefined {
  const { issues } = reading;
  if (issues.full || issues.closed(pointer)) return undefined;
  if (!isObject(input)) {
    issues.add("bad-rule", pointer, "Engine: addRule() requires options");
    return undefined;
  }
  for (const key of ["event", "conditions"])
    if (!Object.hasOwn(input, key))
      issues.add("bad-rule", pointer, `Engine: addRule() argument requires "${key}" property`);
  const { name } = input;
  const priority = Number.parseInt(String(input.priority || 1), 10);
  if (priority <= 0) issues.add("bad-priority", `${pointer}/priority`, "Priority must be greater than zero");
  return {
    rule: typeof name === "string" && name !== "" ? name : pointer,
    name: name || name === 0 ? name : undefined,
    priority,
    event: readEvent(input, pointer, issues),
    unit: planCompatible(input.conditions, `${pointer}/conditions`, reading),
  };
}

function readEvent({ event }: JsonObject, pointer: string, issues: IssueList): RuleEvent {
  if (!event) return { type: "unknown" };
  if (!isObject(event) || !Object.hasOwn(event, "type")) {
    issues.add("bad-event", `${pointer}/event`, 'Rule: setEvent() requires event object with "type" property');
    return { type: "" };
  }
  const { type, params } = event;
  const kept = { type, ...(params ? { params } : {}) } as unknown as RuleEvent;
  return issues.plain ? frozenCopy(kept) : kept;
}
