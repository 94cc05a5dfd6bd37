import type { Json } from "@tributary/core";
import type { FactDefinitions, Formula } from "../facts/index";

/** Works a formula out by hand from facts already read; `undefined` where an operand, or the result, is nothing. */
export function rescanFormula(
  formula: Formula,
  facts: { readonly [name: string]: Json },
  definitions: FactDefinitions,
): number | undefined {
  if (typeof formula === "number") return formula;
  if (typeof formula === "string") {
    const definition = definitions[formula];
    if (definition?.kind === "formula") return rescanFormula(definition.formula, facts, definitions);
    const value = facts[formula];
    return typeof value === "number" ? value : undefined;
  }
  const [[name, operands]] = Object.entries(formula) as [[string, readonly Formula[]]];
  const values: number[] = [];
  for (const operand of operands) {
    const value = rescanFormula(operand, facts, definitions);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const result = workOut(name, values);
  return Number.isFinite(result) ? result || 0 : undefined;
}

function workOut(name: string, values: readonly number[]): number {
  const [a = 0, b = 0] = values;
  let result = a;
  switch (name) {
    case "add":
      for (const value of values.slice(1)) result += value;
      return result;
    case "multiply":
      for (const value of values.slice(1)) result *= value;
      return result;
    case "subtract":
      return a - b;
    case "divide":
      return a / b;
    case "min":
      return [...values].sort((x, y) => x - y)[0] as number;
    case "max":
      return [...values].sort((x, y) => y - x)[0] as number;
    case "round":
      return Math.round(a * 10 ** b) / 10 ** b;
    default:
      return Math.floor(a);
  }
}
