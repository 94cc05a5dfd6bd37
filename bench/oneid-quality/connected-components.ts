import type { Event, IdentifierKey } from "@tributary/core";
import type { IdentityPolicy } from "@tributary/core/identity";
import { admittedKeys, type Matcher } from "./matcher";

/**
 * Plain connected components: whatever was ever seen together is one person. No limits and no hubs; blocked values are
 * left out. A person is called after the identifier that came in first.
 */
export function connectedComponents(policy: IdentityPolicy): Matcher {
  const seen = new Set<string>();
  const numbers = new Map<IdentifierKey, number>();
  const parent: number[] = [];
  const number = (key: IdentifierKey): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    parent.push(parent.length);
    numbers.set(key, parent.length - 1);
    return parent.length - 1;
  };
  const rootOf = (start: number): number => {
    let at = start;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  };
  const takeOne = (event: Event): void => {
    const [first, ...others] = admittedKeys(event, policy).map(number);
    for (const other of others) {
      const [a, b] = [rootOf(first as number), rootOf(other)];
      parent[Math.max(a, b)] = Math.min(a, b);
    }
  };
  return {
    take: (events) => {
      for (const event of events) {
        if (seen.has(event.id)) continue;
        seen.add(event.id);
        takeOne(event);
      }
    },
    nameOf: (key) => {
      const known = numbers.get(key);
      return known === undefined ? undefined : `component-${rootOf(known)}`;
    },
  };
}
