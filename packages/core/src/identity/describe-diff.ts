import { byCodeUnit, type IdentifierKey } from "../model";
import { appendTo } from "./append-to";
import type { PersonDiff } from "./diff-persons";

/** What happened to persons, for those who must act on it. Every identifier that went from one person to another is in exactly one. */
export interface PersonChanges {
  /**
   * OneIDs that ended in another: each of `from` redirects to `into`. One alone into a new OneID is a person renamed by
   * a better leader, as when an anonymous visitor becomes known.
   */
  readonly merges: readonly { readonly into: string; readonly from: readonly string[] }[];
  /**
   * Parts of a person that go on under OneIDs that named nobody before. `from` lives on where its leader stayed; where
   * the leader went elsewhere or left, it is among the redirected or the retired.
   */
  readonly splits: readonly { readonly from: string; readonly into: readonly string[] }[];
  /** Identifiers that went to a person who was there before and is not who their own person became. */
  readonly transfers: readonly {
    readonly from: string;
    readonly to: string;
    readonly keys: readonly IdentifierKey[];
  }[];
}

/**
 * Reads a diff as merges, splits and transfers, each in code-unit order.
 *
 * @example
 * const person = (oneId, ...values) => ({ oneId, ids: values.map((value) => ({ type: "device", value })) });
 * const [a, b, ab] = [person("p_a", "d-1"), person("p_b", "d-2"), person("p_a", "d-1", "d-2")];
 * const merge = diffPersons([a, b], { persons: [ab], lookup: () => ab });
 * describeDiff(merge); // => { merges: [{ into: "p_a", from: ["p_b"] }], splits: [], transfers: [] }
 * const split = diffPersons([ab], { persons: [a, b], lookup: () => undefined });
 * describeDiff(split); // => { merges: [], splits: [{ from: "p_a", into: ["p_b"] }], transfers: [] }
 */
export function describeDiff(diff: PersonDiff): PersonChanges {
  const leads = new Map(diff.redirected.map(({ from, to }) => [from, to]));
  const created = new Set(diff.created);
  const merges = new Map<string, string[]>();
  for (const { from, to } of diff.redirected) appendTo(merges, to, from);
  const splits = new Map<string, Set<string>>();
  const transfers = new Map<string, { from: string; to: string; keys: IdentifierKey[] }>();
  for (const { key, from, to } of diff.moved) {
    if (from === undefined || to === undefined || leads.get(from) === to) continue;
    if (created.has(to)) {
      splits.set(from, (splits.get(from) ?? new Set()).add(to));
      continue;
    }
    const pair = JSON.stringify([from, to]);
    const transfer = transfers.get(pair);
    if (transfer) transfer.keys.push(key);
    else transfers.set(pair, { from, to, keys: [key] });
  }
  return {
    merges: [...merges].map(([into, from]) => ({ into, from })).sort((x, y) => byCodeUnit(x.into, y.into)),
    splits: [...splits]
      .map(([from, into]) => ({ from, into: [...into].sort(byCodeUnit) }))
      .sort((x, y) => byCodeUnit(x.from, y.from)),
    transfers: [...transfers.values()].sort((x, y) => byCodeUnit(x.from, y.from) || byCodeUnit(x.to, y.to)),
  };
}
