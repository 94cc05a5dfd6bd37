import type { Facts } from "./condition";

/**
 * A fact by its own name: nothing that every object has is a fact.
 *
 * @example
 * [factOf({ visits: 2 }, "visits"), factOf({ visits: 2 }, "toString")]; // => [2, undefined]
 */
export const factOf = (facts: Facts, name: string): unknown => (Object.hasOwn(facts, name) ? facts[name] : undefined);
