import { frozenCopy, type Json, parseDuration } from "@tributary/core";
import type { Decorator } from "./decorator";
import type { OperandKind } from "./operator";

/** Lists longer than this are looked up in a `Set`. Our choice: about where hashing beats scanning in V8. */
const SCANNED = 8;

/** Turns a checked constant into what the operator compares with: a duration to milliseconds, a long list to a set. */
export function prepare(literal: Json, operand: OperandKind, decorators: readonly Decorator[]): unknown {
  const [outermost, ...rest] = decorators;
  if (outermost === "swap") return frozenCopy(literal);
  if (outermost === "someValue" || outermost === "everyValue")
    return (literal as readonly Json[]).map((element) => prepare(element, operand, rest));
  if (outermost !== undefined) return prepare(literal, operand, rest);
  if (operand === "window") return parseDuration(literal as string);
  if (operand === "list" && (literal as readonly Json[]).length > SCANNED) return new Set(literal as readonly Json[]);
  return frozenCopy(literal);
}
