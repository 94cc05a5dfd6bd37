import type { Label } from "@tributary/core";
import type { Condition } from "../condition/index";

/** A tag that a condition decides: 高意向, 沉睡. */
export interface RuleTag {
  readonly tag: string;
  readonly label?: Label;
  readonly when: Condition;
}

/**
 * A tag that carries a fact's value: 会员等级 = gold. On a `top` fact it can ask for a real preference, 关注车系 = 星愿:
 * a count and a share of occurrences that the value must reach.
 */
export interface ValueTag {
  readonly tag: string;
  readonly label?: Label;
  readonly fact: string;
  /** Least number of occurrences of the value, of a `top` fact. */
  readonly minCount?: number;
  /** Least share of the value among occurrences with any, of a `top` fact; above 0, at most 1. */
  readonly minShare?: number;
}

/** One tag of a host, as data. */
export type TagDefinition = RuleTag | ValueTag;
