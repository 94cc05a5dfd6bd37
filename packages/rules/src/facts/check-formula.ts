import { nearestName } from "@tributary/core";
import type { Mistake } from "./check-together";
import { type Formula, OPERATIONS, type Operation, type OperationName } from "./formula";

/** Checks that a value from outside is a {@link Formula} by its shape; what its names are is for the whole set to say. */
export function checkFormula(input: unknown, place: readonly PropertyKey[]): readonly Mistake[] {
  if (typeof input === "number") return [];
  if (typeof input === "string") return input === "" ? [bad(place, "must be a fact's name")] : [];
  const keys = input !== null && typeof input === "object" && !Array.isArray(input) ? Object.keys(input) : [];
  const [name] = keys;
  if (name === undefined || keys.length > 1)
    return [bad(place, 'must be a number, a fact\'s name or one operation, such as { "divide": ["spent", "orders"] }')];
  if (!Object.hasOwn(OPERATIONS, name)) return [unknownOperation(name, [...place, name])];
  const operation = OPERATIONS[name as OperationName];
  const operands: unknown = (input as Formula & object)[name as OperationName];
  if (!Array.isArray(operands) || operands.length < operation.least || operands.length > operation.most)
    return [bad([...place, name], `must be a list of ${countOf(operation)}`)];
  const inside = operands.flatMap((operand, i) => checkFormula(operand, [...place, name, i]));
  return name === "round" ? [...inside, ...checkDigits(operands[1], [...place, name, 1])] : inside;
}

const checkDigits = (digits: unknown, place: readonly PropertyKey[]): readonly Mistake[] =>
  Number.isInteger(digits) && (digits as number) >= 0 && (digits as number) <= 9
    ? []
    : [bad(place, "must be a number of decimals, 0 to 9")];

const countOf = ({ least, most }: Operation): string =>
  least === most ? `${least} operand${least === 1 ? "" : "s"}` : `${least} to ${most} operands`;

function unknownOperation(name: string, place: readonly PropertyKey[]): Mistake {
  const known = Object.keys(OPERATIONS);
  const hint = nearestName(name, known);
  const message = `must be one of ${known.join(", ")}`;
  return { code: "unknown-operation", place, message, ...(hint !== undefined && { hint }) };
}

const bad = (place: readonly PropertyKey[], message: string): Mistake => ({ code: "bad-value", place, message });
