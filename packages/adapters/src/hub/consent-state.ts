import type { ConsentEntry, EpochMs } from "@tributary/core/model";

/** What a person granted or withdrew last, by purpose, in code-unit order. */
export type ConsentState = { readonly [purpose: string]: { readonly granted: boolean; readonly at: EpochMs } };

/** The newest decision per purpose at or before a moment; of two at one instant the withdrawal stands. */
export function consentState(entries: readonly ConsentEntry[], asOf: EpochMs): ConsentState {
  const newest = new Map<string, { readonly granted: boolean; readonly at: EpochMs }>();
  for (const { purpose, granted, at } of entries) {
    const before = newest.get(purpose);
    if (at > asOf || (before && (before.at > at || (before.at === at && !before.granted)))) continue;
    newest.set(purpose, { granted, at });
  }
  return Object.fromEntries([...newest].sort(([a], [b]) => (a < b ? -1 : 1)));
}
