import { DefinitionError, frozenCopy, type Issue, type Json, ok, type Result, refuse } from "@tributary/core";
import { checkKeys, isObject } from "./check-keys";
import { readCompatibleRules } from "./compatible/read-compatible-rules";
import { isCompatible } from "./compatible/semantics";
import type { ConditionOptions, Rule, RuleEvent } from "./condition";
import { type IssueList, quoted } from "./issue-list";
import { numberSlots, type Plan, type Slot } from "./plan";
import { checkPriority, planCondition, type Unit } from "./plan-condition";
import type { Reading } from "./plan-leaf";
import { readDocument } from "./read-document";

/** A rule, checked; `rule` is its name, or its JSON Pointer where it has none. */
export interface RulePlan {
  readonly rule: string;
  readonly priority: number;
  readonly event: RuleEvent;
  readonly plan: Plan | undefined;
}

/**
 * Checks a list of rules from outside, whole: each condition as {@link checkCondition} does, events, priorities, and
 * that no two rules share a name.
 *
 * @param input anything, usually parsed JSON
 * @returns the rules themselves, or everything that is wrong with them
 * @example
 * const refused = checkRules([{ conditions: { all: [] }, event: {} }]);
 * refused.ok ? [] : refused.error.map(({ code, pointer }) => `${code} ${pointer}`);
 * // => ["empty-group /0/conditions/all", "bad-event /0/event/type"]
 */
export function checkRules(input: unknown, options: ConditionOptions = {}): Result<readonly Rule[], readonly Issue[]> {
  const { issues } = isCompatible(options) ? readCompatibleRules(input, options) : readRules(input, options);
  return issues.length > 0 ? refuse(issues) : ok(input as readonly Rule[]);
}

/** The plans of rules in the order they are answered. @throws DefinitionError with every issue */
export function plansOf(
  input: readonly Rule[],
  options: ConditionOptions,
): { readonly rules: readonly (RulePlan & { readonly plan: Plan })[]; readonly slots: readonly Slot[] } {
  const { issues, value } = readRules(input, options);
  if (issues.length > 0 || !value) throw new DefinitionError("rules", issues);
  const rules = value.flatMap((rule) => (rule.plan ? [{ ...rule, plan: rule.plan }] : []));
  return { rules: rules.sort((a, b) => b.priority - a.priority), slots: numberSlots(rules.map(({ plan }) => plan)) };
}

function readRules(input: unknown, options: ConditionOptions): ReturnType<typeof readDocument<readonly RulePlan[]>> {
  return readDocument(input, options, (document, reading) => {
    const { issues } = reading;
    if (!Array.isArray(document)) issues.add("bad-rules", "", "rules are a list");
    const read = (Array.isArray(document) ? document : []).map((rule: Json, i) => readRule(rule, `/${i}`, reading));
    const rules = read.flatMap((one) => one ?? []);
    checkNames(rules, issues);
    return {
      units: rules.map(({ unit }) => unit),
      value: rules.map(({ unit, ...rule }) => ({ ...rule, plan: unit.plan })),
    };
  });
}

type ReadRule = Omit<RulePlan, "plan"> & { readonly pointer: string; readonly unit: Unit };

function readRule(input: Json, pointer: string, reading: Reading): ReadRule | undefined {
  const { issues } = reading;
  if (issues.full || issues.closed(pointer)) return undefined;
  if (!isObject(input)) {
    issues.add("bad-rule", pointer, "a rule is an object with conditions and an event");
    return undefined;
  }
  checkKeys(input, ["name", "conditions", "event", "priority"], pointer, issues);
  const { name, priority } = input;
  if (name !== undefined && (typeof name !== "string" || name === ""))
    issues.add("bad-name", `${pointer}/name`, "must be a text of at least one character");
  checkPriority(priority, pointer, issues);
  return {
    rule: typeof name === "string" ? name : pointer,
    priority: typeof priority === "number" ? priority : 1,
    pointer,
    unit: planCondition(input.conditions, `${pointer}/conditions`, reading),
    event: readEvent(input.event, `${pointer}/event`, issues),
  };
}

function readEvent(input: Json | undefined, pointer: string, issues: IssueList): RuleEvent {
  if (!isObject(input)) {
    issues.add("bad-event", pointer, "must be an object with a type");
    return { type: "" };
  }
  checkKeys(input, ["type", "params"], pointer, issues);
  const { type, params } = input;
  if (typeof type !== "string" || type === "") issues.add("bad-event", `${pointer}/type`, "must be a text");
  if (params !== undefined && !isObject(params)) issues.add("bad-event", `${pointer}/params`, "must be an object");
  return issues.plain ? frozenCopy(input as unknown as RuleEvent) : { type: "" };
}

function checkNames(rules: readonly ReadRule[], issues: IssueList): void {
  const first = new Map<string, string>();
  for (const { rule, pointer } of rules) {
    const taken = first.get(rule);
    if (taken === undefined) first.set(rule, pointer);
    else issues.add("duplicate-name", `${pointer}/name`, `${quoted(rule)} is the name of the rule at ${taken} already`);
  }
}
