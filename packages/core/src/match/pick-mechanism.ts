import { byCodeUnit } from "../model";
import type { Mechanism } from "./mechanisms";

/** How one mechanism stands with a person, and why. */
export interface ConsideredMechanism {
  readonly mechanism: string;
  readonly priority: number;
  readonly fits: boolean;
  /** The person's tags that speak for it. */
  readonly because: readonly string[];
  /** Tags of `allOf` the person lacks. */
  readonly missing: readonly string[];
  /** The tags of `anyOf`, where the person has none of them. */
  readonly missingAnyOf: readonly string[];
  /** Tags of `noneOf` the person has. */
  readonly forbidden: readonly string[];
}

/** The mechanism for a person, and how every one fared. */
export interface MechanismPick {
  /** The first that fits; absent where none does. */
  readonly picked?: string;
  /** All that share its priority and fit, it included: equals, among which outcomes may teach (see `thompson`). */
  readonly equals: readonly string[];
  /** Every mechanism: those that fit before the others, then by priority, then by name. */
  readonly considered: readonly ConsideredMechanism[];
}

/**
 * Picks how to move a person by the tags they have: the price-sensitive (价格敏感) by a discount, those who spread the word
 * (涟漪受众) by a referral reward, as the mechanisms say.
 *
 * @param tags the person's tags, in any order
 * @param mechanisms checked mechanisms, in any order
 * @example
 * const label = { zh: "机制", en: "Mechanism" };
 * const mechanisms = [
 *   { mechanism: "discount", label, priority: 1, allOf: ["price-sensitive"], noneOf: ["complaining"] },
 *   { mechanism: "referral", label, priority: 2, anyOf: ["ripple", "owner"] },
 * ];
 * pickMechanism(["price-sensitive"], mechanisms).picked; // => "discount"
 * pickMechanism(["price-sensitive", "owner"], mechanisms).picked; // => "referral"
 * const { considered } = pickMechanism(["price-sensitive", "complaining"], mechanisms);
 * considered.map(({ forbidden, missingAnyOf }) => [...forbidden, ...missingAnyOf]); // => [["ripple", "owner"], ["complaining"]]
 * @see Our choice: conditions on tags only, so that it needs no rule engine; a host with one states what its rules find as
 *   tags
 */
export function pickMechanism(tags: Iterable<string>, mechanisms: readonly Mechanism[]): MechanismPick {
  const has = new Set(tags);
  const considered = mechanisms
    .map((mechanism) => consider(has, mechanism))
    .sort((a, b) => Number(b.fits) - Number(a.fits) || b.priority - a.priority || byCodeUnit(a.mechanism, b.mechanism));
  const [first] = considered;
  if (!first?.fits) return { equals: [], considered };
  const equals = considered.filter(({ fits, priority }) => fits && priority === first.priority);
  return { picked: first.mechanism, equals: equals.map(({ mechanism }) => mechanism), considered };
}

function consider(has: ReadonlySet<string>, { mechanism, priority, ...asked }: Mechanism): ConsideredMechanism {
  const { allOf = [], anyOf = [], noneOf = [] } = asked;
  const missing = allOf.filter((tag) => !has.has(tag));
  const missingAnyOf = anyOf.some((tag) => has.has(tag)) ? [] : anyOf;
  const forbidden = noneOf.filter((tag) => has.has(tag));
  const fits = missing.length === 0 && missingAnyOf.length === 0 && forbidden.length === 0;
  const because = [...new Set([...allOf, ...anyOf])].filter((tag) => has.has(tag));
  return { mechanism, priority, fits, because, missing, missingAnyOf, forbidden };
}
