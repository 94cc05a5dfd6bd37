import type { Comparison, Where, WhereValue } from "../facts/index";
import type { Draft } from "./draft";
import { isOneOf } from "./one-of";

type Claim = (json: string, draft: Draft, operand: never) => string;

const ordering =
  (sign: string): Claim =>
  (json, { dialect, bind }, operand: number) =>
    `${dialect.number(json)} ${sign} ${bind(operand)}`;

const CLAIMS: { readonly [Name in keyof Comparison]-?: Claim } = {
  eq: (json, { dialect, bind }, operand: WhereValue) => isOneOf(json, [operand], dialect, bind),
  ne: (json, { dialect, bind }, operand: WhereValue) =>
    `${json} IS NOT NULL AND NOT ${isOneOf(json, [operand], dialect, bind)}`,
  gt: ordering(">"),
  gte: ordering(">="),
  lt: ordering("<"),
  lte: ordering("<="),
  in: (json, { dialect, bind }, operand: readonly WhereValue[]) => isOneOf(json, operand, dialect, bind),
  exists: (json, _, operand: boolean) => `${json} IS ${operand ? "NOT " : ""}NULL`,
};

/** Whether a filter on event properties knows how to say a comparison. */
export const isClaim = (name: string): boolean => Object.hasOwn(CLAIMS, name);

/** The claims of a filter on event properties; an event matches where all are true, and false is as good as unknown. */
export const whereClaims = (where: Where | undefined, draft: Draft): readonly string[] =>
  Object.entries(where ?? {}).flatMap(([path, wanted]) =>
    Object.entries(comparisonOf(wanted)).map(
      ([name, operand]) => `(${CLAIMS[name as keyof Comparison](draft.property(path), draft, operand as never)})`,
    ),
  );

const comparisonOf = (wanted: WhereValue | Comparison): Comparison =>
  wanted === null || typeof wanted !== "object" ? { eq: wanted } : wanted;
