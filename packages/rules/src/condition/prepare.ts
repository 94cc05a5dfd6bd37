import { frozenCopy, type Json, parseDuration } from "@tributary/core";
import type { Decorator } from "./decorator";
import type { Operator } from "./operator";
import { readInstant } from "./read-instant";
import { readPattern } from "./read-pattern";

/** Lists longer than this are looked up in a `Set`. Our choice: about where hashing beats scanning in V8. */
const SCANNED = 8;

/**
 * Turns a checked constant into what the operator compares with: a duration into milliseconds, an instant into epoch
 * milliseconds, a pattern into a regular expression, a long list for `in` into a set.
 */
export function prepare(literal: Json, operator: Operator, decorators: readonly Decorator[]): unknown {
  const [outermost, ...rest] = decorators;
  if (outermost === "swap") return frozenCopy(literal);
  if (outermost === "someValue" || outermost === "everyValue")
    return (literal as readonly Json[]).map((element) => prepare(element, operator, rest));
  if (outermost !== undefined) return prepare(literal, operator, rest);
  const { operand } = operator;
  if (operand === "window") return parseDuration(literal as string);
  if (operand === "instant" && typeof literal === "string") return readInstant(literal);
  if (operand === "pattern") return regExp(literal as string);
  if (operator.hashes && (literal as readonly Json[]).length > SCANNED) return new Set(literal as readonly Json[]);
  return frozenCopy(literal);
}

function regExp(text: string): RegExp | undefined {
  const pattern = readPattern(text);
  return pattern.ok ? pattern.value : undefined;
}
