import { isEpochMs } from "@tributary/core";
import type { Unknown } from "./reading";

/**
 * Arithmetic as data: a number, the name of a fact, or one operation on a list of formulas.
 *
 * Of dates: one minus another is milliseconds, and a date plus or minus milliseconds is a date.
 */
export type Formula = number | string | { readonly [Name in OperationName]?: readonly Formula[] };

/** `round` takes a number and how many decimals, 0 to 9; `floor` rounds down to an integer. */
export type OperationName = "add" | "subtract" | "multiply" | "divide" | "min" | "max" | "round" | "floor";

/** What an operand can be. */
export type OperandType = "number" | "date";

/** One operation: how many operands it takes, what they may be, and what comes of them. */
export interface Operation {
  readonly least: number;
  readonly most: number;
  /** The type of the result; `undefined` where these do not go together. */
  readonly typeOf: (operands: readonly OperandType[]) => OperandType | undefined;
  readonly apply: (operands: readonly number[]) => number | Unknown;
}

/** Most operands of one operation. Our choice: more than anybody can read. */
const MANY = 16;

const numbers = (operands: readonly OperandType[]): OperandType | undefined =>
  operands.every((type) => type === "number") ? "number" : undefined;

const alike = ([first, ...others]: readonly OperandType[]): OperandType | undefined =>
  others.every((type) => type === first) ? first : undefined;

const oneDateAtMost = (operands: readonly OperandType[]): OperandType | undefined => {
  const dates = operands.filter((type) => type === "date").length;
  return dates === 0 ? "number" : dates === 1 ? "date" : undefined;
};

const difference = ([from, less]: readonly OperandType[]): OperandType | undefined => {
  if (less === "number") return from;
  return from === "date" ? "number" : undefined;
};

/** Every operation there is. Sums and products go from left to right, so that they are the same everywhere. */
export const OPERATIONS: { readonly [Name in OperationName]: Operation } = {
  add: { least: 2, most: MANY, typeOf: oneDateAtMost, apply: (all) => all.reduce((sum, one) => sum + one) },
  subtract: { least: 2, most: 2, typeOf: difference, apply: ([a, b]) => (a as number) - (b as number) },
  multiply: { least: 2, most: MANY, typeOf: numbers, apply: (all) => all.reduce((product, one) => product * one) },
  divide: {
    least: 2,
    most: 2,
    typeOf: numbers,
    apply: ([a, b]) => (b === 0 ? "zero-divisor" : (a as number) / (b as number)),
  },
  min: { least: 2, most: MANY, typeOf: alike, apply: (all) => Math.min(...all) },
  max: { least: 2, most: MANY, typeOf: alike, apply: (all) => Math.max(...all) },
  round: {
    least: 2,
    most: 2,
    typeOf: numbers,
    apply: ([value, digits]) => Math.round((value as number) * 10 ** (digits as number)) / 10 ** (digits as number),
  },
  floor: { least: 1, most: 1, typeOf: numbers, apply: ([value]) => Math.floor(value as number) },
};

/** The one operation of a formula that is neither a number nor a name, and its operands. */
export const operationOf = (
  formula: Exclude<Formula, number | string>,
): readonly [name: OperationName, operands: readonly Formula[]] =>
  Object.entries(formula)[0] as [OperationName, readonly Formula[]];

/** A formula's value, or why it has none. */
export type Evaluate<At extends readonly unknown[]> = (...at: At) => number | Unknown;

/**
 * Compiles a checked formula. An operand that surely has no value leaves the formula without one; otherwise one at its
 * bound leaves it at its bound.
 *
 * @param operandOf how a fact is read as an operand
 */
export function compileFormula<At extends readonly unknown[]>(
  formula: Formula,
  type: OperandType,
  operandOf: (fact: string) => Evaluate<At>,
): Evaluate<At> {
  const evaluate = compileNode(formula, operandOf);
  return (...at) => {
    const value = evaluate(...at);
    return type === "date" && typeof value === "number" && !isEpochMs(value) ? "overflow" : value;
  };
}

function compileNode<At extends readonly unknown[]>(
  formula: Formula,
  operandOf: (fact: string) => Evaluate<At>,
): Evaluate<At> {
  if (typeof formula === "number") return () => formula;
  if (typeof formula === "string") return operandOf(formula);
  const [name, operands] = operationOf(formula);
  const { apply } = OPERATIONS[name];
  const evaluate = operands.map((operand) => compileNode(operand, operandOf));
  return (...at) => {
    const values = evaluate.map((one) => one(...at));
    const reasons = values.filter((value) => typeof value === "string");
    if (reasons.length > 0) return reasons.find((reason) => reason !== "bound") ?? "bound";
    const result = apply(values as readonly number[]);
    if (typeof result === "string") return result;
    return Number.isFinite(result) ? result + 0 : "overflow";
  };
}
