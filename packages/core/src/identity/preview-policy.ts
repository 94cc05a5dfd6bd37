import type { IdentifierKey } from "../model";
import { type ChangeReason, reasonFor } from "./change-reason";
import { describeDiff, type PersonChanges } from "./describe-diff";
import { diffPersons, type PersonDiff } from "./diff-persons";
import { diffPolicies, type PolicyChange } from "./diff-policies";
import type { Evidence, NameLedger } from "./evidence";
import type { AsOf, IdentityPolicy } from "./policy";
import type { Resolution } from "./resolution";
import { resolve } from "./resolve";

/** What a preview is read from. */
export interface PreviewOptions extends AsOf {
  /** The names a store keeps; identifiers without one are named by their first observation. */
  readonly names?: NameLedger;
  /** How many merges and how many splits are explained, first ones first; 20 by default, as many as are read. */
  readonly explained?: number;
}

/** How many there are under either policy. */
export interface BeforeAndAfter {
  readonly before: number;
  readonly after: number;
}

/** What would change if one policy took the place of another. */
export interface PolicyPreview {
  /** What the policies say differently. */
  readonly policy: readonly PolicyChange[];
  readonly diff: PersonDiff;
  /**
   * As {@link describeDiff} tells them, each with two identifiers that show why. Nothing shows it for a person who is
   * only renamed, as by another tier.
   */
  readonly merges: readonly (PersonChanges["merges"][number] & { readonly because?: ChangeReason })[];
  readonly splits: readonly (PersonChanges["splits"][number] & { readonly because?: ChangeReason })[];
  readonly transfers: PersonChanges["transfers"];
  /** Identifiers that join nobody under one of the policies, seen with too many anchors, in code-unit order. */
  readonly hubs: { readonly gained: readonly IdentifierKey[]; readonly lost: readonly IdentifierKey[] };
  readonly counts: {
    readonly persons: BeforeAndAfter;
    readonly degraded: BeforeAndAfter;
    readonly hubs: BeforeAndAfter;
    readonly blocked: BeforeAndAfter;
    /** Edges that a limit, a decision or a cap refused. */
    readonly refused: BeforeAndAfter;
    /** Identifiers whose person is another one, or none any more, or was none. */
    readonly moved: number;
  };
}

/**
 * Shows what a changed policy would do to the same evidence, before it goes live.
 *
 * Identifiers are compared by their keys: where a type is normalised otherwise, the old spelling goes and the new one
 * comes.
 *
 * @param before the policy that is in force
 * @param after the one that may follow it
 * @throws RangeError when `explained` is less than 0, and as {@link resolve} does
 * @example
 * const policy = definePolicy({
 *   version: "1", prefer: "first", maxPerson: 50, maxComponent: 1000, consent: "off",
 *   types: [{ type: "phone", normalise: "phoneCn", tier: 0 }, { type: "device", normalise: "text", tier: 2 }],
 * });
 * const [phone, device] = policy.types;
 * const strict = definePolicy({ ...policy, version: "2", types: [{ ...phone, limit: 1 }, device] });
 * const seen = { source: "app", strength: "bound", purpose: "service" };
 * const tablet = { type: "device", value: "tablet-7" };
 * const evidence = { observations: [
 *   { obsId: "o1", ids: [{ type: "phone", value: "13912345678" }, tablet], at: 1, ...seen },
 *   { obsId: "o2", ids: [{ type: "phone", value: "13887654321" }, tablet], at: 2, ...seen },
 * ] };
 * const preview = previewPolicy(evidence, policy, strict, { asOf: 10 });
 * preview.policy.map(({ pointer }) => pointer); // => ["/version", "/types/0/limit"]
 * preview.counts.persons; // => { before: 1, after: 2 }
 * preview.splits[0].because.apart.witness.ids; // => ["phone:+8613887654321", "phone:+8613912345678"]
 */
export function previewPolicy(
  evidence: Evidence,
  before: IdentityPolicy,
  after: IdentityPolicy,
  options: PreviewOptions,
): PolicyPreview {
  const { asOf, names, explained = 20 } = options;
  if (!(explained >= 0)) throw new RangeError(`explained must be 0 or more, got ${explained}`);
  const read = (policy: IdentityPolicy): Resolution => resolve(evidence, policy, { asOf, ...(names && { names }) });
  const [was, is] = [read(before), read(after)];
  const diff = diffPersons(was.persons, is);
  const { merges, splits, transfers } = describeDiff(diff);
  const count = (of: (resolution: Resolution) => readonly unknown[]): BeforeAndAfter => ({
    before: of(was).length,
    after: of(is).length,
  });
  return {
    policy: diffPolicies(before, after),
    diff,
    merges: explainFirst(merges, explained, ({ into, from }) =>
      firstOf(from, (oneId) => reasonFor(was, is, was.lookup(oneId), is.lookup(into))),
    ),
    splits: explainFirst(splits, explained, ({ from, into }) =>
      firstOf(into, (oneId) => reasonFor(is, was, is.lookup(oneId), was.lookup(from))),
    ),
    transfers,
    hubs: { gained: keysBeside(is.hubs, was.hubs), lost: keysBeside(was.hubs, is.hubs) },
    counts: {
      persons: count(({ persons }) => persons),
      degraded: count(({ persons }) => persons.filter(({ degraded }) => degraded !== undefined)),
      hubs: count(({ hubs }) => hubs),
      blocked: count(({ blocked }) => blocked),
      refused: count(({ refused }) => refused),
      moved: diff.moved.length,
    },
  };
}

function explainFirst<T extends object>(
  changes: readonly T[],
  explained: number,
  reason: (change: T) => ChangeReason | undefined,
): readonly (T & { readonly because?: ChangeReason })[] {
  return changes.map((change, i) => {
    const because = i < explained ? reason(change) : undefined;
    return because ? { ...change, because } : change;
  });
}

function firstOf<T, U>(list: readonly T[], find: (item: T) => U | undefined): U | undefined {
  for (const item of list) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function keysBeside<T extends { readonly key: IdentifierKey }>(
  list: readonly T[],
  known: readonly T[],
): IdentifierKey[] {
  const keys = new Set(known.map(({ key }) => key));
  return list.map(({ key }) => key).filter((key) => !keys.has(key));
}
