import type { EpochMs } from "@tributary/core";
import type { FactType } from "../condition/index";
import type { FactReader } from "./define-facts";
import { type FormulaFact, SUFFIXES } from "./definition";
import type { CompiledFact } from "./fact-reader";
import { compileFormula, type Evaluate, type Formula, operationOf } from "./formula";
import { earliest } from "./next-reading";
import type { Tracks } from "./tracks";

/** Finds the reader of a fact, once all are compiled. */
export type FindReader = (fact: string) => FactReader | undefined;

type At = readonly [tracks: Tracks, now: EpochMs];

/** Compiles a checked formula into a reader that reads its operands at the same moment. */
export function compileFormulaFact(
  { formula }: FormulaFact,
  type: FactType["type"] | undefined,
  find: FindReader,
): CompiledFact {
  const evaluate = compileFormula(formula, type === "date" ? "date" : "number", (fact) => operandOf(fact, find));
  const names = namesIn(formula);
  return {
    read: (...at) => {
      const value = evaluate(...at);
      return typeof value === "number" ? { value } : { unknown: value };
    },
    nextAt: (...at) => earliest(...names.map((fact) => readerOf(fact, find)?.nextAt(...at))),
  };
}

/** The reader behind a name, be it a fact's own or one of the two more that a `top` reads. */
export function readerOf(fact: string, find: FindReader): FactReader | undefined {
  const own = find(fact);
  if (own) return own;
  const suffix = SUFFIXES.find((ending) => fact.endsWith(ending));
  const behind = suffix && find(fact.slice(0, -suffix.length));
  return behind?.top && behind;
}

const operandOf =
  (fact: string, find: FindReader): Evaluate<At> =>
  (...at) => {
    const reader = readerOf(fact, find) as FactReader;
    const { value = null, unknown, saturated, top } = reader.read(...at);
    if (unknown !== undefined) return unknown;
    if (saturated) return "bound";
    const operand = reader.name === fact ? value : fact === reader.top?.count ? top?.count : top?.share;
    return typeof operand === "number" ? operand : "no-value";
  };

function namesIn(formula: Formula): readonly string[] {
  if (typeof formula === "number") return [];
  if (typeof formula === "string") return [formula];
  return [...new Set(operationOf(formula)[1].flatMap(namesIn))];
}
