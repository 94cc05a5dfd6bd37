import type { Store } from "../ports/index";
import { storeCrowdCases } from "./store-crowd-cases";
import { storeErasingCases } from "./store-erasing-cases";
import { storeFilingCases } from "./store-filing-cases";
import { storePublishingCases } from "./store-publishing-cases";
import { storeReadingCases } from "./store-reading-cases";
import { storeTextCases } from "./store-text-cases";

/** One promise of a store: on an empty store, `run` gives a value deeply equal to `gives`. */
export interface StoreCase {
  readonly name: string;
  readonly run: (store: Store) => Promise<unknown>;
  readonly gives: unknown;
}

/**
 * Everything the hub relies on, for any test runner: each case wants an empty store of its own.
 *
 * @example
 * storeContract.every(({ name }) => name.length > 0); // => true
 */
export const storeContract: readonly StoreCase[] = [
  ...storeFilingCases,
  ...storeReadingCases,
  ...storeTextCases,
  ...storePublishingCases,
  ...storeErasingCases,
  ...storeCrowdCases,
];
