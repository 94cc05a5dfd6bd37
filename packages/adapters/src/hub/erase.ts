import { type IdentityPolicy, inheritanceOf, leafKey, leafOf } from "@tributary/core/identity";
import { AdapterError, type EpochMs, type IdentifierKey, parseIdentifierKey, requireNow } from "@tributary/core/model";
import type { Change, Erased, FoldLeaf, LeafKey, Store } from "@tributary/core/ports";
import { readRegion } from "./read-region";
import type { OneIdOrder } from "./resolve-read";

/** What became of an erasure. */
export interface Erasure extends Erased {
  /**
   * What whoever follows `changes` has to be told before any later change: it names the erased identifiers, and nothing
   * will again. Absent where none of them was published.
   */
  readonly change?: Change;
  /** OneIDs that lead to nobody from now on and are never given again, in code-unit order. */
  readonly retired: readonly string[];
}

/** What erasing needs beside the identifiers. */
export interface ErasureContext {
  readonly store: Store;
  readonly policy: IdentityPolicy;
  readonly oneIdOrder: OneIdOrder;
  readonly fold: FoldLeaf;
  readonly now: EpochMs;
}

/** How often others may erase what we decided by before we give up for now. */
const MAX_TRIES = 10;

/** Erases identifiers: who inherits their OneIDs is decided by the persons of now. */
export async function erase(keys: readonly IdentifierKey[], context: ErasureContext): Promise<Erasure> {
  const { store, policy, oneIdOrder, fold } = context;
  const now = requireNow(context.now);
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const { resolution, names } = await readRegion(store, policy, keys, { asOf: now, oneIdOrder });
    const { left, retired } = inheritanceOf(resolution, names, new Set(keys), policy);
    const carried = new Map([...names.tombstones].filter(([key]) => keys.includes(key)));
    const erasing = { at: now, carried, left, fold, leafOf: leafIn(policy) };
    const erased = await store.erase(keys, erasing);
    if (erased) return { ...erased, retired };
  }
  throw new AdapterError("conflict", "others kept erasing the same", { retryable: true });
}

/** Where an event is filed by the policy of now; types it does not know any more count only where there are no others. */
const leafIn =
  ({ types, ...policy }: IdentityPolicy) =>
  (keys: readonly IdentifierKey[]): LeafKey => {
    const known = new Set(types.map(({ type }) => type));
    const ids = keys.map(parseIdentifierKey).filter(({ type }) => known.has(type));
    const { leaf } = leafOf(ids, { ...policy, types });
    return leafKey(leaf.length > 0 ? leaf : keys);
  };
