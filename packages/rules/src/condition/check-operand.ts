import { isEpochMs, type Json, parseDuration } from "@tributary/core";
import { checkBound } from "./check-bound";
import type { FactType } from "./condition";
import type { Decorator } from "./decorator";
import { type IssueList, quoted } from "./issue-list";
import { CONDITION_LIMITS } from "./limits";
import type { Operator } from "./operator";
import { readInstant } from "./read-instant";
import { readPattern } from "./read-pattern";

/** One side of a comparison: a constant of the document, or a fact of a type. */
export type Side =
  | { readonly literal: Json; readonly pointer: string }
  | { readonly type: FactType; readonly what: string; readonly pointer: string };

/** What is compared, and where to complain. */
export interface Comparison {
  readonly operator: Operator;
  readonly decorators: readonly Decorator[];
  readonly left: Side;
  readonly right: Side;
}

/** Checks the types of both sides of a leaf, going through its decorators from the outside in. */
export function checkOperand(comparison: Comparison, issues: IssueList): void {
  const { operator, decorators, left, right } = comparison;
  const [outermost, ...rest] = decorators;
  const inside = (sides: { readonly left?: Side; readonly right?: Side }): void =>
    checkOperand({ operator, decorators: rest, left, right, ...sides }, issues);
  switch (outermost) {
    case undefined:
      checkSides(operator, left, right, issues);
      break;
    case "not":
      inside({});
      break;
    case "swap":
      inside({ left: right, right: left });
      break;
    case "someFact":
    case "everyFact":
      for (const element of elementsOf(left, issues)) inside({ left: element });
      break;
    case "someValue":
    case "everyValue":
      for (const element of elementsOf(right, issues)) inside({ right: element });
      break;
  }
}

function elementsOf(side: Side, issues: IssueList): readonly Side[] {
  const { pointer } = side;
  if ("literal" in side) {
    if (Array.isArray(side.literal))
      return side.literal.map((literal: Json, i) => ({ literal, pointer: `${pointer}/${i}` }));
    issues.add("bad-value", pointer, "must be a list");
    return [];
  }
  const { type, what } = side;
  if (type.type === "list") return [{ type: type.of ?? { type: "any" }, what: `an element of ${what}`, pointer }];
  if (type.type === "any") return [side];
  issues.add("wrong-type", pointer, `${what} is a ${type.type}, not a list`);
  return [];
}

function checkSides(operator: Operator, left: Side, right: Side, issues: IssueList): void {
  const { name, operand, reads } = operator;
  const seen = issues.met;
  if (reads && !reads.some((type) => mayBe(left, type)))
    issues.add("wrong-type", left.pointer, `${name} reads a ${reads.join(" or a ")}, ${describe(left)} is none`);
  if (!reads && operand !== "none" && (mayBe(left, "list", true) || mayBe(left, "object", true)))
    issues.add(
      "wrong-type",
      left.pointer,
      `${name} never holds for ${describe(left)}: lists and objects have no value`,
    );
  if (operand === "none" || operand === "element") return;
  checkRight(operator, right, issues);
  if (issues.met > seen) return;
  const [subject = left] = reads?.[0] === "list" ? elementsOf(left, issues) : [left];
  if (operand === "scalar" || operand === "list") checkAlike(operator, subject, right, issues);
  checkBound(name, subject, right, issues);
}

const OPERAND: Readonly<Record<"number" | "instant" | "text", readonly [FactType["type"], string]>> = {
  number: ["number", "a number"],
  instant: ["date", "an instant in epoch milliseconds"],
  text: ["string", "a text"],
};

