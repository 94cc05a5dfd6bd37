import type { IdentityPolicy } from "@tributary/core/identity";
import { canonicalJson, type EpochMs, hashHex, type Json, requireNow } from "@tributary/core/model";
import type { Change, Store } from "@tributary/core/ports";
import { DECISIVE } from "./read-decisions";
import { regionSettler } from "./region-settler";
import { requireWhole } from "./require-whole";
import type { OneIdOrder } from "./resolve-read";

/** When and how much to publish. */
export interface PublishOptions {
  /** The moment persons are read at. Evidence later than that is published once a later call has come to it. */
  readonly now: EpochMs;
  /** Most identifiers to settle before the call returns; 10,000 by default. */
  readonly limit?: number;
}

/** What a call of `publish` did. */
export interface Publication {
  /** Identifiers about which something had been filed. */
  readonly settled: number;
  /** What changed, in order: written by this call, to be found with `changes` again at any time. */
  readonly changes: readonly Change[];
  /** Whether the limit stopped it; otherwise nothing was left that no other worker had in hand. */
  readonly left: boolean;
}

/** Identifiers settled in one transaction. Our choice: some hundred persons, locked for some ten milliseconds. */
const STEP = 500;

/** Settles step by step until nothing is left or the limit is reached. */
export async function publish(
  store: Store,
  policy: IdentityPolicy,
  { now, limit = 10_000, oneIdOrder }: PublishOptions & { readonly oneIdOrder: OneIdOrder },
): Promise<Publication> {
  const asOf = requireNow(now);
  requireWhole("limit", limit, 1);
  const settler = regionSettler(policy, { asOf, oneIdOrder });
  const options = { asOf, reading: readingOf(policy, oneIdOrder), decisive: DECISIVE };
  const changes: Change[] = [];
  let settled = 0;
  while (settled < limit) {
    const step = await store.settle({ ...options, limit: Math.min(STEP, limit - settled) }, settler);
    if (!step) return { settled, changes, left: false };
    settled += step.identifiers;
    if (step.change) changes.push(step.change);
  }
  return { settled, changes, left: true };
}

/** Raised when the same evidence under the same policy is read otherwise than before, so that everybody is republished. */
const RULES = 1;

/** What persons depend on beside the evidence, as one text. */
const readingOf = (policy: IdentityPolicy, oneIdOrder: OneIdOrder): string =>
  `${policy.version} ${hashHex(canonicalJson([RULES, oneIdOrder, policy] as unknown as Json))}`;
