import type { Condition, FactReference, LeafCondition } from "../condition/index";
import type { Constant } from "./comparisons";
import type { FactOperands } from "./fact-operands";
import { asSide, leafClaim, type Sides } from "./leaf-claim";

/** What a condition is written with. */
export interface Writing {
  readonly facts: FactOperands;
  /** What `{ condition: name }` refers to; all there, and no cycle among them: it was checked. */
  readonly conditions: { readonly [name: string]: Condition };
}

const NOTES = ["name", "label", "priority"];
const REFERENCE = ["fact", "path", "params"];
const MEMBERS = ["all", "any", "not", "condition", "operator", "value", ...REFERENCE, ...NOTES];

/** Refuses what a node says beyond what is written here, known to conditions or not. */
function refuseUnknown(node: object, known: readonly string[], pointer: string, { facts }: Writing): void {
  for (const member of Object.keys(node))
    if (!known.includes(member)) facts.refuse("unsupported-member", `${pointer}/${member}`, "is not written as SQL");
}

/**
 * A checked condition as a claim: true, false, or `NULL` where it is unknown. SQL's `AND`, `OR` and `NOT` are Kleene's.
 *
 * What cannot be said exactly is listed with its place, and stands as `NULL`.
 */
export function conditionClaim(condition: Condition, pointer: string, writing: Writing): string {
  refuseUnknown(condition, MEMBERS, pointer, writing);
  if ("fact" in condition) return leaf(condition, pointer, writing);
  if ("all" in condition) return group(condition.all, `${pointer}/all`, " AND ", writing);
  if ("any" in condition) return group(condition.any, `${pointer}/any`, " OR ", writing);
  if ("not" in condition) return `NOT (${conditionClaim(condition.not, `${pointer}/not`, writing)})`;
  if ("condition" in condition) return named(condition.condition, writing);
  return refused(writing, "unsupported-condition", pointer, "this kind of condition is not written as SQL");
}

const group = (children: readonly Condition[], pointer: string, join: string, writing: Writing): string =>
  `(${children.map((child, i) => conditionClaim(child, `${pointer}/${i}`, writing)).join(join)})`;

function named(name: string, writing: Writing): string {
  const condition = writing.conditions[name] as Condition;
  return conditionClaim(condition, `/conditions/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, writing);
}

function leaf(condition: LeafCondition, pointer: string, writing: Writing): string {
  const { facts } = writing;
  const { fact, path, operator, params, value } = condition;
  const seen = facts.issues.length;
  if (params !== undefined) refused(writing, "unsupported-params", `${pointer}/params`, PARAMS);
  const side = facts.at(fact, path, pointer);
  const other = value === undefined ? undefined : valueSide(value, `${pointer}/value`, writing);
  if (!side || facts.issues.length > seen) return "NULL";
  const claim = leafClaim(condition, { fact: side, value: other }, facts.draft);
  if (claim !== undefined) return claim;
  return refused(
    writing,
    "unsupported-operator",
    `${pointer}/operator`,
    `${operator} is not written as SQL for this fact`,
  );
}

function valueSide(
  value: Exclude<LeafCondition["value"], undefined>,
  pointer: string,
  writing: Writing,
): Sides["value"] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return asSide(value as Constant);
  const { fact, path, params } = value as FactReference;
  refuseUnknown(value, REFERENCE, pointer, writing);
  if (params !== undefined) refused(writing, "unsupported-params", `${pointer}/params`, PARAMS);
  return writing.facts.at(fact, path, pointer);
}

const PARAMS = "params are for the host's own facts";

function refused({ facts }: Writing, code: string, pointer: string, message: string): "NULL" {
  facts.refuse(code, pointer, message);
  return "NULL";
}