function checkRight({ name, operand }: Operator, right: Side, issues: IssueList): void {
  const add = (message: string, code = "bad-value"): void => issues.add(code, right.pointer, message);
  if (operand === "scalar") {
    if (mayBe(right, "list", true) || mayBe(right, "object", true)) add(`${name} compares with one value`);
  } else if (operand === "list") {
    checkList(right, issues);
  } else if (operand === "window") {
    const text = "literal" in right ? right.literal : undefined;
    if (typeof text !== "string" || parseDuration(text) === undefined) add(badDuration(text), "bad-duration");
  } else if (operand === "range") {
    if (!("literal" in right) || !isRange(right.literal)) add("must be [lower, upper], two numbers in order");
  } else if (operand === "pattern") {
    const message = badPattern("literal" in right ? right.literal : undefined);
    if (message !== undefined) add(message, "bad-pattern");
  } else if (operand === "instant" && "literal" in right && typeof right.literal === "string") {
    if (readInstant(right.literal) === undefined)
      add('must be epoch milliseconds or ISO 8601 with its zone, such as "2026-01-31T00:00:00+08:00"');
  } else if (operand !== "none" && operand !== "element") {
    const [type, noun] = OPERAND[operand];
    if (!mayBe(right, type)) add(`must be ${noun}, ${describe(right)} is not`);
    else if (operand === "text" && "literal" in right && right.literal === "") add("every text contains an empty one");
  }
}

function checkList(side: Side, issues: IssueList): void {
  const { maxListLength } = CONDITION_LIMITS;
  if (!mayBe(side, "list")) issues.add("bad-value", side.pointer, `must be a list, ${describe(side)} is not`);
  else if ("literal" in side)
    for (const [i, element] of (side.literal as readonly Json[]).entries())
      if (element !== null && typeof element === "object")
        issues.add("bad-value", `${side.pointer}/${i}`, "must be one value, not a list or an object");
  if ("literal" in side && Array.isArray(side.literal) && side.literal.length > maxListLength)
    issues.add("too-long", side.pointer, `more than ${maxListLength} values`);
}

function isRange(value: Json): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [lower, upper] = value as readonly Json[];
  return typeof lower === "number" && typeof upper === "number" && lower <= upper;
}

const CALENDAR_UNIT = /month|year|quarter|mo\b|y\b|[个]?月|年|季/i;

/** Why a text is no duration. */
export function badDuration(text: unknown): string {
  if (typeof text !== "string") return 'must be a duration such as "7d"';
  if (CALENDAR_UNIT.test(text)) return `${quoted(text)} has no fixed length; write days, such as "30d"`;
  return `${quoted(text)} is not a duration; write a whole number and ms, s, m, h, d or w, such as "7d"`;
}

function badPattern(text: unknown): string | undefined {
  if (typeof text !== "string") return "must be a regular expression as text";
  const pattern = readPattern(text);
  return pattern.ok ? undefined : `${pattern.error.message}, at position ${pattern.error.position}`;
}

/** The values must be able to equal what the fact holds. */
function checkAlike({ name, operand }: Operator, subject: Side, right: Side, issues: IssueList): void {
  const values = operand === "list" ? elementsOf(right, issues) : [right];
  for (const value of values) {
    const [typed, other] = "type" in subject ? [subject, value] : [value, subject];
    if (!("type" in typed) || typed.type.type === "any") continue;
    const literal = "literal" in other ? other.literal : undefined;
    if (literal === null) continue;
    const { type, values: allowed } = typed.type;
    if (!mayBe(other, type)) {
      issues.add("wrong-type", value.pointer, `${name} compares ${typed.what}, a ${type}, with ${describe(other)}`);
    } else if (allowed && literal !== undefined && !allowed.some((known) => known === literal)) {
      const known = typeof literal === "string" ? { name: literal, names: allowed.map(String) } : undefined;
      issues.add("unknown-value", value.pointer, `${typed.what} is never ${quoted(String(literal))}`, known);
    }
  }
}

/** Whether a side can be of a type; with `certainly`, whether it can be nothing else. */
function mayBe(side: Side, type: FactType["type"], certainly = false): boolean {
  if ("type" in side) {
    const { type: declared } = side.type;
    if (declared === "any") return !certainly;
    return declared === type || (declared === "date" && type === "number");
  }
  const { literal } = side;
  if (Array.isArray(literal)) return type === "list";
  if (literal === null) return false;
  return type === "date" ? isEpochMs(literal) : typeof literal === type;
}

function describe(side: Side): string {
  if ("type" in side) return `${side.what} (a ${side.type.type})`;
  const { literal } = side;
  if (Array.isArray(literal)) return "a list";
  if (literal !== null && typeof literal === "object") return "an object";
  return typeof literal === "string" ? quoted(literal) : String(literal);
}
