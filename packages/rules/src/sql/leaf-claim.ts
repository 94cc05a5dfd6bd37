import type { LeafCondition, Scalar } from "../condition/index";
import { CLAIMS, COMPARISONS, type Constant } from "./comparisons";
import type { Draft } from "./draft";
import type { Operand } from "./operand";

/** The two sides of a leaf: its fact, and a constant or another fact. */
export interface Sides {
  readonly fact: Operand;
  readonly value: Operand | { readonly type: "list"; readonly value: Constant } | undefined;
}

const NEGATED: ReadonlyMap<string, string> = new Map([
  ["notEqual", "equal"],
  ["notIn", "in"],
  ["notExists", "exists"],
]);

/**
 * The claim of one leaf: true, false, or `NULL` where a side is missing or of a wrong type.
 *
 * @returns `undefined` where SQL cannot say it exactly
 */
export function leafClaim({ operator }: LeafCondition, sides: Sides, draft: Draft): string | undefined {
  const decorators = operator.split(":");
  return decorated(decorators, decorators.pop() as string, sides, draft);
}

type Claim = (sides: Sides) => string | undefined;

/** Goes through the decorators from the outermost; those that look into a list of the fact's are not SQL. */
function decorated(decorators: readonly string[], operator: string, sides: Sides, draft: Draft): string | undefined {
  const [outermost, ...rest] = decorators;
  const inside: Claim = (within) => decorated(rest, operator, within, draft);
  switch (outermost) {
    case undefined:
      return plain(operator, sides, draft);
    case "not":
      return negated(inside(sides));
    case "swap":
      return sides.value && sides.value.type !== "list" ? inside({ fact: sides.value, value: sides.fact }) : undefined;
    case "someValue":
      return ofEach(sides, inside, " OR ");
    case "everyValue":
      return ofEach(sides, inside, " AND ");
    default:
      return undefined;
  }
}

/** SQL's `OR` and `AND` keep what is not known as Kleene's do. */
function ofEach({ fact, value }: Sides, inside: Claim, join: " OR " | " AND "): string | undefined {
  if (value?.type !== "list") return undefined;
  const claims = (value.value as readonly (Scalar | readonly Scalar[])[]).map((element) =>
    inside({ fact, value: asSide(element) }),
  );
  if (claims.includes(undefined)) return undefined;
  if (claims.length === 0) return whenPresent([fact], join === " OR " ? "FALSE" : "TRUE");
  return `(${claims.join(join)})`;
}

/** A constant as a side. */
export const asSide = (value: Constant): NonNullable<Sides["value"]> =>
  Array.isArray(value) ? { type: "list", value } : { type: "constant", value: value as Scalar };

const negated = (claim: string | undefined): string | undefined => (claim === undefined ? undefined : `NOT (${claim})`);

function plain(operator: string, { fact, value }: Sides, draft: Draft): string | undefined {
  const opposite = NEGATED.get(operator);
  if (opposite !== undefined) return negated(plain(opposite, { fact, value }, draft));
  if (operator === "exists") return fact.type === "constant" ? undefined : `${fact.sql} IS NOT NULL`;
  if (value === undefined) return undefined;
  const compare = COMPARISONS.get(operator);
  if (compare) {
    if (value.type === "list") return undefined;
    return whenPresent([fact, value], compare(fact, value, draft));
  }
  return "value" in value ? whenPresent([fact], CLAIMS.get(operator)?.(fact, value.value, draft)) : undefined;
}

/** A claim that is only answered where all sides are there. */
function whenPresent(sides: readonly Operand[], claim: string | undefined): string | undefined {
  if (claim === undefined) return undefined;
  const present = sides.flatMap((side) => (side.type === "constant" ? [] : [`${side.sql} IS NOT NULL`]));
  return present.length === 0 ? `(${claim})` : `CASE WHEN ${present.join(" AND ")} THEN ${claim} END`;
}
