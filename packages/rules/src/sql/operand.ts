import type { Scalar } from "../condition/index";
import type { Column, Draft } from "./draft";

/** One side of a comparison: a column of a fact, JSON found inside one, or a constant. */
export type Operand = Column | { readonly type: "constant"; readonly value: Scalar };

/** A side as a number, `NULL` where it is none. */
export function numberOf(side: Operand, { dialect, bind }: Draft): string {
  if (side.type === "constant") return typeof side.value === "number" ? bind(side.value) : "NULL";
  return side.type === "number" ? side.sql : dialect.number(side.sql);
}

/** A side as a text, `NULL` where it is none. */
export function textOf(side: Operand, { dialect, bind }: Draft): string {
  if (side.type === "constant") return typeof side.value === "string" ? bind(side.value) : "NULL";
  return side.type === "number" ? "NULL" : dialect.text(side.sql);
}

/** A side as an instant: a whole number that a date can name, else `NULL`. */
export function instantOf(side: Operand, draft: Draft): string {
  const number = numberOf(side, draft);
  if (side.type === "constant") return number;
  const isInstant = `${number} = floor(${number}) AND abs(${number}) <= ${draft.bind(LAST_INSTANT)}`;
  return `CASE WHEN ${isInstant} THEN ${number} END`;
}

/** The last instant a date can name, in epoch milliseconds. */
const LAST_INSTANT = 8_640_000_000_000_000;
