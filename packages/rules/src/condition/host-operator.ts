import { isEpochMs } from "@tributary/core";
import type { FactType } from "./condition";
import { DECORATOR_NAMES } from "./decorator";
import { type Compare, OPERATORS, type OperandKind, type Operator } from "./operator";

/**
 * An operator of the host's own. It must be pure: the same arguments, the same answer.
 *
 * `compare` is asked only where the fact is of a type in `reads` and the other side is what `operand` says: a window comes
 * as milliseconds, an instant as epoch milliseconds, a pattern as a `RegExp`. `undefined` means that there is no answer.
 */
export interface HostOperator {
  readonly operand: Exclude<OperandKind, "element">;
  /** The fact types it gives an answer for; any, where it is left out. */
  readonly reads?: readonly FactType["type"][] | undefined;
  readonly compare: Compare;
}

/** Operators of the host, by name. */
export type HostOperators = { readonly [name: string]: HostOperator };

const KINDS: readonly string[] = ["scalar", "number", "instant", "text", "window", "list", "range", "pattern", "none"];
const TYPES: readonly string[] = ["number", "string", "boolean", "date", "list", "object"];
const NAME = /^[\p{L}_$][\p{L}\p{N}_$-]{0,63}$/u;

/**
 * The operators a condition may name: the built-in ones and the host's.
 *
 * @throws TypeError or RangeError for a host's operator that is declared wrongly or shadows a built-in one: they are code,
 * not part of a definition
 */
export function operatorsWith(host: HostOperators | undefined): ReadonlyMap<string, Operator> {
  if (host === undefined) return OPERATORS;
  const all = new Map(OPERATORS);
  for (const [name, declared] of Object.entries(host)) {
    if (!NAME.test(name)) throw new RangeError(`${JSON.stringify(name)} cannot be an operator's name`);
    if (OPERATORS.has(name) || DECORATOR_NAMES.has(name))
      throw new RangeError(`operator ${name} is built in and cannot be declared again`);
    all.set(name, checked(name, declared));
  }
  return all;
}

function checked(name: string, declared: HostOperator): Operator {
  const { operand, reads, compare } = declared;
  if (!KINDS.includes(operand)) throw new RangeError(`operator ${name} has no operand ${String(operand)}`);
  if (typeof compare !== "function") throw new TypeError(`compare of operator ${name} must be a function`);
  if (reads !== undefined && (!Array.isArray(reads) || reads.length === 0 || !reads.every((r) => TYPES.includes(r))))
    throw new RangeError(`operator ${name} reads a list of ${TYPES.join(", ")}, got ${JSON.stringify(reads)}`);
  return { name, operand, reads, compare: guarded(name, declared) };
}

/** Asks the host only about what it declared, and takes nothing but an answer for one. */
function guarded(name: string, { operand, reads, compare }: HostOperator): Compare {
  return (actual, expected, now) => {
    if (reads && !reads.some((type) => isOfType(actual, type))) return undefined;
    if (!isOperand(expected, operand)) return undefined;
    const answer: unknown = compare(actual, expected, now);
    if (answer === undefined || typeof answer === "boolean") return answer;
    throw new TypeError(`operator ${name} must answer true, false or undefined, got ${String(answer)}`);
  };
}

function isOfType(value: unknown, type: FactType["type"]): boolean {
  if (type === "list") return Array.isArray(value);
  if (type === "date") return isEpochMs(value);
  if (type === "number") return typeof value === "number" && !Number.isNaN(value);
  return typeof value === type && value !== null && !Array.isArray(value);
}

function isOperand(value: unknown, operand: HostOperator["operand"]): boolean {
  if (operand === "number" || operand === "window") return isOfType(value, "number");
  if (operand === "instant") return isEpochMs(value);
  if (operand === "text") return typeof value === "string";
  if (operand === "list" || operand === "range") return Array.isArray(value);
  return operand !== "scalar" || typeof value !== "object" || value === null;
}
