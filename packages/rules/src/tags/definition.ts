import type { Label } from "@tributary/core";
import type { Condition, FactSchema, NamesOf, TypedDefinition } from "../condition/index";

/** What every tag may say beside what it is given for. */
export interface TagNotes {
  readonly tag: string;
  readonly label?: Label;
  /** Tags of one group exclude each other, such as 旅程环节: of those that would be given, the first defined is. */
  readonly group?: string;
  /** How long it holds after a date fact: given while 0 ≤ now − from < lasts, and not where the date is unknown. */
  readonly validity?: { readonly from: string; readonly lasts: string };
}

/** A tag that a condition decides: 高意向, 沉睡. */
export interface RuleTag extends TagNotes {
  readonly when: Condition;
}

/**
 * A tag that carries a fact's value: 会员等级 = gold. On a `top` fact it can ask for a real preference, 关注车系 = 星愿:
 * a count and a share of occurrences that the value must reach.
 */
export interface ValueTag extends TagNotes {
  readonly fact: string;
  /** Least number of occurrences of the value, of a `top` fact. */
  readonly minCount?: number;
  /** Least share of the value among occurrences with any, of a `top` fact; above 0, at most 1. */
  readonly minShare?: number;
}

/** One tag of a host, as data. */
export type TagDefinition = RuleTag | ValueTag;

/** A tag over facts the compiler knows: a mistyped name, or a value of another type, does not compile. */
export type TypedTag<S extends FactSchema> = TypedValidity<S> &
  (
    | Omit<TypedDefinition<S, RuleTag>, "validity">
    | (Omit<ValueTag, "validity" | "fact"> & { readonly fact: keyof S & string })
  );

interface TypedValidity<S extends FactSchema> {
  readonly validity?: { readonly from: NamesOf<S, "date">; readonly lasts: string };
}
