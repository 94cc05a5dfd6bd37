import type { Facts } from "./condition";
import { factOf } from "./fact-of";

/**
 * The key under which facts list those that have no value because more happened than is kept. They are absent, and yet
 * nobody may conclude that there is nothing: to a condition they are unknown, under `notExists` too.
 */
export const BOUND_FACTS = "$bound";

/**
 * Whether a fact has no value only because more happened than is kept, as `readFacts` says it.
 *
 * @example
 * const facts = { visits: 2, $bound: ["spentMinor30d"] };
 * [isBound(facts, "spentMinor30d"), isBound(facts, "visits"), isBound(facts, "lastOrderAt")]; // => [true, false, false]
 */
export const isBound = (facts: Facts, fact: string): boolean =>
  factOf(facts, fact) === undefined && lists(factOf(facts, BOUND_FACTS), fact);

/** Whether what was read from {@link BOUND_FACTS} lists a fact. */
export const lists = (bound: unknown, fact: string): boolean => Array.isArray(bound) && bound.includes(fact);
