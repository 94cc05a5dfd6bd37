import { type Issue, nearestName, pointerOf } from "@tributary/core";
import type { FactType } from "../condition/index";
import { type FactDefinitions, type FormulaFact, SUFFIXES } from "./definition";
import { type Formula, OPERATIONS, type OperandType, operationOf } from "./formula";
import { typeOf } from "./type-of";

/** What formulas come to, and what is wrong between them and the facts they name. */
export interface Inspection {
  readonly types: ReadonlyMap<string, OperandType>;
  readonly issues: readonly Issue[];
}

/** Most operands of a formula, those of the formulas it names included. Our choice: a page of arithmetic. */
const MAX_OPERANDS = 1_000;

/** What one formula comes to: its type, `undefined` where that cannot be told, and how many operands it takes. */
interface Sized {
  readonly type: OperandType | undefined;
  readonly operands: number;
}

type Place = readonly PropertyKey[];

/** Looks through all formulas of a document whose definitions are right each by itself. */
export function inspectFormulas(definitions: FactDefinitions): Inspection {
  const issues: Issue[] = [];
  const known = new Map<string, Sized>();
  const add = (code: string, place: Place, message: string, hint?: string): Sized => {
    issues.push({ code, pointer: pointerOf(place), message, ...(hint !== undefined && { hint }) });
    return { type: undefined, operands: 0 };
  };

  const sizeFormula = (name: string, { formula }: FormulaFact, above: readonly string[]): Sized => {
    const sized = known.get(name) ?? sizeNode(formula, [name, "formula"], [...above, name]);
    const fits = sized.operands <= MAX_OPERANDS;
    if (!known.has(name) && !fits) add("too-large", [name, "formula"], `takes more than ${MAX_OPERANDS} operands`);
    known.set(name, fits ? sized : { ...sized, operands: 0 });
    return sized;
  };

  const sizeNode = (formula: Formula, place: Place, above: readonly string[]): Sized => {
    if (typeof formula === "number") return { type: "number", operands: 1 };
    if (typeof formula === "string") return sizeName(formula, place, above);
    const [name, operands] = operationOf(formula);
    const sizes = operands.map((operand, i) => sizeNode(operand, [...place, name, i], above));
    const total = sizes.reduce((sum, one) => sum + one.operands, 0);
    const types = sizes.flatMap(({ type }) => type ?? []);
    if (types.length < sizes.length) return { type: undefined, operands: total };
    const type = OPERATIONS[name].typeOf(types);
    if (type === undefined) add("wrong-type", [...place, name], `does not go with ${types.map(article).join(" and ")}`);
    return { type, operands: total };
  };

  const sizeName = (fact: string, place: Place, above: readonly string[]): Sized => {
    const definition = Object.hasOwn(definitions, fact) ? definitions[fact] : undefined;
    if (definition?.kind === "formula") {
      const start = above.indexOf(fact);
      if (start < 0) return sizeFormula(fact, definition, above);
      return add("cycle", place, `comes back to itself: ${[...above.slice(start), fact].join(" → ")}`);
    }
    const type: FactType | undefined = definition ? typeOf(definition) : topType(fact, definitions);
    if (type === undefined)
      return add("unknown-fact", place, "is no fact of this set", nearestName(fact, namesOf(definitions)));
    if (type.type === "number" || type.type === "date") return { type: type.type, operands: 1 };
    return add("wrong-type", place, `is of type ${type.type}: operands are numbers and dates`);
  };

  for (const [name, fact] of Object.entries(definitions)) if (fact.kind === "formula") sizeFormula(name, fact, []);
  const types = [...known].flatMap(([name, { type }]) => (type ? [[name, type] as const] : []));
  return { types: new Map(types), issues };
}

/** The two facts more that a `top` reads are numbers. */
const topType = (fact: string, definitions: FactDefinitions): FactType | undefined =>
  SUFFIXES.some((suffix) => {
    const top = fact.endsWith(suffix) ? fact.slice(0, -suffix.length) : "";
    return Object.hasOwn(definitions, top) && definitions[top]?.kind === "top";
  })
    ? { type: "number" }
    : undefined;

const namesOf = (definitions: FactDefinitions): readonly string[] =>
  Object.entries(definitions).flatMap(([name, { kind }]) =>
    kind === "top" ? [name, ...SUFFIXES.map((suffix) => name + suffix)] : [name],
  );

const article = (type: OperandType): string => `a ${type}`;
