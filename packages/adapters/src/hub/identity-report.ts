import type { Resolution } from "@tributary/core/identity";
import type { EpochMs } from "@tributary/core/model";
import type { Store } from "@tributary/core/ports";
import type { Blueprint } from "@tributary/rules/blueprint";
import { type OneIdOrder, resolveAll } from "./resolve-read";

/** What resolution could not or would not join, with reasons. */
export type IdentityReport = Pick<Resolution, "refused" | "hubs" | "blocked" | "conflicts"> & {
  readonly persons: number;
};

/** Resolves everybody and says what stands between them. */
export async function identityReport(
  store: Store,
  { identity }: Blueprint,
  options: { readonly asOf: EpochMs; readonly oneIdOrder: OneIdOrder },
): Promise<IdentityReport> {
  const { resolution } = await resolveAll(store, identity, options);
  const { persons, refused, hubs, blocked, conflicts } = resolution;
  return { persons: persons.length, refused, hubs, blocked, conflicts };
}
